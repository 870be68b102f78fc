"""Articles, statements, full text, cues."""

from sqlite_utils import Database

from db.migrations.steps import TOKENIZE, migrations


@migrations()
def m001_articles(db: Database) -> None:
    """Runs, outlets, articles and every version of their text."""
    db.execute(
        """create table runs (
            id integer primary key, started text not null, finished text, models text not null, attrib text not null,
            python text not null, sqlite text not null, new integer, changed integer, unchanged integer, failed integer,
            statements integer, interrupted integer)"""
    )
    db.execute(
        """create table run_errors (
            id integer primary key, run integer not null references runs(id), location text not null, message text not null)"""
    )
    db.execute("create table outlets (id text primary key, name text not null unique)")
    db.execute(
        """create table articles (
            id text primary key, outlet text references outlets(id), title text, author text, date text, url text,
            path text, input_id text, reader text not null, sha256 text not null, text text not null,
            run integer not null references runs(id))"""
    )
    db.execute(
        """create table article_versions (
            article text not null references articles(id), number integer not null, run integer not null references runs(id),
            outlet text, title text, author text, date text, url text, path text, input_id text, reader text not null,
            sha256 text not null, text text not null, primary key (article, number))"""
    )
    for column in ("outlet", "date", "sha256"):
        db.execute(f"create index idx_articles_{column} on articles({column})")


@migrations()
def m002_statements(db: Database) -> None:
    """Statements and the verbatim parts they are made of."""
    db.execute(
        """create table statements (
            id text primary key, article text not null references articles(id), start integer not null,
            "end" integer not null, kind text not null check (kind in ('direct', 'mixed', 'indirect')),
            source text, cue text, content text not null, sentence_start integer not null, sentence_end integer not null,
            confidence real not null, run integer not null references runs(id))"""
    )
    db.execute(
        """create table statement_spans (
            statement text not null references statements(id) on delete cascade,
            role text not null check (role in ('source', 'cue', 'content')), number integer not null,
            start integer not null, "end" integer not null, text text not null, primary key (statement, role, number))"""
    )
    db.execute("create index idx_statements_article on statements(article, start)")
    db.execute("create index idx_statements_kind on statements(kind)")
    db.execute("create index idx_statements_source on statements(source)")


@migrations()
def m003_full_text(db: Database) -> None:
    """Full-text search over statements and articles, kept by triggers."""
    db.table("statements").enable_fts(["content", "source", "cue"], create_triggers=True, tokenize=TOKENIZE)
    db.table("articles").enable_fts(["title", "text"], create_triggers=True, tokenize=TOKENIZE)


@migrations()
def m004_views(db: Database) -> None:
    """What people read: who said what, outlets at a glance, sources by how often they are cited."""
    db.create_view(
        "who_said",
        """select s.id, s.source, s.cue, s.content, s.kind, s.confidence, o.name as outlet, a.date, a.title, a.author, a.url,
            substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) as sentence, s.article
        from statements s join articles a on a.id = s.article left join outlets o on o.id = a.outlet""",
    )
    db.create_view(
        "outlet_summary",
        """select o.name as outlet, count(distinct a.id) as articles, count(s.id) as statements,
            sum(s.kind = 'direct') as direct, sum(s.kind = 'mixed') as mixed, sum(s.kind = 'indirect') as indirect,
            sum(s.id is not null and s.source is null) as unattributed, min(a.date) as first_date, max(a.date) as last_date
        from articles a left join outlets o on o.id = a.outlet left join statements s on s.article = a.id group by a.outlet""",
    )
    db.create_view(
        "source_summary",
        """select s.source, count(*) as statements, count(distinct s.article) as articles,
            count(distinct a.outlet) as outlets, min(a.date) as first_date, max(a.date) as last_date
        from statements s join articles a on a.id = s.article where s.source is not null group by s.source""",
    )


@migrations()
def m005_cues_and_confidence(db: Database) -> None:
    """What a cue means, and how sure each part is."""
    for column, kind in (
        ("cue_lemma", "text"),
        ("cue_class", "text"),
        ("polarity", "text check (polarity in ('affirmed', 'denied', 'questioned'))"),
        ("source_confidence", "real"),
        ("cue_confidence", "real"),
        ("content_confidence", "real"),
    ):
        db.execute(f"alter table statements add column {column} {kind}")
    db.execute("create index idx_statements_cue_class on statements(cue_class)")
    db.execute("create index idx_statements_confidence on statements(confidence)")
    db.create_view(
        "who_said",
        """select s.id, s.source, s.cue, s.content, s.kind, s.cue_class, s.polarity, s.confidence, o.name as outlet, a.date,
            a.title, a.author, a.url, s.article,
            substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) as sentence
        from statements s join articles a on a.id = s.article left join outlets o on o.id = a.outlet""",
        replace=True,
    )
