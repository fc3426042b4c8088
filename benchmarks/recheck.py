"""`./go bench recheck`: the yearly recheck of 100,000 units with 2,000,000 members, on a throwaway PostgreSQL.

Three ways to ask the rules about everybody are measured in turns, and the fastest run of each counts: ours
(`RuleSet.lacks`, one statement), the same by hand-written SQL, which nobody can beat by much, and a loop that asks unit
by unit, run on a sample and scaled up (the JSON says so). A second figure is the whole of `manage.py run_rechecks`:
rechecks, ledger, findings and messages, with the growth of the process's memory from the first chunks to the last.
The last line is one JSON object; the exit code is 1 when a limit is missed.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable

from tests.servers import postgres

UNITS, QUICK_UNITS, RUNS, SAMPLE = 100_000, 3_000, 3, 200
TIMES_SQL, TIMES_LOOP, MEMORY_MB = 1.5, 50, 40
BY_HAND = """
SELECT u.id, m.n, m.young, m.born, m.chinese, m.principal, m.league, coalesce(h.n, 0)
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
WHERE coalesce(m.n, 0) < 6 OR m.n > 200 OR m.young * 2 < m.n OR m.born IS NULL OR m.born <= %(captain)s
    OR m.chinese * 100 < m.n * 60 OR m.principal = 0 OR (u.league_branch = '' AND m.league >= 3)
    OR coalesce(h.n, 0) < 1 OR u.unit_type_id IS NULL
"""
"""The same conditions, written for these thresholds alone."""


def fastest(calls: dict[str, Callable]) -> dict[str, float]:
    found = dict.fromkeys(calls, float("inf"))
    for _ in range(RUNS):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            found[name] = min(found[name], time.perf_counter() - started)
    return found


def megabytes() -> float:
    """The most that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    sample = list(Unit.objects.order_by("pk").values_list("pk", flat=True)[: min(SAMPLE, units)])

    def ours():
        return {pk for pk, _ in rules.lacks(Unit.objects.all(), today, "recheck")}

    def by_hand():
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND, given)
            return {row[0] for row in cursor.fetchall()}

    def loop():
        for pk in sample:
            list(rules.evaluate(Unit.objects.filter(pk=pk), today, "recheck"))

    if ours() != by_hand():
        raise AssertionError("the two statements answer differently")
    with connection.cursor() as cursor:
        cursor.execute("SET jit = off")  # for both: compiling takes longer than some of these statements
    evaluation = fastest({"ours": ours, "sql": by_hand})
    looped = fastest({"loop": loop})["loop"] * units / len(sample)
    return {
        "units": units,
        "evaluation_seconds": evaluation["ours"],
        "sql_seconds": evaluation["sql"],
        "times_sql": evaluation["ours"] / evaluation["sql"],
        "loop_seconds_scaled": looped,
        "loop_sample": len(sample),
        "loop_over_ours": looped / evaluation["ours"],
        **run_all(today.year),
    }


def run_all(year: int) -> dict:
    """The whole opening in this process, with the memory after a tenth of it and at its end."""
    from core.services import jobs  # likewise
    from creation_cycle.models import Recheck, RecheckFinding, Title
    from creation_cycle.services import recheck_opening as opening

    started, early, total = time.perf_counter(), 0.0, Title.objects.count()
    job = opening.start(year, plans=opening.years_of(year), by=None)
    step = opening.open_chunk

    def watched(running) -> bool:
        nonlocal early
        more = step(running)
        if not early and running.done * 10 >= total:
            early = megabytes()
        return more

    opening.open_chunk = watched
    try:
        jobs.run(job.pk)
    finally:
        opening.open_chunk = step
    seconds = time.perf_counter() - started
    if Recheck.objects.count() != total:
        raise AssertionError(f"{Recheck.objects.count()} rechecks for {total} titles")
    return {
        "written_seconds": seconds,
        "rechecks": total,
        "findings": RecheckFinding.objects.count(),
        "memory_mb": megabytes(),
        "memory_growth_mb": megabytes() - early,
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
    missed = [
        name
        for name, is_missed in (
            ("times_sql", found["times_sql"] > TIMES_SQL),
            ("loop", found["loop_over_ours"] < TIMES_LOOP),
            ("memory", found["memory_growth_mb"] > MEMORY_MB),
        )
        if is_missed
    ]
    print(json.dumps({"name": "recheck", **found, "missed": missed}))
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
