"""Throwaway PostgreSQL and Redis: own directory, own port, gone at the end. Standard library only.

`python -m tests.servers COMMAND…` runs a command with DATABASE_URL and TEST_REDIS_URL pointing at them.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.processes import dies_with_parent, stop

SPEED_OVER_SAFETY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100")


def postgres_bin() -> Path | None:
    """The directory of PostgreSQL's server programs, the newest one where Debian keeps several."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin")
    return max(installed, key=lambda path: float(path.parent.name), default=None)


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL started for this block; its only database is empty."""
    programs, owner, port = postgres_bin(), _unprivileged(), free_port()
    with _directory(owner) as directory:
        data = directory / "data"
        initdb = [programs / "initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(
            [*initdb, "--locale=C.UTF-8"], check=True, stdout=subprocess.DEVNULL, cwd=directory, **owner
        )
        options = ["-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", directory]
        tuning = [word for setting in SPEED_OVER_SAFETY for word in ("-c", setting)]
        command = [programs / "postgres", *options, *tuning]
        accepts = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        with _server(command, directory, lambda: subprocess.run(accepts, check=False).returncode == 0, owner):
            yield f"postgres://portal@127.0.0.1:{port}/postgres"


@contextmanager
def redis() -> Iterator[str]:
    """The URL of an empty Redis started for this block; it writes nothing to disk."""
    owner, port = _unprivileged(), free_port()
    with _directory(owner) as directory:
        command = [
            "redis-server",
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            directory,
        ]
        with _server(command, directory, lambda: _redis_answers(port), owner):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _server(command: list, directory: Path, ready: Callable[[], bool], owner: dict) -> Iterator[None]:
    """Run a server in a group of its own, so that Ctrl-C reaches the tests before it reaches the server."""
    log = directory / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=directory,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=dies_with_parent(signal.SIGINT),
            **owner,
        )
    try:
        _wait(process, ready, log)
        yield
    finally:
        stop(process, signal.SIGINT)  # PostgreSQL's fast shutdown: it does not wait for clients


def _wait(process: subprocess.Popen, ready: Callable[[], bool], log: Path, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{process.args[0]} did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.05)


def _redis_answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False


def _unprivileged() -> dict:
    """PostgreSQL refuses to run as root: keywords for `subprocess` that become somebody harmless."""
    if os.geteuid() != 0:
        return {}
    known = {account.pw_name: account for account in pwd.getpwall()}
    account = known.get("postgres") or known["nobody"]
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


@contextmanager
def _directory(owner: dict) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="portal-", ignore_cleanup_errors=True) as name:
        if owner:
            os.chown(name, owner["user"], owner["group"])
        yield Path(name)


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda signum, _frame: sys.exit(128 + signum))
    with postgres() as database_url, redis() as redis_url:
        environment = {**os.environ, "DATABASE_URL": database_url, "TEST_REDIS_URL": redis_url}
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
