"""Issuing 整改通知单, keeping its answer, and telling both sides."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core import clock
from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from core.text import chinese_date
from creation_cycle.models import NumberSeries
from reviews.enums import RectificationState
from reviews.models import Rectification
from units.enums import OfficeRole
from units.models import Office, Post
from workspace.models import Activity


@transaction.atomic
def issue(rectification: Rectification, *, by) -> Rectification:
    """Number and keep a new notice, and tell the unit's keepers."""
    series = f"ZG{rectification.committee.region.code}-{clock.today().year}"
    rectification.number = f"{series}-{NumberSeries.take(series):04d}"
    rectification.issued_by = by
    rectification.save()
    ledger.append_creation(rectification, by=by)
    _tell_keepers(rectification, f"请在{chinese_date(rectification.due_on)}前完成整改并反馈。")
    return rectification


@transaction.atomic
def save_answer(rectification: Rectification, *, answer: str, evidence: Iterable[Activity]) -> Rectification:
    """Keep a draft of the answer; raises TransitionBlocked once it was handed in."""
    rectification = Rectification.objects.select_for_update(of=("self",)).get(pk=rectification.pk)
    if rectification.state != RectificationState.ISSUED:
        text = f"当前状态为“{rectification.get_state_display()}”，内容不能再修改"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    rectification.answer = answer
    rectification.save(update_fields=["answer"])
    rectification.evidence.set(evidence)
    return rectification


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
