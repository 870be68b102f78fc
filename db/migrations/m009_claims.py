"""Embeddings, claims, origins, and what people decided about single statements."""

from sqlite_utils import Database

from db.migrations.steps import TOKENIZE, migrations


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
