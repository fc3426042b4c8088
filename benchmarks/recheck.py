"""`./go bench recheck`: the yearly recheck of 100,000 units with 2,000,000 members, on a throwaway PostgreSQL.

Three ways to ask the rules about everybody are measured in turns, and the median of each counts: ours (`RuleSet.lacks`,
one statement, with every finding in words), hand-written SQL for the same verdicts and nothing else (the limit, which
nobody can beat by much), and a loop that asks unit by unit (the peer), run for units spread over all of them and scaled
up (`peer.sample`). The verdicts of all three are compared. A second figure, `written`, is the whole of
`manage.py run_rechecks`: rechecks, ledger, findings and messages, with this process's memory after every chunk. The
last line is one JSON object; the exit code is 1 when a limit is missed.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.servers import postgres

UNITS, QUICK_UNITS, RUNS, SAMPLE = 100_000, 5_000, 5, 200
TIMES_SQL, TIMES_LOOP, MEMORY_MB = 1.5, 50, 10
BY_HAND = """
SELECT * FROM (
    SELECT u.id,
        coalesce(m.n, 0) < 6 AS min_members,
        m.n > 200 AS max_members,
        coalesce(m.young * 2 < m.n, true) AS youth_ratio,
        m.born IS NULL OR m.born <= %(captain)s AS captain_age,
        coalesce(m.chinese * 100 < m.n * 60, true) AS chinese_ratio,
        coalesce(m.principal, 0) = 0 AS principal_chinese,
        u.league_branch = '' AND m.league >= 3 AS league_organisation,
        coalesce(h.n, 0) < 1 AS youth_homes,
        u.unit_type_id IS NULL AS unit_type
    FROM units_unit u
    LEFT JOIN (
        SELECT unit_id, count(*) AS n, count(*) FILTER (WHERE birth_date > %(young)s) AS young,
            min(birth_date) FILTER (WHERE is_captain) AS born, count(*) FILTER (WHERE is_chinese) AS chinese,
            count(*) FILTER (WHERE is_principal AND is_chinese) AS principal,
            count(*) FILTER (WHERE political_status = 'league') AS league
        FROM units_member
        WHERE (joined_on IS NULL OR joined_on <= %(today)s) AND (left_on IS NULL OR left_on > %(today)s)
        GROUP BY unit_id
    ) m ON m.unit_id = u.id
    LEFT JOIN (
        SELECT unit_id, count(*) AS n FROM units_youthhomepairing WHERE ends_on IS NULL GROUP BY unit_id
    ) h ON h.unit_id = u.id
) verdict
WHERE min_members OR max_members OR youth_ratio OR captain_age OR chinese_ratio OR principal_chinese
    OR league_organisation OR youth_homes OR unit_type
