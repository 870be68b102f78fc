"""Keep others out: who may judge, which hosts and origins are answered, and what a page may load."""

import re
import secrets
from base64 import b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from datasette.app import Datasette


Scope = MutableMapping[str, Any]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Scope, Any, Send], Awaitable[None]]

LOCAL = re.compile(r"(127\.0\.0\.1|localhost|\[::1\])(:\d+)?")
NOTHING = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
OURS = f"{NOTHING}; style-src 'self'; script-src 'self'; img-src 'self'"  # our own pages: no inline script or style
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True)
class Session:
    """How `attrib serve` was started: `by` is who judges; without a `token` nobody does."""

    by: str
    token: str | None

    @property
    def cookie(self) -> str:
        """The name of the cookie that holds the token: another for each start, as all ports share cookies."""
        return f"attrib_{sha256((self.token or '').encode()).hexdigest()[:8]}"


SESSIONS: WeakKeyDictionary[Any, Session] = WeakKeyDictionary()


def start_session(datasette: "Datasette", by: str, edit: bool) -> Session:
    """Answer this machine's own browser alone; with `edit` make the token that lets it judge."""
    SESSIONS[datasette] = Session(by, secrets.token_urlsafe(24) if edit else None)
    return SESSIONS[datasette]


def editor_of(datasette: "Datasette", scope: Scope) -> str | None:
    """Who judges, if the request carries the token."""
    session = SESSIONS.get(datasette)
    if not session or not session.token:
        return None
    given = _cookies(scope).get(session.cookie, "")
    return session.by if secrets.compare_digest(given.encode(), session.token.encode()) else None


def guard(datasette: "Datasette") -> Callable[[App], App]:
    """The wrapper around Datasette that refuses what comes from elsewhere and says what pages may load."""

    def wrapped(app: App) -> App:
        async def answer(scope: Scope, receive: Any, send: Send) -> None:
            session = SESSIONS.get(datasette)
            if scope["type"] != "http" or not session:
                await app(scope, receive, send)
                return
            refused = _refusal(scope)
            if refused:
                await _reply(send, 403, refused)
            elif session.token and scope["method"] == "GET" and _given(scope) is not None:
                await _let_in(scope, send, session)
            else:
                await app(scope, receive, _with_headers(send))

        return answer

    return wrapped


def _refusal(scope: Scope) -> str | None:
    """Why a request is not answered: another host means a name that was pointed here, another origin another site's form."""
    headers = _headers(scope)
    host = headers.get("host", "")
    if not LOCAL.fullmatch(host):
        return "attrib answers on 127.0.0.1 and localhost alone"
    if scope["method"] in ("GET", "HEAD"):
        return None
    same = headers.get("origin") == f"{scope.get('scheme', 'http')}://{host}"
    if not same or headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "attrib takes judgements from its own pages alone"
    return None


def _given(scope: Scope) -> str | None:
    return dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"))).get("token")


async def _let_in(scope: Scope, send: Send, session: Session) -> None:
    """Keep the token in a cookie, and go on to the page without it in the address; 403 for another one."""
    if not session.token or not secrets.compare_digest((_given(scope) or "").encode(), session.token.encode()):
        await _reply(send, 403, "this token is not the one that `attrib serve --edit` printed: open that address again")
        return
    rest = [(key, value) for key, value in parse_qsl(scope["query_string"].decode("latin-1")) if key != "token"]
    path = "/" + scope["path"].lstrip("/\\")
    cookie = f"{session.cookie}={session.token}; Path=/; HttpOnly; SameSite=Strict"
    headers = {"location": path + (f"?{urlencode(rest)}" if rest else ""), "set-cookie": cookie}
    await _reply(send, 303, "", headers)


async def _reply(send: Send, status: int, text: str, more: dict[str, str] | None = None) -> None:
    headers = {"content-type": "text/plain; charset=utf-8", "cache-control": "no-store", **ALWAYS, **(more or {})}
    raw = [(key.encode(), value.encode("utf-8")) for key, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": raw})
    await send({"type": "http.response.body", "body": text.encode()})


def _with_headers(send: Send) -> Send:
    """Add the headers that a response has not got."""

    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers") or [])
            known = {bytes(key).lower().decode() for key, _ in headers}
            wanted = ALWAYS | {"content-security-policy": datasettes()}
            headers += [(key.encode(), value.encode()) for key, value in wanted.items() if key not in known]
            message = {**message, "headers": headers}
        await send(message)

    return sending


@cache
def datasettes() -> str:
    """What Datasette's own pages may load: its scripts, and those that stand in its templates by their hashes."""
    found = set()
    for path in (files("datasette") / "templates").iterdir():
        if path.name.endswith(".html"):
            for script in re.findall(r"<script>(.*?)</script>", path.read_text(encoding="utf-8"), re.DOTALL):
                for value in ("true", "false"):
                    found.add(re.sub(r"{{ *\w+ *}}", value, script))
    hashes = sorted(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in found if "{%" not in script)
    scripts = f"script-src 'self' {' '.join(hashes)}"
    return f"{NOTHING}; connect-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; {scripts}"


def _headers(scope: Scope) -> dict[str, str]:
    return {key.decode("latin-1").lower(): value.decode("latin-1") for key, value in scope.get("headers") or []}


def _cookies(scope: Scope) -> dict[str, str]:
    cookies: SimpleCookie = SimpleCookie()
    try:
        cookies.load(_headers(scope).get("cookie", ""))
    except CookieError:
        return {}
    return {key: morsel.value for key, morsel in cookies.items()}
