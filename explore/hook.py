"""What Datasette calls: routes, links in cells, what tables mean, saved questions, and who is let in."""

from typing import TYPE_CHECKING, Any

from datasette import hookimpl
from datasette.utils.asgi import Request

from explore.describe import database_metadata, questions, tell
from explore.find import find
from explore.find_database import find_database
from explore.guard import App, guard
from explore.judge import judge
from explore.link import link
from explore.list_all import list_claims, list_outlets, list_speakers
from explore.list_judgements import list_judgements
from explore.show_article import go_to_statement, show_article
from explore.show_claim import show_claim
from explore.show_home import show_home
from explore.show_outlet import show_outlet
from explore.show_speaker import show_speaker

if TYPE_CHECKING:
    from datasette.app import Datasette

ONE = "(?P<id>[0-9a-f]{4,16})"
ROUTES = [
    (r"^/$", show_home),
    (r"^/search$", find),
    (r"^/claims$", list_claims),
    (r"^/speakers$", list_speakers),
    (r"^/outlets$", list_outlets),
    (r"^/judgements$", list_judgements),
    (r"^/judge$", judge),
    (rf"^/claim/{ONE}$", show_claim),
    (rf"^/speaker/{ONE}$", show_speaker),
    (rf"^/outlet/{ONE}$", show_outlet),
    (rf"^/article/{ONE}$", show_article),
    (rf"^/statement/{ONE}$", go_to_statement),
]


@hookimpl
def register_routes(datasette: "Datasette") -> list[tuple[str, Any]]:
    """Our pages, where one of the databases is ours."""
    return ROUTES if find_database(datasette) else []


@hookimpl
def startup(datasette: "Datasette") -> Any:
    """What the tables mean, for the Datasette that is told so at its start."""
    name = find_database(datasette)
    return tell(datasette, name) if name else None


@hookimpl
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: "Datasette") -> Any:
    """A cell that has a page as a link to it."""
    return link(datasette, database, table, column, value, row)


@hookimpl
def get_metadata(datasette: "Datasette") -> dict[str, Any]:
    """Titles, descriptions, facets: what the database holds, in words."""
    name = find_database(datasette)
    return {"databases": {name: database_metadata()}} if name else {}


@hookimpl
def canned_queries(datasette: "Datasette", database: str) -> dict[str, Any]:
    """Questions with their SQL, to ask and to learn from."""
    return questions() if database == find_database(datasette) else {}


@hookimpl
def extra_css_urls(template: str, database: str | None, datasette: "Datasette") -> list[str]:
    """Our type on Datasette's own pages of our database; our own pages bring their style."""
    ours = database is not None and database == find_database(datasette) and not template.startswith("attrib/")
    return [datasette.urls.static_plugins("attrib", "data.css")] if ours else []


@hookimpl
def menu_links(datasette: "Datasette", request: Request | None) -> list[dict[str, str]]:
    """From Datasette's own pages back to ours."""
    del request
    if not find_database(datasette):
        return []
    pages = {"Who said what": "/", "Claims": "/claims", "Speakers": "/speakers", "Outlets": "/outlets"}
    return [{"href": datasette.urls.path(path), "label": label} for label, path in pages.items()]


@hookimpl
def asgi_wrapper(datasette: "Datasette") -> App:
    """What is refused, and what pages may load."""
    return guard(datasette)  # type: ignore[return-value]
