"""Speakers, what people decided about them, and views of who said what."""

from sqlite_utils import Database

from db.migrations.steps import migrations


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
