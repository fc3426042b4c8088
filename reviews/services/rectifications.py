"""Issuing 整改通知单, keeping its answer, and telling both sides."""

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.merge import Merged, Seen
from core.services import ledger
from core.text import chinese_date
from creation_cycle.models import NumberSeries
from reviews.enums import RectificationState
from reviews.models import Rectification
from reviews.services.unit_answers import keep_answer
from units.enums import OfficeRole
from units.models import Committee, Office, Post, Unit
from units.queries.conflicts import conflicts_of


@transaction.atomic
def issue(rectification: Rectification, *, by) -> Rectification:
    """Number and keep a new notice, and tell the unit's keepers. Raises TransitionBlocked with `refusals`."""
    if found := refusals(rectification.committee, rectification.unit, by):
        raise TransitionBlocked(found)
    series = f"ZG{rectification.committee.region.code}-{clock.today().year}"
    rectification.number = f"{series}-{NumberSeries.take(series):04d}"
    rectification.issued_by = by
    rectification.save()
    ledger.append_creation(rectification, by=by)
    _tell_keepers(rectification, f"请在{chinese_date(rectification.due_on)}前完成整改并反馈。")
    return rectification


def refusals(committee: Committee, unit: Unit, by) -> list[Finding]:
    """Why `by` cannot issue a notice of this committee to this unit; the form asks before it saves."""
    found = [
        Finding(ok=False, text=f"须回避：{reason}", who="其他经办人") for reason in conflicts_of(by, unit)
    ]
    if unit.committee != committee and not committee.is_above(unit.committee):
        text = f"{unit}不在{committee}管辖的范围内"
        found.append(Finding(ok=False, text=text, remedy="选择本团组织及下级团组织的集体"))
    return found


def save_answer(rectification: Rectification, *, by, seen: Seen | None = None, **values) -> Merged:
    """Merge `answer` and `evidence`, records of the log, into the draft; raises TransitionBlocked once handed in."""
    return keep_answer(rectification, open_in=RectificationState.ISSUED, by=by, seen=seen, **values)


@consequence("tell_issuer")
def tell_issuer(rectification: Rectification, *, by, **_) -> None:
    """The issuing body's officers look again."""
    offices = Office.objects.current().filter(committee=rectification.committee_id, role=OfficeRole.OFFICER)
    notify(
        User.objects.filter(pk__in=offices.values("user"), is_active=True),
        title=f"整改已反馈，请复查：{rectification.unit}",
        body=rectification.number,
        url=reverse("admin:reviews_rectification_change", args=[rectification.pk]),
    )


@consequence("tell_rectifying")
def tell_rectifying(rectification: Rectification, *, by, **_) -> None:
    _tell_keepers(rectification, rectification.finding)


def _tell_keepers(rectification: Rectification, body: str) -> None:
    posts = Post.objects.current().filter(unit=rectification.unit_id)
    notify(
        User.objects.filter(pk__in=posts.values("user"), is_active=True),
        title=f"整改通知单 {rectification.number}：{rectification.get_state_display()}",
        body=body,
        url=rectification.get_absolute_url(),
    )
