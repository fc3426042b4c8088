"""`./go test`: every check in order. A failure does not stop the later ones, but the run fails."""

import argparse
import base64
import os
import secrets
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy import browser, packages, virtualenv
from deploy.fonts import with_chinese_fonts
from deploy.paths import ROOT
from deploy.processes import stop
from tests import servers

NOTHING_COLLECTED = 5  # pytest's exit code
SPREAD = ("-n", "auto", "--dist", "worksteal")
"""One pytest process and one database for each core; browsers and Redis are shared and stay with one process."""


@dataclass(frozen=True)
class Outcome:
    """How one stage ended; `closing` is pytest's own last line, with its counts."""

    name: str
    code: int
    seconds: float
    closing: str = ""


class Runner:
    """Runs stages with the environment's Python and remembers how they ended."""

    def __init__(self, python: Path):
        self.python = python
        self.outcomes: list[Outcome] = []
        test = {"DJANGO_SETTINGS_MODULE": "config.settings_test", "PYTHONUNBUFFERED": "1"}
        self.environment = with_chinese_fonts({**os.environ, **test}, python)

    def check(self, name: str, *words: str | Path, env: Mapping[str, str] | None = None) -> int:
        """Run one stage with the environment's Python; returns its exit code."""
        return self._stage(name, [self.python, *words], env or {})

    def program(self, name: str, program: str, *words: str | Path) -> int:
        """Run one stage whose program stands beside the environment's Python, compiled or not."""
        return self._stage(name, [self.python.parent / program, *words], {})

    def pytest(self, name: str, *words: str, env: Mapping[str, str] | None = None) -> int:
        return self.check(f"pytest {name}", "-m", "pytest", "-rfEs", *words, env=env)

    def _stage(self, name: str, command: list[str | Path], env: Mapping[str, str]) -> int:
        print(f"\n==> {name}", flush=True)
        started = time.monotonic()
        code, last = _pass_through(list(map(str, command)), {**self.environment, **env})
        closing = last if "pytest" in command else ""
        self.outcomes.append(Outcome(name, code, time.monotonic() - started, closing))
        return code

    def summary(self) -> int:
        """Print how everything ended, pytest's closing lines last; returns the exit code of the run."""
        print("\n==> Summary")
        for outcome in self.outcomes:
            verdict = "FAILED" if outcome.code else "ok"
            print(f"{verdict:7}{outcome.name:40}{outcome.seconds:7.1f} s")
        for outcome in self.outcomes:
            if outcome.closing:
                print(f"{outcome.name}: {outcome.closing}")
        return int(any(outcome.code for outcome in self.outcomes))


def _pass_through(command: list[str], environment: Mapping[str, str]) -> tuple[int, str]:
    """Exit code and last line. In a group of its own: an interrupted pytest may still tidy up."""
    last = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            for line in process.stdout:
                print(line, end="", flush=True)
                last = line.strip() or last
            process.wait()
        except BaseException:
            stop(process, signal.SIGINT)
            raise
    return process.returncode, last


def run(arguments: list[str]) -> int:
    packages.ensure(packages.TESTING)
    runner = Runner(virtualenv.ensure("requirements-dev.txt"))
    _ensure_browser(runner.python)
    if arguments:
        _chosen_tests(runner, arguments)
    else:
        _static_checks(runner)
        _all_tests(runner)
    return runner.summary()


def _ensure_browser(python: Path) -> None:
    """Where the distribution has no Chromium package (Ubuntu), Playwright brings its own."""
    if browser.executable() is None:
        subprocess.run([python, "-m", "playwright", "install", "--with-deps", "chromium"], check=False)


def _static_checks(runner: Runner) -> None:
    templates = sorted(path.relative_to(ROOT) for path in ROOT.glob("**/templates/**/*.html"))
    templates = [path for path in templates if not path.parts[0].startswith((".", "var"))]
    runner.check("ruff check", "-m", "ruff", "check", ".")
    runner.check("ruff format", "-m", "ruff", "format", "--check", "--output-format", "concise", ".")
    runner.program("import-linter", "lint-imports", "--no-logo", "--no-cache")
    runner.check("migrations", "manage.py", "makemigrations", "--check", "--dry-run")
    if templates:
        runner.program("template format", "djade", "--check", "--target-version", "5.2", *templates)
    runner.check(
        "deployment settings", "manage.py", "check", "--deploy", "--fail-level", "WARNING", env=_production()
    )


def _all_tests(runner: Runner) -> None:
    everything_else = "not redis and not browser"
    runner.pytest("on SQLite", *SPREAD, "-m", f"{everything_else} and not postgres")
    with servers.postgres() as url:
        runner.pytest(
            "on PostgreSQL", *SPREAD, "-m", f"{everything_else} and not sqlite", env={"DATABASE_URL": url}
        )
    runner.pytest("with Redis", "-m", "redis")
    runner.pytest("in Chromium", "-m", "browser")


def _chosen_tests(runner: Runner, arguments: list[str]) -> None:
    """Each chosen test once, those marked postgres on PostgreSQL: one half may be empty, not both."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("-m", dest="markers", default="")
    options, words = parser.parse_known_args(arguments)
    chosen = f"({options.markers}) and " if options.markers else ""
    runner.pytest("on SQLite", *words, "-m", f"{chosen}not postgres")
    with servers.postgres() as url:
        runner.pytest("on PostgreSQL", *words, "-m", f"{chosen}postgres", env={"DATABASE_URL": url})
    found_some = [outcome for outcome in runner.outcomes if outcome.code != NOTHING_COLLECTED]
    runner.outcomes[:] = found_some or runner.outcomes


def _production() -> dict[str, str]:
    """What `.env` would say in production, with keys that are thrown away."""
    key, other_key = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
    return {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "FIELD_ENCRYPTION_KEY": key,
        "BLIND_INDEX_KEY": other_key,
        "ALLOWED_HOSTS": "portal.example.org",
        "SITE_URL": "https://portal.example.org",
        "DATABASE_URL": "postgres://portal@localhost/portal",
        "REDIS_URL": "redis://localhost:6379/0",
        "STATIC_ROOT": tempfile.gettempdir(),
    }
