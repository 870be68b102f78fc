"""What people find of claims; what is watched, and what each watch has told."""

from sqlite_utils import Database

from db.migrations.steps import migrations


@migrations()
def m013_tracking(db: Database) -> None:
    """Statuses of claims, never deleted; watches; when articles came, in an order in which no number is used twice."""
    statuses = "'unchecked', 'supported', 'disputed', 'unproven', 'misleading', 'false', 'retracted'"
    db.execute(
        f"""create table claim_statuses (
            id integer primary key, status text not null check (status in ({statuses})),
            statement text not null, statement_text text not null, article text not null, wording text, note text, evidence text,
            replaces text not null, by text not null, at text not null, undone_by text, undone_at text)"""
    )
    db.execute(
        """create table status_members (
            status integer not null references claim_statuses(id), statement text not null, wording text,
            primary key (status, statement)) without rowid"""
    )
    db.execute(
        """create table status_events (
            id integer primary key, status integer not null references claim_statuses(id), undone integer not null)"""
    )
    db.create_view("status_claims", STATUS_CLAIMS)
    db.execute("create table arrivals (id integer primary key autoincrement, article text not null, version integer not null)")
    db.execute(
        "insert into arrivals (article, version) select article, number from article_versions order by run, article, number"
    )
    arrive = "begin insert into arrivals (article, version) values (new.article, new.number); end"
    db.execute(f"create trigger article_arrived after insert on article_versions {arrive}")
    db.execute(
        """create table watches (
            id integer primary key autoincrement, name text not null unique, query text not null, speaker text, outlet text,
            added text not null, digested text, arrivals integer not null default 0, events integer not null default 0)"""
    )
    _seen(db)


STATUS_CLAIMS = """select r.id as status, coalesce(
        (select s.claim from statements s where s.id = r.statement),
        (select min(s.claim) from statements s where s.wording = r.wording),
        (select s.claim from status_members m join statements s on s.id = m.statement or s.wording = m.wording
            where m.status = r.id and s.claim is not null group by s.claim
            order by count(distinct m.statement) desc, s.claim limit 1)) as claim
    from claim_statuses r"""


def _seen(db: Database) -> None:
    """What each watch has told: statements by their words, speakers by their names, contradictions by their statements."""
    watch = "watch integer not null references watches(id) on delete cascade"
    db.execute(
        f"""create table watch_statements (
            {watch}, statement text not null, article text not null, edition text not null, wording text, content text not null,
            primary key (watch, statement)) without rowid"""
    )
    db.execute(
        f"""create table watch_speakers (
            {watch}, speaker text not null, kind text not null, key text not null, primary key (watch, speaker)) without rowid"""
    )
    db.execute(
        f"""create table watch_contradictions (
            {watch}, statement text not null, other text not null, wording text, other_wording text,
            primary key (watch, statement, other)) without rowid"""
    )