"""
"""The same conditions, written for these thresholds alone: for each unit that lacks something, what."""


def in_turns(calls: dict[str, Callable]) -> dict[str, float]:
    """By name, the median in seconds; one of each that warms up goes before."""
    found: dict[str, list[float]] = {name: [] for name in calls}
    for run in range(RUNS + 1):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if run:
                found[name].append(time.perf_counter() - started)
    return {name: median(times) for name, times in found.items()}


def megabytes() -> float:
    """What this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def measure(units: int) -> dict:
    """Needs Django set up."""
    from django.core.management import call_command  # reads the settings that `main` has chosen
    from django.db import connection

    from core import clock
    from creation_cycle.models import RuleSet
    from creation_cycle.rule_terms import years_before
    from units.models import Unit

    call_command("migrate", verbosity=0)
    call_command("generate_scale", units=units)
    rules = RuleSet.objects.prefetch_related("settings").get(code="scale")
    today = clock.today()
    given = {"today": today, "young": years_before(today, 36), "captain": years_before(today, 41)}
    keys = list(Unit.objects.order_by("pk").values_list("pk", flat=True))
    sample = keys[:: max(1, len(keys) // SAMPLE)]

    def ours():
        return {
            (pk, finding.rule)
            for pk, findings in rules.lacks(Unit.objects.all(), today, "recheck")
            for finding in findings
        }

    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, given)
            names = [column.name for column in cursor.description]
            return {
                (pk, name)
                for pk, *verdicts in cursor.fetchall()
                for name, is_lacking in zip(names[1:], verdicts, strict=True)
                if is_lacking
            }

    def loop():
        return {
            (pk, finding.rule)
            for key in sample
            for pk, findings in rules.evaluate(Unit.objects.filter(pk=key), today, "recheck")
            for finding in findings
            if not finding.ok
        }

    verdicts = ours()
    if verdicts != by_hand():
        raise AssertionError("the two statements answer differently")
    if {verdict for verdict in verdicts if verdict[0] in set(sample)} != loop():
        raise AssertionError("the loop answers differently")
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")  # for all: compiling takes longer than some of these statements
    found = in_turns({"ours": ours, "sql": by_hand, "loop": loop})
    looped = found["loop"] * units / len(sample)
    return {
        "n": units,
        "verdicts": len(verdicts),
        "ours": {"seconds": found["ours"], "rss_mb": megabytes()},
        "peer": {
            "what": "a loop over units, scaled up",
            "seconds": looped,
            "sample": len(sample),
            "sample_seconds": found["loop"],
        },
        "limit": {"what": "hand-written SQL for the same verdicts", "seconds": found["sql"]},
        "faster_than_peer": looped / found["ours"],
        "times_the_limit": found["ours"] / found["sql"],
        "written": run_all(today.year, len(verdicts)),
    }


def run_all(year: int, verdicts: int) -> dict:
    """The whole opening in this process; its memory is looked at after each chunk, whose first tenth warms up."""
    from core.services import jobs  # likewise
    from creation_cycle.models import Recheck, RecheckFinding, Title
    from creation_cycle.services import recheck_opening as opening

    jobs._registered(opening.KIND)  # a worker has its kinds loaded
    started, held, total = time.perf_counter(), [], Title.objects.count()
    job = opening.start(year, plans=opening.years_of(year), by=None)
    step = opening.open_chunk

    def watched(running) -> bool:
        more = step(running)
        held.append(megabytes())
        return more

    opening.open_chunk = watched
    try:
        jobs.run(job.pk)
    finally:
        opening.open_chunk = step
    seconds = time.perf_counter() - started
    rows = Recheck.objects.count(), RecheckFinding.objects.count()
    if rows != (total, verdicts):
        raise AssertionError(f"{rows} rechecks and findings for {total} titles and {verdicts} verdicts")
    return {
        "seconds": seconds,
        "rechecks": rows[0],
        "findings": rows[1],
        "rss_mb": max(held),
        "rss_growth_mb": held[-1] - held[len(held) // 10],
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="./go bench recheck")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_UNITS} units instead of {UNITS}")
    units = QUICK_UNITS if parser.parse_args().quick else UNITS
    with postgres() as url:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "config.settings_demo", "DATABASE_URL": url}
        import django  # reads the environment
        from django.conf import settings
        from environ import Env

        settings.DATABASES = {"default": Env.db_url_config(url)}
        django.setup()
        found = measure(units)
    limits = {
        f"times_the_limit {found['times_the_limit']:.2f} > {TIMES_SQL}": found["times_the_limit"] > TIMES_SQL,
        f"faster_than_peer {found['faster_than_peer']:.0f} < {TIMES_LOOP}": found["faster_than_peer"]
        < TIMES_LOOP,
        f"rss_growth_mb > {MEMORY_MB}": found["written"]["rss_growth_mb"] > MEMORY_MB,
    }
    missed = [limit for limit, is_missed in limits.items() if is_missed]
    print(json.dumps({"name": "recheck", **found, "missed": missed}))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
