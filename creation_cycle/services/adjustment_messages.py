"""Who hears of an adjustment, and when: the unit, the committee, the upper committee."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify
from core.lifecycle import consequence
from core.text import chinese_date
from creation_cycle.enums import AdjustmentState as S
from creation_cycle.models import Adjustment
from units.enums import OfficeRole
from units.models import Office, Post
from units.queries.conflicts import ties_of

WORDS = {
    S.IN_EFFECT: "决定已经生效",
    S.UPHELD: "申诉结果：维持决定",
    S.OVERTURNED: "申诉结果：撤销决定，已恢复原状",
    S.DISMISSED: "不予处理",
}


@consequence("serve_adjustment_notice")
def serve_notice(adjustment: Adjustment, *, by, **_) -> None:
    """告知: the unit reads facts and clause on its desk, and by when it can answer."""
    until = chinese_date(adjustment.statement_until)
    tell_unit(
        adjustment,
        title=f"动态调整告知：拟{adjustment.get_kind_display()}",
        body=f"请在{until} 24:00前提交陈述申辩；没有异议的，不用回复。",
    )


@consequence("tell_adjusted_unit")
def tell_adjusted_unit(adjustment: Adjustment, *, by, **_) -> None:
    """What became of it; a proposal that was never served stays unknown to the unit."""
    if adjustment.notified_on is None and adjustment.effective_on is None:
        return
    state = S(adjustment.state)
    until = adjustment.appeal_until
    appeal = f"可在{chinese_date(until)} 24:00前申诉一次。" if state == S.IN_EFFECT and until else ""
    tell_unit(adjustment, title=f"{adjustment.get_kind_display()}：{WORDS[state]}", body=appeal)


@consequence("tell_adjusting_committee")
def tell_committee(adjustment: Adjustment, *, by, **_) -> None:
    """The statement has come: the approvers may decide."""
    notify(
        untied(adjustment, adjustment.committee_id, OfficeRole.OFFICER, OfficeRole.APPROVER),
        title=f"收到陈述申辩：{adjustment}",
        url=_admin_page(adjustment),
    )


@consequence("tell_appeal_committee")
def tell_appeal_committee(adjustment: Adjustment, *, by, **_) -> None:
    notify(
        untied(adjustment, adjustment.appeal_committee_id, OfficeRole.OFFICER, OfficeRole.APPROVER),
        title=f"收到申诉：{adjustment}",
        body=f"请在{chinese_date(adjustment.appeal_due_on)}前答复。",
        url=_admin_page(adjustment),
    )


def tell_unit(adjustment: Adjustment, *, title: str, body: str = "") -> None:
    """One message to everybody who keeps the unit's pages."""
    posts = Post.objects.current().filter(unit=adjustment.unit_id)
    keepers = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    notify(keepers, title=title, body=body, url=adjustment.get_absolute_url())


def untied(adjustment: Adjustment, committee_id: int, *roles: OfficeRole) -> Iterable[User]:
    """People of a committee in these roles whom nothing binds to the unit."""
    offices = Office.objects.current().filter(committee=committee_id, role__in=roles)
    people = list(User.objects.filter(pk__in=offices.values("user"), is_active=True))
    ties = ties_of(person.pk for person in people)
    return [person for person in people if not ties.with_unit(person.pk, adjustment.unit)]


def _admin_page(adjustment: Adjustment) -> str:
    return reverse("admin:creation_cycle_adjustment_change", args=[adjustment.pk])
