"""The story of the database file: numbered steps, never edited once released, each applied once and recorded."""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("attrib")

TOKENIZE = "porter unicode61 remove_diacritics 2"


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


@migrations()
def m006_speakers(db: Database) -> None:
    """Who made a statement: speakers as each article has them, the same across articles, all forms of their names."""
    kinds = "check (kind in ('person', 'organization', 'group', 'unnamed', 'document', 'author'))"
    db.execute(f"create table speakers (id text primary key, name text not null, kind text not null {kinds}, ids text)")
    db.execute(
        """create table speaker_names (
            id integer primary key, speaker text not null references speakers(id) on delete cascade, name text not null,
            articles integer not null, unique (speaker, name))"""
    )
    db.execute(
        f"""create table article_speakers (
            id text primary key, article text not null references articles(id), name text not null, kind text not null {kinds},
            forms text not null, start integer, "end" integer, key text not null, traits text not null, date text,
            speaker text references speakers(id), unique (article, kind, name))"""
    )
    db.execute(
        """create table article_speaker_roles (
            article_speaker text not null references article_speakers(id) on delete cascade, number integer not null,
            start integer not null, "end" integer not null, text text not null, primary key (article_speaker, number))"""
    )
    db.execute(
        """create table statement_speakers (
            statement text not null references statements(id) on delete cascade, number integer not null,
            article_speaker text not null references article_speakers(id), role text, role_start integer, role_end integer,
            confidence real not null, reason text not null, primary key (statement, number))"""
    )
    db.execute(
        """create table name_blocks (
            block text not null, kind text not null, key text not null, primary key (block, kind, key)) without rowid"""
    )
    db.execute(
        """alter table statements add column within text references statements(id) on delete set null
        deferrable initially deferred"""
    )
    db.execute("create index idx_statements_within on statements(within) where within is not null")
    db.execute("create index idx_article_speakers_key on article_speakers(kind, key, date)")
    db.execute("create index idx_article_speakers_article on article_speakers(article, kind, key)")
    db.execute("create index idx_article_speakers_traits on article_speakers(kind, key, speaker, traits, article)")
    db.execute("create index idx_article_speakers_speaker on article_speakers(speaker, kind, key, name, forms)")
    db.execute("create index idx_statement_speakers_article_speaker on statement_speakers(article_speaker)")
    db.execute("create index idx_name_blocks_key on name_blocks(kind, key)")
    db.table("speaker_names").enable_fts(["name"], create_triggers=True, tokenize="unicode61 remove_diacritics 2")


@migrations()
def m007_judgements(db: Database) -> None:
    """What people decided about speakers: never deleted, and about names, which no re-run changes."""
    db.execute(
        """create table judgements (
            id integer primary key,
            decision text not null check (decision in ('same', 'different', 'split', 'alias', 'name', 'ids')),
            kind text not null, left_key text not null, left_article text not null default '', left_name text not null,
            right_kind text, right_key text, right_article text, right_name text, value text,
            by text not null, at text not null, undone_by text, undone_at text)"""
    )
    db.execute("create index idx_judgements_left on judgements(kind, left_key)")
    db.execute("create index idx_judgements_right on judgements(right_kind, right_key)")


@migrations()
def m008_speaker_views(db: Database) -> None:
    """Who said what, in what role; who is cited in what role, from when to when."""
    spoken = """from statement_speakers l join article_speakers p on p.id = l.article_speaker
            join speakers k on k.id = p.speaker where l.statement = s.id order by l.number"""
    db.create_view(
        "who_said",
        f"""select (select group_concat(name, ' and ') from (select k.name {spoken})) as speaker,
            (select group_concat(role, ' and ') from (select l.role {spoken})) as role, s.id, s.source, s.cue, s.content, s.kind,
            s.cue_class, s.polarity, s.confidence, o.name as outlet, a.date, a.title, a.author, a.url, s.within, s.article,
            substr(a.text, s.sentence_start + 1, s.sentence_end - s.sentence_start) as sentence
        from statements s join articles a on a.id = s.article left join outlets o on o.id = a.outlet""",  # noqa: S608
        replace=True,
    )
    db.create_view(
        "speakers_by_role",
        """select k.name as speaker, k.kind, l.role, min(a.date) as first_date, max(a.date) as last_date,
            count(distinct l.statement) as statements, count(distinct a.outlet) as outlets, k.id
        from statement_speakers l join article_speakers p on p.id = l.article_speaker join speakers k on k.id = p.speaker
        join articles a on a.id = p.article group by k.id, l.role""",
    )


