# Tests for the command that serves the pages: it starts, answers, refuses what it should, and stops.
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import app
from tests.explored import ROOT, hostile

COMMAND = [sys.executable, "-m", "cli", "serve", "--port", "0", "--no-open"]


@pytest.fixture(params=[[], ["--edit", "--by", "Ada"]], ids=["reading", "editing"])
def served(request: pytest.FixtureRequest) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and the address that it prints."""
    command = [*COMMAND, "--db", str(hostile()), *request.param]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout
    line = server.stdout.readline()
    yield server, line.split(": ", 1)[1].split("  (", 1)[0]
    server.kill()
    server.communicate()


def fetched(address: str, **headers: str) -> str:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        return str(answer.read().decode())


def test_it_serves_this_machine_and_stops(served: tuple[subprocess.Popen[str], str]) -> None:
    server, address = served
    assert address.startswith("http://127.0.0.1:")
    assert "Who said what" in fetched(address.partition("?")[0])
    with pytest.raises(urllib.error.HTTPError, match="403"):
        fetched(address.partition("?")[0], Host="evil.example")
    server.send_signal(signal.SIGINT)
    _, said = server.communicate(timeout=30)
    assert "Traceback" not in said
    assert server.returncode in (0, 130, -signal.SIGINT)


def test_the_token_is_printed_only_for_judging(served: tuple[subprocess.Popen[str], str]) -> None:
    server, address = served
    assert ("?token=" in address) == ("--edit" in server.args)  # type: ignore[operator]


def test_a_port_that_is_taken_is_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", "--db", str(hostile()), "--port", str(port), "--no-open"])
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [f"attrib: port {port} is taken: choose another with --port, or --port 0 for a free one"]


def test_a_database_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["serve", "--db", str(tmp_path / "none.db"), "--no-open"])
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "there is no database" in result.stderr
