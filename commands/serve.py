"""The command that opens the database in a browser."""

from getpass import getuser
from typing import Annotated

import typer

from attribution.errors import AttributionError
from commands.options import DEFAULT_DB, By, Database

HOST = "127.0.0.1"
SETTINGS = {"suggest_facets": False, "facet_time_limit_ms": 100, "default_page_size": 50, "sql_time_limit_ms": 5000}


def serve(
    db: Database = DEFAULT_DB,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8001,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the first page in your browser.")] = True,
    edit: Annotated[bool, typer.Option("--edit", help="Let whoever opens the address printed judge, too.")] = False,
    by: By = None,
) -> None:
    """Open the database in a browser: search, claims, speakers, articles; with --edit judge there, too. Ctrl-C stops it."""
    import socket

    import uvicorn
    from datasette.app import Datasette

    from db.open import open_database
    from explore.guard import start_session

    open_database(db).conn.close()
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()  # a browser that comes before the server is ready waits
    except OSError as error:
        raise AttributionError(f"port {port} is taken: choose another with --port, or --port 0 for a free one") from error
    datasette = Datasette([str(db)], settings=SETTINGS)
    session = start_session(datasette, by or getuser(), edit)
    address = f"http://{HOST}:{listening.getsockname()[1]}/" + (f"?token={session.token}" if session.token else "")
    typer.echo(f"{db}: {address}  (Ctrl-C stops it)")
    if session.token:
        typer.echo(f"Judging is on, as {session.by}: who has this address can change the database.")
    if browser:
        import webbrowser

        webbrowser.open(address)
    server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="warning", server_header=False))
    server.run(sockets=[listening])
