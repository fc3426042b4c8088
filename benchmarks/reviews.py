"""`./go bench reviews`: a round of 3,000 units × 5 reviewers × 30 items, and what its pages and its closing take.

On a throwaway PostgreSQL. Beside our own time stand two others: that of one plain SQL aggregate over the same rows,
which nobody can beat by much, and that of the loop over units that one would write first. The last line is one JSON
object; the exit code is 1 when a limit is missed. What is measured and why: docs/development.md.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median

from tests.servers import postgres

UNITS, QUICK_UNITS, RUNS = 3000, 300, 5
SAMPLE = 100
"""The loops over units are run for so many of them, and the time is scaled up."""
TIMES_AGGREGATE = 3
"""So many times the aggregate a page may take, on top of its own rendering and of a page without data."""
CLOSING_TIMES_AGGREGATE = 60
"""Closing writes 18,000 rows and as many entries of the ledger, hashes of their chains included."""
MOST_QUERIES = 40


@dataclass(frozen=True)
class Line:
    """One thing measured, in seconds; `limit` is what it may take."""

    name: str
    ours: float
    aggregate: float
    loop: float
    queries: int
    limit: float

    @property
    def is_missed(self) -> bool:
        return self.ours > self.limit or (self.name != "closing" and self.queries > MOST_QUERIES)

    def __str__(self) -> str:
        verdict = "MISSED" if self.is_missed else "ok"
        return (
            f"{self.name:12} ours {self.ours:7.3f} s   aggregate {self.aggregate:7.3f} s   loop {self.loop:7.3f} s   "
            f"{self.ours / self.aggregate:6.1f} × aggregate   {self.loop / self.ours:6.1f} × faster than the loop   "
            f"{self.queries} queries   limit {self.limit:.3f} s   {verdict}"
        )


def timed(call: Callable, runs: int = RUNS) -> float:
    """The median of several runs, after one that warms up."""
    call()
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return median(found)


def measure(units: int) -> list[Line]:
    """Needs Django set up."""
    from django.core.management import call_command  # reads the settings that `main` has chosen

    from benchmarks._rounds import BigRound  # likewise

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    big = BigRound(units)
    print(
        f"{units} units, {units * 5} sheets, {units * 150} scores made in {time.perf_counter() - started:.0f} s"
    )
    scale = units / min(SAMPLE, units)
    over_sheets, over_scores = timed(big.sums_of_sheets), timed(big.sums_of_scores)
    frame = timed(lambda: big.page("frame"))
    print(f"one aggregate over the sheets {over_sheets:.3f} s, over the scores {over_scores:.3f} s")
    print(f"a page without data, sign-in and navigation alone {frame:.3f} s")
    pages = {
        "dashboard": (over_sheets, big.panels_in_a_loop),
        "ranking": (over_sheets, big.results_in_a_loop),
    }
    pages["result page"] = (over_sheets, big.results_in_a_loop)
    lines = []
    for name, (aggregate, loop) in pages.items():
        ours, queries = timed(lambda name=name: big.page(name)), big.queries(name)
        naive = timed(lambda loop=loop: loop(SAMPLE), runs=1) * scale
        limit = TIMES_AGGREGATE * aggregate + big.rendering(name, RUNS) + frame
        lines.append(Line(name, ours, aggregate, naive, queries, limit))
        print(lines[-1], flush=True)
    closing, queries = big.closing()
    limit = CLOSING_TIMES_AGGREGATE * over_scores
    lines.append(Line("closing", closing, over_scores, big.closing_in_a_loop(SAMPLE) * scale, queries, limit))
    print(lines[-1], flush=True)
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(prog="./go bench reviews")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_UNITS} units instead of {UNITS}")
    units = QUICK_UNITS if parser.parse_args().quick else UNITS
    with postgres() as url:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings_demo", "DATABASE_URL": url}
        import django  # reads the environment
        from django.conf import settings
        from environ import Env

        settings.DATABASES = {"default": Env.db_url_config(url)}
        django.setup()
        lines = measure(units)
    print(json.dumps({"name": "reviews", "units": units, "lines": [asdict(line) for line in lines]}))
    return int(any(line.is_missed for line in lines))


if __name__ == "__main__":
    sys.exit(main())
