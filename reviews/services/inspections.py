"""明察暗访: planning one, keeping what is seen, and what follows from it."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from core.text import chinese_date, one_line_end
from creation_cycle.models import NumberSeries, Standard
from reviews.enums import Look
from reviews.models import Inspection, InspectionItem, InspectionPhoto, Rectification
from reviews.services import rectifications
from reviews.services.photos import keep_pictures
from units.enums import OfficeRole
from units.models import Office
from units.queries.conflicts import conflicts_of, ties_of
from workspace.media.cleaned import CleanMedia

POINTS = Path(__file__).parent.parent / "data" / "inspection_points.toml"
PROBLEM_NEEDS_WORDS = "选择“存在问题”的，请写明看到了什么。"
WORDS_NEED_LOOK = "请先选择情况，再填写说明。"


@dataclass(frozen=True)
class SavedLook:
    version: int
    saved_at: datetime | None


@dataclass(frozen=True)
class OtherLook:
    """Another device saved something else meanwhile: that stays, nothing was written."""

    look: str
    remark: str
    version: int
    saved_at: datetime | None


@cache
def usual_points() -> list[dict]:
    return tomllib.loads(POINTS.read_text(encoding="utf-8"))["point"]


def points_of(standard: Standard | None) -> list[dict]:
    """What an inspection looks at: what people judge of a standard, else the usual points."""
    if standard is None:
        return usual_points()
    items = standard.items.for_scoring()
    seen = [item for item in items if not item.is_auto]
    return [
        {"name": item.name[:200], "guidance": item.guidance, "clause": item.clause[:200]} for item in seen
    ]


def refusals(inspection: Inspection, people: Sequence[User], by) -> list[Finding]:
    """Why this inspection cannot be planned; the form asks before it saves. `rule` names the field."""
    unit, committee = inspection.unit, inspection.committee
    found = [
        Finding(ok=False, text=f"须回避：{reason}", who="其他经办人", rule="unit")
        for reason in conflicts_of(by, unit)
    ]
    if unit.committee != committee and not (unit.committee and committee.is_above(unit.committee)):
        found.append(Finding(ok=False, text=f"{unit}不在{committee}管辖的范围内", rule="unit"))
    ties = ties_of(person.pk for person in people)
    return found + [
        Finding(ok=False, text=f"{person}须回避：{'、'.join(reasons)}", rule="inspectors")
        for person in people
        if (reasons := ties.with_unit(person.pk, unit))
    ]


@transaction.atomic
def plan(inspection: Inspection, *, inspectors: Sequence[User], by) -> Inspection:
    """Number and keep a new inspection with its points, and tell its inspectors; the unit of a 明查 is told as well.

    Raises TransitionBlocked with `refusals`.
    """
    if found := refusals(inspection, inspectors, by):
        raise TransitionBlocked(found)
    series = f"JC{inspection.committee.region.code}-{clock.today().year}"
    inspection.number = f"{series}-{NumberSeries.take(series):04d}"
    inspection.save()
    inspection.inspectors.set(inspectors)
    points = points_of(inspection.standard)
    InspectionItem.objects.bulk_create(
        InspectionItem(inspection=inspection, order=order, **point) for order, point in enumerate(points)
    )
    ledger.append_creation(inspection, by=by)
    _tell_people(inspection, inspectors)
    return inspection


def _tell_people(inspection: Inspection, inspectors: Iterable[User]) -> None:
    window = f"{chinese_date(inspection.opens_on)}至{chinese_date(inspection.closes_on)}"
    title = f"{inspection.get_kind_display()}任务：{inspection.unit}"
    notify(inspectors, title=title, body=window, url=inspection.get_absolute_url())
    if inspection.kind == "announced":
        keepers = User.objects.filter(pk__in=inspection.unit.posts.current().values("user"), is_active=True)
        notify(keepers, title=f"{inspection.committee}将来检查", body=window, url="")


def lock_draft(inspection: Inspection) -> Inspection:
    """The row under its lock; raises TransitionBlocked once it was handed in or cancelled."""
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if not inspection.is_draft:
        text = f"检查已是“{inspection.get_state_display()}”，不能再修改"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    return inspection


@transaction.atomic
def save_look(
    inspection: Inspection, item: InspectionItem, *, look: str, remark: str, base_version: int
) -> SavedLook | OtherLook:
    """Keep what was seen at one point, unless another device saved something else since `base_version`.

    Raises TransitionBlocked as `lock_draft` does, ValidationError for a problem without words.
    """
    inspection = lock_draft(inspection)
    return _keep_look(inspection, inspection.items.get(pk=item.pk), look, remark, base_version)


@transaction.atomic
def save_page(
    inspection: Inspection, *, looks: Mapping[int, Mapping], comment: str
) -> dict[int, OtherLook | str]:
    """Keep a page of points, each as `save_look` keeps one, and the comment once nothing is in the way.

    `looks` by the primary key of the point. Returns what stands in the way of single points: what another device
    saved, or a sentence. Raises TransitionBlocked.
    """
    inspection, in_the_way = lock_draft(inspection), {}
    for item in inspection.items.all():
        try:
            outcome = _keep_look(inspection, item, **looks[item.pk])
        except ValidationError as wrong:
            in_the_way[item.pk] = "".join(wrong.messages)
        else:
            if isinstance(outcome, OtherLook):
                in_the_way[item.pk] = outcome
    if not in_the_way:
        inspection.comment = one_line_end(comment).strip()
    inspection.save(update_fields=["comment", "revision"])
    return in_the_way


def _keep_look(
    inspection: Inspection, item: InspectionItem, look: str, remark: str, base_version: int
) -> SavedLook | OtherLook:
    """The inspection is locked."""
    remark = one_line_end(remark).strip()
    if (item.look, item.remark) == (look, remark):
        return SavedLook(item.version, item.saved_at)
    _require_sense(look, remark)
    if item.version != base_version:
        return OtherLook(item.look, item.remark, item.version, item.saved_at)
    inspection.revision += 1
    inspection.save(update_fields=["revision"])
    item.look, item.remark, item.version, item.saved_at = look, remark, inspection.revision, clock.now()
    item.save()
    return SavedLook(item.version, item.saved_at)


def _require_sense(look: str, remark: str) -> None:
    if look == Look.PROBLEM and not remark:
        raise ValidationError(PROBLEM_NEEDS_WORDS)
    if remark and not look:
        raise ValidationError(WORDS_NEED_LOOK)


@transaction.atomic
def save_comment(inspection: Inspection, *, comment: str) -> None:
    write_comment(lock_draft(inspection), comment)


def write_comment(inspection: Inspection, comment: str) -> None:
    """The inspection is locked."""
    inspection.comment = one_line_end(comment).strip()
    inspection.revision += 1
    inspection.save(update_fields=["comment", "revision"])


def add_photos(inspection: Inspection, item: InspectionItem, *, media: Mapping[UUID, CleanMedia]) -> None:
    """Keep pictures under their keys, all or none. Raises ValidationError for too many, TransitionBlocked."""

    def new_row(key: UUID) -> InspectionPhoto:
        return InspectionPhoto(item=item, key=key)

    def known() -> set[str]:
        """Asked under the lock."""
        lock_draft(inspection)
        return set(item.photos.values_list("sha256", flat=True))

    keep_pictures(new_row, media, known, folder="inspections")


@transaction.atomic
def issue_rectification(
    inspection: Inspection, *, problem: str, clause: str, due_on: date, by
) -> Rectification:
    """A 整改通知单 about what was found; raises TransitionBlocked as `rectifications.issue` does."""
    notice = Rectification(
        committee=inspection.committee,
        unit=inspection.unit,
        problem=problem,
        clause=clause,
        due_on=due_on,
        inspection=inspection,
    )
    return rectifications.issue(notice, by=by)


@consequence("tell_inspecting_committee")
def tell_inspecting_committee(inspection: Inspection, *, by, **_) -> None:
    offices = Office.objects.current().filter(committee=inspection.committee_id, role=OfficeRole.OFFICER)
    problems = inspection.items.problems().count()
    notify(
        User.objects.filter(pk__in=offices.values("user"), is_active=True),
        title=f"检查已提交：{inspection.unit}",
        body=f"发现 {problems} 项问题" if problems else "没有发现问题",
        url=reverse("admin:reviews_inspection_change", args=[inspection.pk]),
    )
