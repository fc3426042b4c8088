"""How far a year's rechecks have come, by region and by body: each table is one aggregate query."""

from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from core import clock
from creation_cycle.models import Recheck, RecheckYear
from creation_cycle.recheck_enums import RecheckState as S

COLUMNS = [S.DUE, S.REPORTED, S.REVIEWED, S.SAMPLED, S.PASSED, S.FAILED, S.EXEMPT]


@dataclass(frozen=True)
class Line:
    """One row of the table: how many rechecks stand in each state, how many of them are late or lack something."""

    name: str
    counts: list[int]
    total: int
    late: int
    settled: int


def by_region(plan: RecheckYear, user) -> list[Line]:
    return _lines(_own(plan, user), F("title__unit__region__name"))


def by_body(plan: RecheckYear, user) -> list[Line]:
    """The bodies that look first, those with overdue reviews before the others."""
    lines = _lines(_own(plan, user), F("reviewing_committee__name"))
    return sorted(lines, key=lambda line: (-line.late, line.name))


def _own(plan: RecheckYear, user) -> QuerySet[Recheck]:
    return Recheck.objects.visible_to(user).filter(plan=plan)


def _lines(rows: QuerySet[Recheck], name: F) -> list[Line]:
    today = clock.today()
    late = Q(state=S.DUE, report_by__lt=today) | Q(state=S.REPORTED, plan__review_by__lt=today)
    late |= Q(state__in=[S.REVIEWED, S.SAMPLED], plan__decide_by__lt=today)
    states = {f"in_{state}": Count("pk", filter=Q(state=state)) for state in COLUMNS}
    found = rows.order_by().values(name=name).annotate(
        **states, total=Count("pk"), late=Count("pk", filter=late),
        settled=Count("pk", filter=Q(state__in=S.settled())),
    )  # fmt: skip
    return [
        Line(
            row["name"] or "未填写",
            [row[f"in_{state}"] for state in COLUMNS],
            row["total"],
            row["late"],
            row["settled"],
        )
        for row in found.order_by("name")
    ]


def overall(lines: list[Line]) -> Line:
    """The sum of a table."""
    counts = [sum(column) for column in zip(*(line.counts for line in lines), strict=True)] or [0] * len(
        COLUMNS
    )
    return Line(
        "合计", counts, sum(line.total for line in lines), sum(line.late for line in lines),
        sum(line.settled for line in lines),
    )  # fmt: skip
