"""The databases on which benchmarks of the register run, and one way run on one of them in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from tests.servers import postgres

MODULE = [sys.executable, "-m", "benchmarks._volunteers"]


@contextmanager
def databases() -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder, and the URLs of an SQLite file and a throwaway PostgreSQL with the register's tables."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {"sqlite": f"sqlite:///{folder}/bench.sqlite3", "postgresql": stack.enter_context(postgres())}
        for url in urls.values():
            subprocess.run([*MODULE, "make_tables"], env=_environment(url, folder), check=True)
        yield folder, urls


def run(way: str, url: str, path: Path, folder: Path) -> dict:
    """Seconds, peak memory and rows; raises CalledProcessError when the way fails."""
    done = subprocess.run(
        [*MODULE, way, str(path)], env=_environment(url, folder), check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def runs(way: str, url: str, path: Path, folder: Path, times: int) -> dict:
    """The median of several runs; memory of the worst."""
    found = [run(way, url, path, folder) for _ in range(times)]
    return {
        "seconds": round(median(one["seconds"] for one in found), 2),
        "rss_mb": max(one["rss_mb"] for one in found),
        "idle_mb": min(one["idle_mb"] for one in found),
        "rows": found[0]["rows"],
    }


def _environment(url: str, folder: Path) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings_test", "PRIVATE_ROOT": str(folder / "private"),
    }  # fmt: skip
