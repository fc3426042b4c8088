"""Versions of a unit's self-assessment: opened, completed, asked for every half year (S1 常态监督; domain.md §5.4)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from core import clock
from core.bulk_moves import consequence_for_all
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from core.text import chinese_date
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy, SelfAssessment, SelfAssessmentEntry, StandardItem
from creation_cycle.models.self_assessment_entry import RECORDS, TEXTS, weighted_total
from creation_cycle.queries.self_assessments import entries_of, measured, measured_all
from creation_cycle.rule_book import plain
from creation_cycle.services.messages import tell
from workspace.periods import Span, half_year_of

REMINDED = timedelta(days=14)
SHORT_START = timedelta(days=30)
"""Who begins so close to the end of a half-year is asked at the end of the next one."""
AFTER_FALLING_SHORT = "考核未达标，整改后更新"
COPIED = (*TEXTS, "points", "marks", "found", "measured")


@consequence("open_self_assessment")
def follow_move(candidacy: Candidacy, *, by, **_) -> None:
    """Creation begins with a first version; whoever fell short goes on with a copy of the one that was judged."""
    if candidacy.state == CandidacyState.NOT_MET:
        open_version(candidacy, note=AFTER_FALLING_SHORT)
    else:
        open_version(candidacy, note="启动创建", due_on=_first_due(clock.today()))


@consequence_for_all("open_self_assessment")
def follow_moves(candidacies: Sequence[Candidacy]) -> None:
    """The same for many: only 未达标 comes in sets. Their rows are locked; whoever has an open version keeps it."""
    keys = [candidacy.pk for candidacy in candidacies]
    have = set(SelfAssessment.objects.open().filter(candidacy__in=keys).values_list("candidacy", flat=True))
    waiting = [candidacy for candidacy in candidacies if candidacy.pk not in have]
    versions = SelfAssessment.objects.filter(candidacy__in=waiting).order_by("number")
    last = {version.candidacy_id: version for version in versions}
    _fill(
        SelfAssessment.objects.bulk_create(
            SelfAssessment(
                candidacy=candidacy,
                number=last[candidacy.pk].number + 1 if candidacy.pk in last else 1,
                note=AFTER_FALLING_SHORT,
            )
            for candidacy in waiting
        ),
        last,
    )


@transaction.atomic
def open_version(candidacy: Candidacy, *, note: str, due_on: date | None = None) -> SelfAssessment:
    """The open version; where there is none, a copy of the last one, so that nobody types anything twice.

    An open version without a deadline takes `due_on` over. Raises TransitionBlocked outside creation.
    """
    candidacy = lock_assessing(candidacy)
    if present := candidacy.self_assessments.open().first():
        if due_on and present.due_on is None:
            present.due_on, present.reminded_at = due_on, None
            present.save(update_fields=["due_on", "reminded_at"])
        return present
    last = candidacy.present_self_assessment
    version = SelfAssessment.objects.create(
        candidacy=candidacy, number=last.number + 1 if last else 1, note=note, due_on=due_on
    )
    _fill([version], {candidacy.pk: last} if last else {})
    return version


def _fill(versions: Sequence[SelfAssessment], last: Mapping[int, SelfAssessment]) -> None:
    """An entry for every item, with what the last version (by candidacy) says of it; system data are counted anew."""
    owners = {version.pk: key for key, version in last.items()}
    former = SelfAssessmentEntry.objects.filter(assessment__in=owners)
    before = {(owners[entry.assessment_id], entry.item_id): entry for entry in former}
    counted = measured_all([version.candidacy for version in versions])
    items: dict[int, list[StandardItem]] = {}
    for item in StandardItem.objects.filter(standard__in={v.candidacy.standard_id for v in versions}):
        items.setdefault(item.standard_id, []).append(item)
    entries = SelfAssessmentEntry.objects.bulk_create(
        (
            _entry(version, item, before.get((version.candidacy_id, item.pk)), counted[version.candidacy_id])
            for version in versions
            for item in items.get(version.candidacy.standard_id, ())
        ),
        batch_size=1000,
    )
    owners = {version.pk: version.candidacy_id for version in versions}
    old = {entry.pk: before.get((owners[entry.assessment_id], entry.item_id)) for entry in entries}
    for relation in RECORDS:
        _copy_records(relation, {entry.pk: key for key, entry in old.items() if entry})


def _entry(version, item, before: SelfAssessmentEntry | None, counted: Mapping) -> SelfAssessmentEntry:
    entry = SelfAssessmentEntry(assessment=version, item=item, **_texts(before))
    if item.pk in counted:
        entry.points, entry.measured = counted[item.pk]
    return entry


def _texts(entry: SelfAssessmentEntry | None) -> dict:
    return {name: getattr(entry, name) for name in COPIED} if entry else {}


def _copy_records(relation: str, keys: dict[int, int]) -> None:
    """The same records for the new entries, by the keys of the old ones; two statements for all of them."""
    through = getattr(SelfAssessmentEntry, relation).through
    target = SelfAssessmentEntry._meta.get_field(relation).m2m_reverse_field_name() + "_id"
    old = through.objects.filter(selfassessmententry__in=keys)
    through.objects.bulk_create(
        through(**{"selfassessmententry_id": keys[entry], target: record})
        for entry, record in old.values_list("selfassessmententry_id", target)
    )


def measure(version: SelfAssessment) -> None:
    """Fill in the items that the portal counts itself, as of today."""
    found = measured(version)
    entries = list(version.entries.filter(item__in=found))
    for entry in entries:
        entry.points, entry.measured = found[entry.item_id]
    SelfAssessmentEntry.objects.bulk_update(entries, ["points", "measured"])


@transaction.atomic
def complete(candidacy: Candidacy, *, by) -> SelfAssessment:
    """The captain puts their name to the open version; from now on it never changes, as its ledger entry proves.

    Raises PermissionDenied for whoever may only fill in, TransitionBlocked while an item is missing.
    """
    if not by.has_perm("creation_cycle.complete_selfassessment", candidacy):
        raise PermissionDenied("creation_cycle.complete_selfassessment")
    candidacy = lock_assessing(candidacy)
    version = candidacy.self_assessments.open().select_for_update().first()
    if version is None:
        raise TransitionBlocked([Finding(ok=False, text="本版自评已经完成")])
    measure(version)
    entries = entries_of(version)
    if missing := [entry.item.name for entry in entries if not entry.is_done]:
        text = f"还有 {len(missing)} 项未完成：{'、'.join(missing)}"
        raise TransitionBlocked([Finding(ok=False, text=text, who="号长")])
    version.completed_at, version.completed_by = clock.now(), by
    version.total = weighted_total(entries)
    version.save(update_fields=["completed_at", "completed_by", "total"])
    note = f"{candidacy}，第 {version.number} 版，合计 {plain(version.total)} 分"
    ledger.append(version, move="complete", label="完成自查自评", by=by, note=note)
    return version


def lock_assessing(candidacy: Candidacy) -> Candidacy:
    """The locked row, if its unit may write a self-assessment now; raises TransitionBlocked otherwise."""
    [candidacy] = Candidacy.objects.select_for_update(of=("self",)).filter(pk=candidacy.pk)
    if not candidacy.is_self_assessing:
        text = f"当前状态为“{candidacy.get_state_display()}”，自评不能再修改"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    return candidacy


def ask_by(day: date) -> int:
    """Open the half-year's version for every creating unit that has none yet; safe to run twice and at once."""
    half = half_year_of(day)
    waiting = Candidacy.objects.self_assessing().exclude(self_assessments__due_on__gte=half.last)
    return sum(_ask(key, half) for key in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _ask(key: int, half: Span) -> bool:
    """Under the lock, so that a second worker finds it done. A version that is overdue is finished first."""
    waiting = Candidacy.objects.self_assessing().select_for_update(of=("self",))
    candidacy = waiting.select_related("unit").filter(pk=key).first()
    if candidacy is None or candidacy.self_assessments.filter(due_on__gte=half.last).exists():
        return False
    version = open_version(candidacy, note=f"{half.label}自查自评", due_on=half.last)
    if version.due_on != half.last:
        return False
    _tell(candidacy, f"{half.label}自查自评请于{chinese_date(half.last)}前完成")
    return True


def remind(day: date) -> int:
    """One message a fortnight before the deadline of an open version; safe to run twice and at once."""
    due = SelfAssessment.objects.open().filter(
        reminded_at__isnull=True,
        due_on__range=(day, day + REMINDED),
        candidacy__in=Candidacy.objects.self_assessing(),
    )
    return sum(_remind(version) for version in due.select_related("candidacy__unit"))


@transaction.atomic
def _remind(version: SelfAssessment) -> bool:
    if not SelfAssessment.objects.filter(pk=version.pk, reminded_at=None).update(reminded_at=clock.now()):
        return False
    _tell(version.candidacy, f"自查自评还未完成，期限为{chinese_date(version.due_on)}")
    return True


def _tell(candidacy: Candidacy, text: str) -> None:
    page = reverse("creation_cycle:self_assessment", args=[candidacy.pk])
    tell(candidacy, title=f"{candidacy.unit}：{text}", url=page)


def _first_due(day: date) -> date:
    end = half_year_of(day).last
    return end if end - day >= SHORT_START else half_year_of(end + timedelta(days=1)).last
