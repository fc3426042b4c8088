"""`./go COMMAND`: finds the command and hands the remaining words over."""

import signal
import sys

from deploy import benchmark, checks, demo

USAGE = """\
./go demo [--port N] [--fresh]   the portal with demo data on 127.0.0.1 (8000 unless told), Ctrl-C ends it
./go test [PYTEST ARGUMENTS]     every check and test; with arguments only pytest, on SQLite and PostgreSQL
./go bench NAME [--quick]        one benchmark; its last line is one JSON object
./go help                        this text

PORTAL_VENV=DIR keeps the virtual environment somewhere else than in .venv"""

COMMANDS = {"demo": demo.run, "test": checks.run, "bench": benchmark.run}


def end(signum: int, _frame) -> None:
    """Leave through every `finally`, so that servers and workers stop too."""
    sys.exit(128 + signum)


def main(words: list[str]) -> int:
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, end)
    name, *arguments = words or ["help"]
    if name in COMMANDS:
        return COMMANDS[name](arguments)
    print(USAGE)
    return 0 if name in ("help", "-h", "--help") else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
