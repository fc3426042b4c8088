"""Who hears of an adjustment, and when: the unit, the committee, the upper committee."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q
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


def tell_officers(adjustment: Adjustment) -> None:
    """The portal proposed it: somebody has to look at it and serve it."""
    notify(
        untied(adjustment, adjustment.committee_id, OfficeRole.OFFICER),
        title=f"待告知的动态调整：{adjustment}",
        body=f"依据：{adjustment.get_basis_display()}。核对事实和依据条款后告知集体，也可由审批人不予处理。",
        url=_admin_page(adjustment),
    )


def remind(today: date) -> int:
    """On the morning of the day before a period ends, and of the day after; returns how many messages were sent.

    Each day is asked for once by the schedule; whoever runs it again on one day sends nothing twice (`reminded_on`).
    """
    tomorrow, yesterday = today + timedelta(days=1), today - timedelta(days=1)
    rows = Adjustment.objects.select_related("unit", "committee").exclude(reminded_on=today)
    sent = 0
    for condition, send in (
        (Q(state=S.NOTIFIED, statement_on__isnull=True, statement_until=tomorrow), _statement_ends),
        (Q(state=S.NOTIFIED, statement_on__isnull=True, statement_until=yesterday), _may_be_decided),
        (Q(state=S.IN_EFFECT, appeal_until=tomorrow), _appeal_ends),
        (Q(state=S.APPEALED, appeal_due_on__in=[today + timedelta(days=7), today]), tell_appeal_waits),
    ):
        for adjustment in rows.filter(condition):
            if (
                not Adjustment.objects.filter(pk=adjustment.pk)
                .exclude(reminded_on=today)
                .update(reminded_on=today)
            ):
                continue
            send(adjustment)
            sent += 1
    return sent


def _statement_ends(adjustment: Adjustment) -> None:
    until = chinese_date(adjustment.statement_until)
    tell_unit(adjustment, title=f"陈述申辩期将于{until} 24:00截止：{adjustment.get_kind_display()}")


def _appeal_ends(adjustment: Adjustment) -> None:
    until = chinese_date(adjustment.appeal_until)
    tell_unit(adjustment, title=f"申诉期将于{until} 24:00截止：{adjustment.get_kind_display()}")


def _may_be_decided(adjustment: Adjustment) -> None:
    notify(
        untied(adjustment, adjustment.committee_id, OfficeRole.APPROVER),
        title=f"陈述申辩期已满，待决定：{adjustment}",
        url=_admin_page(adjustment),
    )


def tell_appeal_waits(adjustment: Adjustment) -> None:
    notify(
        untied(adjustment, adjustment.appeal_committee_id, OfficeRole.OFFICER, OfficeRole.APPROVER),
        title=f"申诉待答复：{adjustment}",
        body=f"答复期限：{chinese_date(adjustment.appeal_due_on)}。",
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
