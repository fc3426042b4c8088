"""What the daily records below need to know of cycles: who is in which, since when, and who has duties at all."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import DateField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.models import LedgerEntry
from creation_cycle.enums import CandidacyState as S
from creation_cycle.models import Candidacy, Cycle, SelfAssessment, Title
from units.models import Committee, Unit
from workspace.counters import Counter, Tally, tally
from workspace.enums import DutySubject
from workspace.periods import Span, Standing, cycle_span

CREATING = [
    S.CREATING, S.APPLIED, S.ASSESSING, S.MET, S.NOT_MET, S.NOMINATED, S.PUBLICISED, S.CONTESTED,
]  # fmt: skip
"""From 启动创建 on, while the candidacy is live."""


def units_with_duties() -> QuerySet[Unit]:
    """Units that create, and units whose title is in force; dissolved ones have nobody left."""
    creating = Candidacy.objects.filter(state__in=CREATING).values("unit")
    titled = Title.objects.in_force().values("unit")
    return Unit.objects.active().filter(Q(pk__in=creating) | Q(pk__in=titled))


def unit_standings(units: Collection[Unit], on: date) -> dict[int, Standing]:
    """The cycle of each unit's latest filing that covers the day; duties since it began to create."""
    keys = [unit.pk for unit in units]
    filed = Candidacy.objects.filed().filter(unit__in=keys).exclude(state=S.WITHDRAWN)
    candidacies = list(filed.select_related("cycle").order_by("pk"))
    cycles = {
        found.unit_id: cycle_span(found.cycle.filing_opens_on, found.cycle.closes_on)
        for found in candidacies
        if found.cycle.filing_opens_on <= on <= found.cycle.closes_on
    }
    since = _since(keys, candidacies)
    return {key: Standing(cycles.get(key), since.get(key)) for key in keys}


def _since(units: list[int], candidacies: list[Candidacy]) -> dict[int, date]:
    """The first 启动创建, or the day a title was put on record: before it the portal kept nobody's log."""
    filed = {candidacy.pk: candidacy.unit_id for candidacy in candidacies}
    titles = dict(Title.objects.in_force().filter(unit__in=units).order_by().values_list("pk", "unit"))
    begun = Q(record_type=Candidacy._meta.label_lower, record_id__in=filed, move="begin")
    given = Q(record_type=Title._meta.label_lower, record_id__in=titles, move="create")
    days = defaultdict(list)
    entries = LedgerEntry.objects.filter(begun | given).order_by()
    for move, record, at in entries.values_list("move", "record_id", "at"):
        days[filed[record] if move == "begin" else titles[record]].append(timezone.localdate(at))
    return {unit: min(found) for unit, found in days.items()}


def committee_standings(committees: Collection[Committee], on: date) -> dict[int, Standing]:
    """The cycle of the nearest organizer at or above each committee; duties since its first one."""
    found = {}
    cycles = list(Cycle.objects.select_related("committee").order_by("filing_opens_on", "pk"))
    for committee in committees:
        own = [cycle for cycle in cycles if committee.path.startswith(cycle.committee.path)]
        now = [cycle for cycle in own if cycle.filing_opens_on <= on <= cycle.closes_on]
        nearest = max(now, key=lambda cycle: len(cycle.committee.path), default=None)
        span = cycle_span(nearest.filing_opens_on, nearest.closes_on) if nearest else None
        found[committee.pk] = Standing(span, own[0].filing_opens_on if own else None)
    return found


def self_assessments(units: Collection[int], codes: Collection[str], spans: Collection[Span]) -> Tally:
    """Completed versions; one that was due in a half-year counts for it, however late it was completed."""
    day = Coalesce("due_on", TruncDate("completed_at"), output_field=DateField())
    rows = SelfAssessment.objects.completed().filter(candidacy__unit__in=units).annotate(counts_on=day)
    return tally(rows, subject="candidacy__unit", day="counts_on", spans=spans)


def self_assessments_asked(units: Collection[int], codes: Collection[str], spans: Collection[Span]) -> Tally:
    """Versions that wait to be completed, in every period by whose end they are due.

    A unit assesses itself while it creates: before 启动创建, and once it has applied, nothing is asked of it.
    """
    creating = Candidacy.objects.self_assessing().filter(unit__in=units)
    due = Coalesce("due_on", Value(clock.today()), output_field=DateField())
    rows = SelfAssessment.objects.open().filter(candidacy__in=creating).annotate(asked_by=due)
    return tally(rows, subject="candidacy__unit", spans=spans, within=lambda span: Q(asked_by__lte=span.last))


SELF_ASSESSMENTS = Counter(
    "self_assessments",
    "完成的自查自评",
    "次",
    frozenset({DutySubject.UNIT}),
    self_assessments,
    lambda unit, duty: reverse("creation_cycle:unit_self_assessment", args=[unit.pk]),
    asked=self_assessments_asked,
    idle="目前没有需要完成的自评，启动创建后每半年一次",
)
