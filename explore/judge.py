"""Take judgements from the pages' forms: each is written down with who and when, and holds at once."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from datasette.utils.asgi import Request, Response
from sqlite_utils import Database

from attribution.errors import AttributionError
from attribution.models import SpeakerKind
from db import judge_claims, judge_statements, judge_status, judgements
from explore.find_database import write
from explore.guard import editor_of
from explore.render import render

if TYPE_CHECKING:
    from datasette.app import Datasette

Form = Mapping[str, str]
LONGEST = 2000  # characters of a field


def _kind(form: Form) -> SpeakerKind | None:
    kinds: dict[str, SpeakerKind] = {
        "person": "person",
        "organization": "organization",
        "group": "group",
        "unnamed": "unnamed",
        "document": "document",
    }
    return kinds.get(form.get("kind", ""))


def _statement(decision: judge_statements.Verdict) -> Callable[[Database, Form, str], str]:
    def decide(db: Database, form: Form, by: str) -> str:
        value = form.get("value", "")
        number = judge_statements.decide(db, decision, form["statement"], by, value, _kind(form))
        return str(judge_statements.history(db, number)[0])

    return decide


def _claims(decision: str) -> Callable[[Database, Form, str], str]:
    def decide(db: Database, form: Form, by: str) -> str:
        number = judge_claims.decide(db, decision, form["statement"], form["other"].strip(), by)
        return str(judge_claims.history(db, number)[0])

    return decide


def _merge(db: Database, form: Form, by: str) -> str:
    number = judgements.merge(db, form["speaker"], form["other"].strip(), by)
    return str(judgements.history(db, number)[0])


def _status(db: Database, form: Form, by: str) -> str:
    status: Any = form["status"]
    return str(judge_status.set_status(db, form["claim"], status, by, form.get("note"), form.get("evidence")))


def _undo(db: Database, form: Form, by: str) -> str:
    number, about = int(form["number"]), form["about"]
    undo: dict[str, Callable[[Database, int, str], object]] = {
        "statement": judge_statements.undo,
        "claim": judge_claims.undo,
        "speaker": judgements.undo,
        "status": judge_status.undo,
    }
    return str(undo[about](db, number, by))


JUDGED: dict[str, Callable[[Database, Form, str], str]] = {
    "accept": _statement("accept"),
    "reject": _statement("reject"),
    "speaker": _statement("speaker"),
    "role": _statement("role"),
    "same": _claims("same"),
    "different": _claims("different"),
    "merge": _merge,
    "status": _status,
    "undo": _undo,
}


async def judge(datasette: "Datasette", request: Request) -> Response:
    """Write down what the form says and go back to the page it came from, which says so; 403 for who may not judge."""
    by = editor_of(datasette, request.scope)
    if request.method != "POST" or not by:
        why = "To judge, start attrib serve with --edit and open the address that it prints."
        return await render(datasette, request, "missing", "You may read, not judge", status=403, message=why)
    form = {name: str(value)[:LONGEST] for name, value in (await request.post_vars()).items()}
    try:
        decide = JUDGED[form["what"]]
        said = await write(datasette, lambda db: decide(db, form, by))
    except (KeyError, ValueError) as error:
        said, failed = f"This form is not complete: {error}", True
    except AttributionError as error:
        said, failed = str(error), True
    else:
        said, failed = f"Written down: {said.partition('  ')[2]}", False
    datasette.add_message(request, said, datasette.ERROR if failed else datasette.INFO)
    return Response.redirect(_back(form.get("then", "")), status=303)


def _back(path: str) -> str:
    """Where to go on: a page of this site, whatever the form says."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if inside else "/"