@migrations()
def m009_embeddings(db: Database) -> None:
    """What was said as it stands alone, each wording once, with its vector; `searched` once its neighbours are known."""
    db.execute(
        """create table embedding_models (
            id integer primary key, name text not null, checksum text not null unique, dimensions integer not null)"""
    )
    db.execute(
        """create table embeddings (
            id text not null, model integer not null references embedding_models(id), text text not null, vector blob not null,
            signs blob not null, speaker text, date text, searched integer not null default 0, primary key (id, model))"""
    )
    db.execute("alter table statements add column alone text")
    db.execute("alter table statements add column wording text")
    db.execute("create index idx_embeddings_signs on embeddings(model, signs)")
    db.execute("create index idx_embeddings_searched on embeddings(model, id) where searched = 0")
    db.execute("create index idx_statements_wording on statements(wording)")


@migrations()
def m010_claims(db: Database) -> None:
    """Statements that claim the same, how wordings and claims stand to each other, and what people decided about it."""
    db.execute(
        """create table claims (
            id text primary key, text text not null, statement text not null, statements integer not null,
            speakers integer not null, outlets integer not null, origins integer not null, contradictions integer not null,
            first_date text, last_date text)"""
    )
    db.execute(
        """create table neighbours (
            left text not null, right text not null, cosine real not null, label text not null, score real not null,
            same real not null, contradict real not null, overlap real not null, reason text not null, matcher text not null,
            primary key (left, right)) without rowid"""
    )
    db.execute(
        """create table claim_relations (
            claim text not null references claims(id) on delete cascade,
            other text not null references claims(id) on delete cascade,
            relation text not null check (relation in ('contradicts', 'overlaps')), score real not null, reason text not null,
            statement text not null, other_statement text not null, primary key (claim, other)) without rowid"""
    )
    db.execute(
        """create table claim_judgements (
            id integer primary key, decision text not null check (decision in ('same', 'different')),
            statement text not null, statement_text text not null, other text not null, other_text text not null,
            by text not null, at text not null, undone_by text, undone_at text)"""
    )
    db.execute("create table stale_claims (claim text primary key) without rowid")
    db.execute("alter table statements add column claim text references claims(id) deferrable initially deferred")
    db.execute("create index idx_statements_claim on statements(claim)")
    db.execute("create index idx_neighbours_right on neighbours(right)")
    db.execute("create index idx_claim_relations_other on claim_relations(other)")
    db.execute("create index idx_claims_origins on claims(origins desc, statements desc)")
    stale = "begin insert or ignore into stale_claims values (old.claim); end"
    db.execute(f"create trigger statements_gone after delete on statements when old.claim is not null {stale}")
    reworded = "old.claim is not null and old.wording is not new.wording"
    db.execute(f"create trigger statements_reworded after update of wording on statements when {reworded} {stale}")
    db.table("claims").enable_fts(["text"], create_triggers=True, tokenize=TOKENIZE)


@migrations()
def m011_origins(db: Database) -> None:
    """Where an article has its text from: reprints and agency copy are one origin, whoever prints them."""
    db.execute(
        """create table article_origins (
            article text primary key references articles(id) on delete cascade, origin text not null, credit text,
            similar_to text, similarity real, signature blob not null, shingles integer not null)"""
    )
    db.execute(
        """create table origin_bands (
            band integer not null, hash blob not null, article text not null references articles(id) on delete cascade,
            primary key (band, hash, article)) without rowid"""
    )
    db.execute(
        "create table relays (statement text primary key references statements(id) on delete cascade, origin text not null)"
    )
    db.execute("create index idx_origin_bands_article on origin_bands(article)")
    db.execute("create index idx_article_origins_origin on article_origins(origin)")
    db.create_view(
        "statement_origins",
        """select s.id as statement, coalesce(r.origin, o.origin, lower(u.name), a.id) as origin from statements s
        join articles a on a.id = s.article left join outlets u on u.id = a.outlet
        left join article_origins o on o.article = a.id left join relays r on r.statement = s.id""",
    )


@migrations()
def m012_statement_judgements(db: Database) -> None:
    """What people decided about single statements, and what the machine had found, which comes back when that is undone."""
    db.execute(
        """create table statement_judgements (
            id integer primary key, decision text not null check (decision in ('accept', 'reject', 'speaker', 'role')),
            statement text not null, article text not null, content text not null, value text, kind text, by text not null,
            at text not null, undone_by text, undone_at text)"""
    )
    db.execute(
        """create table overruled (
            statement text primary key references statements(id) on delete cascade,
            verdict text not null check (verdict in ('accept', 'reject')), confidence real not null, speakers text not null)"""
    )
    db.execute("create index idx_statement_judgements_article on statement_judgements(article)")
