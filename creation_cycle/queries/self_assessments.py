"""Reading self-assessments: their entries, what the portal counts for them, and what changed between versions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Model
from django.urls import reverse

from core import clock
from core.text import chinese_date
from creation_cycle.auto_sources import year_until
from creation_cycle.models import Candidacy, SelfAssessment, SelfAssessmentEntry, StandardItem
from creation_cycle.models.self_assessment_entry import weighted_total
from creation_cycle.queries.desk_notes import DeskNote
from creation_cycle.scoring import explain, score_item
from units.models import Unit
from workspace.evidence import Citation

NEAR = timedelta(days=45)


@dataclass(frozen=True)
class Progress:
    """How far a version is: items done, points so far and what they are measured against.

    `vetoes` names what the unit declares of 一票否决: one is enough, whatever the points (domain.md §4).
    """

    done: int
    items: int
    total: Decimal
    pass_line: Decimal
    full: Decimal
    vetoes: Sequence[str] = ()

    @property
    def reaches(self) -> bool:
        return self.total >= self.pass_line and not self.vetoes

    @property
    def is_done(self) -> bool:
        return self.done == self.items


def entries_of(version: SelfAssessment) -> list[SelfAssessmentEntry]:
    """All entries in the order of the standard, ready to be scored and shown; of an open version as of today."""
    return as_of_today(version, list(version.entries.for_scoring()))


def as_of_today(
    version: SelfAssessment, entries: Sequence[SelfAssessmentEntry]
) -> Sequence[SelfAssessmentEntry]:
    """Shows in an open version what the portal counts now; what was stored is as old as the last save."""
    found = measured(version) if version.is_open else {}
    for entry in entries:
        if entry.item_id in found:
            entry.points, entry.measured = found[entry.item_id]
    return entries


def citations(record: Model) -> list[Citation]:
    """Versions that refer to a record, for `workspace.evidence`; completed ones are judged."""
    if not hasattr(record, "self_assessment_entries"):
        return []
    entries = record.self_assessment_entries.order_by().values("assessment")
    versions = SelfAssessment.objects.filter(pk__in=entries)
    return [Citation("自查自评", str(version), not version.is_open) for version in versions]


def progress_of(candidacy: Candidacy, entries: Sequence[SelfAssessmentEntry]) -> Progress:
    return Progress(
        done=sum(entry.is_done for entry in entries),
        items=len(entries),
        total=weighted_total(entries),
        pass_line=candidacy.standard.pass_line,
        full=candidacy.standard.total,
        vetoes=declared_vetoes(entries),
    )


def declared_vetoes(entries: Iterable[SelfAssessmentEntry]) -> list[str]:
    """The names of the 一票否决 items that were answered with 有."""
    return [entry.item.name for entry in entries if entry.found]


def measured(version: SelfAssessment) -> Mapping[int, tuple[Decimal, str]]:
    """Points and arithmetic of every item of system data as of today, by the key of the item."""
    return measured_all([version.candidacy])[version.candidacy_id]


def measured_all(candidacies: Sequence[Candidacy]) -> Mapping[int, Mapping[int, tuple[Decimal, str]]]:
    """The same for many, by candidacy; one query for each item of their standards."""
    period = year_until(clock.today())
    found: dict[int, dict] = {candidacy.pk: {} for candidacy in candidacies}
    by_standard: dict[int, list[Candidacy]] = {}
    for candidacy in candidacies:
        by_standard.setdefault(candidacy.standard_id, []).append(candidacy)
    items = StandardItem.objects.filter(standard__in=by_standard, kind="auto")
    for item in items.for_scoring():
        mates = by_standard[item.standard_id]
        units = Unit.objects.filter(pk__in=[candidacy.unit_id for candidacy in mates])
        values = item.source.measure(units, *period)
        words = item.source.period(*period)
        for candidacy in mates:
            value = values[candidacy.unit_id]
            found[candidacy.pk][item.pk] = score_item(item.spec, value), explain(item.spec, value, words)
    return found


@dataclass(frozen=True)
class Change:
    """One item of which a version says something else than the one before it."""

    item: str
    before: Decimal | None
    after: Decimal | None
    texts: Sequence[str]


@dataclass(frozen=True)
class VersionLine:
    """A version with what changed since the one before; `changes` is empty for the first."""

    version: SelfAssessment
    changes: Sequence[Change]
    is_judged: bool
    vetoes: Sequence[str] = ()


WORDS = {
    "found": "否决情形", "marks": "细则次数", "evidence": "依据说明", "problem": "存在问题", "measure": "整改措施",
    "measure_due": "整改时限",
}  # fmt: skip


def history_of(candidacy: Candidacy) -> list[VersionLine]:
    """Every version, newest first, each compared with the one before it; a fixed number of queries."""
    versions = list(candidacy.self_assessments.select_related("completed_by").order_by("number"))
    entries: dict[int, dict[int, SelfAssessmentEntry]] = {version.pk: {} for version in versions}
    found = SelfAssessmentEntry.objects.filter(assessment__in=versions).select_related("item")
    for entry in found:
        entries[entry.assessment_id][entry.item_id] = entry
    lines, before = [], {}
    for version in versions:
        changes = changes_between(before, entries[version.pk]) if before else []
        is_judged = version.pk == candidacy.judged_self_assessment_id
        lines.append(VersionLine(version, changes, is_judged, declared_vetoes(entries[version.pk].values())))
        before = entries[version.pk]
    return lines[::-1]


def changes_between(
    before: Mapping[int, SelfAssessmentEntry], after: Mapping[int, SelfAssessmentEntry]
) -> list[Change]:
    """Items whose points or texts differ, in the order of the standard."""
    changes = []
    for key, entry in after.items():
        old = before.get(key)
        texts = [word for name, word in WORDS.items() if getattr(old, name, None) != getattr(entry, name)]
        if old is None or old.points != entry.points or texts:
            changes.append(Change(str(entry.item), old and old.points, entry.points, texts))
    return changes


def due_notes(units: Collection[Unit]) -> list[DeskNote]:
    """A line on the desk for every open version whose deadline comes near or is over; one query."""
    near = SelfAssessment.objects.open().filter(
        candidacy__unit__in=units,
        candidacy__in=Candidacy.objects.self_assessing(),
        due_on__lte=clock.today() + NEAR,
    )
    return [
        DeskNote(version.candidacy.unit_id, _due_words(version), "去填写", _page(version))
        for version in near.select_related("candidacy")
    ]


def _due_words(version: SelfAssessment) -> str:
    day = chinese_date(version.due_on)
    return f"{version}应于{day}前完成，已过期限" if version.is_overdue else f"{version}请于{day}前完成"


def _page(version: SelfAssessment) -> str:
    return reverse("creation_cycle:self_assessment", args=[version.candidacy_id])
