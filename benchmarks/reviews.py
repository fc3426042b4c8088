"""`./go bench reviews`: a round of 3,000 units × 5 reviewers × 30 items, and what its pages and its closing take.

On a throwaway PostgreSQL. Beside our own time stand three others: that of one plain SQL aggregate over the same rows,
which nobody can beat by much; that of the same page of a round which fits on it, so that signing in, the page's fixed
number of queries and its rendering are known; and that of the loop over units that one would write first. All of them
are measured in turns and the fastest run counts, because whatever else the machine does only ever adds. The last line
is one JSON object; the exit code is 1 when a limit is missed. What is measured and why: docs/development.md.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

from tests.servers import postgres

UNITS, QUICK_UNITS, RUNS = 3000, 300, 15
FEW = 50
"""Units on one page."""
SAMPLE = 100
"""The loops over units are run for so many of them, and the time is scaled up."""
TIMES_AGGREGATE = 3
"""By so many aggregates a page of a large round may be slower than that of a round which fits on it.

One for the sums themselves, one for the units in their order (which is the order of equals), and one for the way of
3,000 rows into Python, where they are rounded half up and weighted exactly as on every other page.
"""
TIMES_WRITES = 15
"""Closing may take so many times as long as PostgreSQL takes to write as much without any rule, beside one aggregate
over the scores. Rows that pass through Python one by one cost about ten times as much as rows that never leave the
database, and each of these has its guards asked, its row's digest taken and its ledger's chain continued by a hash.
"""
MOST_QUERIES = 40


@dataclass(frozen=True)
class Line:
    """One thing measured, in seconds; `floor` is what it would take without the units, `limit` what it may take."""

    name: str
    ours: float
    floor: float
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
            f"{self.name:12} ours {self.ours:6.3f} s   aggregate {self.aggregate:6.3f} s   floor {self.floor:6.3f} s   "
            f"{(self.ours - self.floor) / self.aggregate:5.1f} × aggregate above the floor   loop {self.loop:7.3f} s "
            f"({self.loop / self.ours:.0f} × ours)   {self.queries} queries   limit {self.limit:.3f} s   {verdict}"
        )


def in_turns(calls: dict[str, Callable], runs: int = RUNS) -> dict[str, float]:
    """By name, the fastest of several runs in seconds; one of each that warms up goes before."""
    for call in calls.values():
        call()
    found = dict.fromkeys(calls, float("inf"))
    for _ in range(runs):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            found[name] = min(found[name], time.perf_counter() - started)
    return found


def measure(units: int) -> list[Line]:
    """Needs Django set up."""
    from django.core.management import call_command  # reads the settings that `main` has chosen

    from benchmarks._rounds import BigRound  # likewise

    call_command("migrate", verbosity=0)
    small = BigRound(FEW)
    started = time.perf_counter()
    big = BigRound(units, beside=small)
    print(
        f"{units} units, {units * 5} sheets, {units * 150} scores made in {time.perf_counter() - started:.0f} s"
    )
    loops = {"dashboard": big.panels_in_a_loop}
    lines = []
    for name in ("dashboard", "ranking", "result page"):
        loop = loops.get(name, big.results_in_a_loop)
        lines.append(page_line(name, small, big, loop))
        print(lines[-1], flush=True)
    lines.append(closing_line(big))
    print(lines[-1], flush=True)
    return lines


def page_line(name: str, small, big, loop: Callable) -> Line:
    found = in_turns(
        {
            "ours": lambda: big.page(name),
            "floor": lambda: small.page(name),
            "aggregate": big.sums_of_sheets,
        }
    )
    print(f"{name}: its template alone {min(big.rendering(name) for _ in range(RUNS)):.3f} s")
    sample = min(SAMPLE, len(big.candidacies))
    return Line(
        name,
        **found,
        loop=in_turns({"loop": lambda: loop(sample)}, runs=1)["loop"] * len(big.candidacies) / sample,
        queries=big.queries(name),
        limit=TIMES_AGGREGATE * found["aggregate"] + found["floor"],
    )


def closing_line(big) -> Line:
    """The floor is what the database alone would take."""
    ours, queries = big.closing()
    aggregate = in_turns({"aggregate": big.sums_of_scores})["aggregate"]
    floor = aggregate + big.plain_writes()
    sample = min(SAMPLE, len(big.candidacies))
    loop = big.closing_in_a_loop(sample) * len(big.candidacies) / sample
    return Line("closing", ours, floor, aggregate, loop, queries, limit=TIMES_WRITES * floor)


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
