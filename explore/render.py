"""Render a page: what every page has, how dates and numbers are written, and what is shown where nothing is found."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response

from attribution.count import count
from attribution.errors import DatabaseError
from explore.find_database import find_database
from explore.guard import ALWAYS, OURS, editor_of

if TYPE_CHECKING:
    from datasette.app import Datasette

SURE = 0.6  # as on the command line: what is shown is right at least four times of five (docs/model.md)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
View = Callable[["Datasette", Request], Awaitable[Response]]


@dataclass(frozen=True)
class Site:
    """What templates need to link and to judge: `editor` is who judges, None where nobody may."""

    datasette: "Datasette"
    request: Request
    editor: str | None

    def to(self, kind: str, identifier: str | None = None) -> str:
        """The address of a page: `kind` is claim, speaker, article, outlet, search ..."""
        return str(self.datasette.urls.path(f"/{kind}/{identifier}" if identifier else f"/{kind}"))

    @property
    def home(self) -> str:
        """The address of the first page."""
        return str(self.datasette.urls.path("/"))

    @property
    def data(self) -> str:
        """The address of Datasette's page of tables."""
        return str(self.datasette.urls.database(find_database(self.datasette)))

    @property
    def here(self) -> str:
        """The address of this page, to come back to."""
        return str(self.request.full_path)

    def static(self, name: str) -> str:
        """The address of a file that travels with the plugin."""
        return str(self.datasette.urls.static_plugins("attrib", name))

    @property
    def csrftoken(self) -> str:
        """The token of Datasette's protection against forged forms; empty where it needs none."""
        make = self.request.scope.get("csrftoken")
        return str(make()) if make else ""


async def render(datasette: "Datasette", request: Request, template: str, title: str, status: int = 200, **more: Any) -> Response:
    """A page from a template of ours."""
    site = Site(datasette, request, editor_of(datasette, request.scope))
    context = {"site": site, "title": title, "day": day, "period": period, "percent": percent, "count": count, **more}
    html = await datasette.render_template(f"attrib/{template}.html", context, request=request)
    return Response.html(html, status=status, headers={"content-security-policy": OURS, "cache-control": "no-cache", **ALWAYS})


def page(view: View) -> View:
    """A view that shows a page saying so where there is nothing to show."""

    @wraps(view)
    async def shown(datasette: "Datasette", request: Request) -> Response:
        try:
            return await view(datasette, request)
        except DatabaseError as error:
            return await render(datasette, request, "missing", "Not found", status=404, message=_for_pages(str(error)))

    return shown


def _for_pages(message: str) -> str:
    """An error's first half: the second says what to do on the command line."""
    first = message.partition(":")[0]
    return first[:1].upper() + first[1:] + "."


def day(date: str | None) -> str:
    """A date for people: 9 Dec 2021, Dec 2021 or 2021, as much as is known of it."""
    if not date:
        return "no date"
    year, _, rest = date[:10].partition("-")
    month, _, number = rest.partition("-")
    if not (month.isdigit() and 1 <= int(month) <= len(MONTHS)):
        return date[:10]
    return " ".join(part for part in (number.lstrip("0"), MONTHS[int(month) - 1], year) if part)


def period(first: str | None, last: str | None) -> str:
    """From when to when."""
    return day(first) if (first or "")[:10] == (last or "")[:10] else f"{day(first)} – {day(last)}"


def percent(share: float) -> str:
    """A share as a whole percentage: never all where something is missing, never none where something is there."""
    if 0 < share < 1:
        share = min(max(share, 0.01), 0.99)
    return f"{share:.0%}"
