"""What the calendar brings to rechecks: openings, higher titles that come and go, reminders, escalation 督办."""

import uuid
from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from accounts.models import User
from accounts.services.inbox import notify, notify_each
from core.bulk_moves import perform_all
from core.services import ledger
from core.text import chinese_date
from creation_cycle.models import Recheck, RecheckReminder
from creation_cycle.recheck_enums import RecheckOccasion as O
from creation_cycle.recheck_enums import RecheckState as S
from creation_cycle.services import recheck_opening
from units.enums import OfficeRole
from units.models import Committee, Office, Post

SOON = timedelta(days=7)
AT_ONCE = 500


def follow(today: date) -> None:
    """All of it, in order; safe to run twice."""
    recheck_opening.open_due(today)
    follow_titles()
    remind_units(today)
    remind_bodies(today)
    escalate(today)


def follow_titles() -> None:
    """Rechecks of titles that have ended, or whose unit has gained or lost a higher one."""
    rechecks = Recheck.objects.all()
    ended = rechecks.filter(state__in=[*S.under_way(), S.EXEMPT]).with_ended_title()
    perform_all(ended, "lapse", note="称号已不再有效")
    perform_all(
        rechecks.filter(state=S.DUE).kept_for_higher_title(), "exempt", note="持有上级有效称号，自然保留"
    )
    kept = rechecks.kept_for_higher_title().values("pk")
    perform_all(rechecks.filter(state=S.EXEMPT).exclude(pk__in=kept), "fall_due", note="上级称号已不再有效")


def remind_units(today: date) -> int:
    """A week before the report is due, and once when it is late; returns how many rechecks."""
    due = Recheck.objects.filter(state=S.DUE, plan__opens_on__lte=today).order_by("pk")
    soon = due.filter(report_by__gte=today, report_by__lte=today + SOON)
    late = due.filter(report_by__lt=today)
    return _remind_each(soon, O.DUE_SOON) + _remind_each(late, O.DUE_LATE)


def _remind_each(rows: QuerySet[Recheck], occasion: O) -> int:
    """In chunks by key; of two runs at once each reminder goes to one."""
    left = rows.exclude(reminders__occasion=occasion).select_related("title__unit")
    sent, last = 0, 0
    while chunk := list(left.filter(pk__gt=last)[:AT_ONCE]):
        last = chunk[-1].pk
        sent += _remind_chunk(chunk, occasion)
    return sent


@transaction.atomic
def _remind_chunk(chunk: list[Recheck], occasion: O) -> int:
    batch = uuid.uuid4()
    RecheckReminder.objects.bulk_create(
        [RecheckReminder(plan_id=r.plan_id, recheck=r, occasion=occasion, batch=batch) for r in chunk],
        ignore_conflicts=True,
    )
    claimed = set(RecheckReminder.objects.filter(batch=batch).values_list("recheck", flat=True))
    mine = [recheck for recheck in chunk if recheck.pk in claimed]
    posts = Post.objects.current().filter(unit__in=[r.unit_id for r in mine], user__is_active=True)
    keepers: dict[int, set[int]] = {}
    for unit, user in posts.values_list("unit", "user"):
        keepers.setdefault(unit, set()).add(user)
    notify_each(
        (
            keeper,
            f"{r.unit}：{r.year} 年度复核{occasion.label}",
            f"自查截止{chinese_date(r.report_by)}。内容已预先填好，核对后提交即可。",
            r.get_absolute_url(),
        )
        for r in mine
        for keeper in sorted(keepers.get(r.unit_id, ()))
    )
    return len(mine)


def remind_bodies(today: date) -> int:
    """Each body once a year and occasion, with how many rechecks wait for it; returns the messages' occasions."""
    reported, to_decide = Q(state=S.REPORTED), Q(state__in=[S.REVIEWED, S.SAMPLED])
    soon = today + SOON
    occasions = (
        (
            O.REVIEW_SOON,
            "reviewing_committee",
            reported,
            Q(plan__review_by__range=(today, soon)),
            "review_by",
        ),
        (O.REVIEW_LATE, "reviewing_committee", reported, Q(plan__review_by__lt=today), "review_by"),
        (O.DECIDE_SOON, "plan__committee", to_decide, Q(plan__decide_by__range=(today, soon)), "decide_by"),
        (O.DECIDE_LATE, "plan__committee", to_decide, Q(plan__decide_by__lt=today), "decide_by"),
    )
    return sum(_remind_bodies(*occasion) for occasion in occasions)


@transaction.atomic
def _remind_bodies(occasion: O, body: str, waiting: Q, when: Q, deadline: str) -> int:
    rows = Recheck.objects.filter(waiting, when).order_by().values_list("plan", body, f"plan__{deadline}")
    found = {
        (plan, key): (day, number) for plan, key, day, number in rows.annotate(number=Count("pk")) if key
    }
    batch = uuid.uuid4()
    RecheckReminder.objects.bulk_create(
        [
            RecheckReminder(plan_id=plan, committee_id=key, occasion=occasion, batch=batch)
            for plan, key in sorted(found)
        ],
        ignore_conflicts=True,
    )
    claimed = RecheckReminder.objects.filter(batch=batch).values_list("plan", "committee")
    for plan, key in claimed:
        day, number = found[plan, key]
        _tell_officers(
            key,
            title=f"年度复核：{occasion.label}，{number} 个集体待办",
            body=f"截止{chinese_date(day)}。",
            url=f"{reverse('admin:creation_cycle_recheck_changelist')}?plan__id__exact={plan}",
        )
    return len(claimed)


def _tell_officers(committee: int, **message: str) -> None:
    offices = Office.objects.current().filter(committee=committee, role=OfficeRole.OFFICER)
    notify(User.objects.filter(pk__in=offices.values("user"), is_active=True), **message)


def escalate(today: date) -> int:
    """What a body let pass goes to the one above as well (督办); returns how many rechecks were handed up.

    A first review goes to the organizers, or to the body above them where they look first themselves; a decision
    to the body above the organizers. Nothing is taken from whoever is late.
    """
    waiting = Recheck.objects.filter(escalated_to__isnull=True)
    return _hand_up(waiting.review_overdue(today), today) + _hand_up(waiting.decision_overdue(today), today)


def _hand_up(rows: QuerySet[Recheck], today: date) -> int:
    """By key, a batch at a time, each with its entry in the ledger."""
    parents = dict(Committee.objects.exclude(parent=None).values_list("pk", "parent"))
    handed, last = Counter(), 0
    rows = rows.select_related("plan").order_by("pk")
    while chunk := _hand_up_chunk(rows.filter(pk__gt=last), parents, today):
        last = chunk[-1][0]
        handed.update(upper for _, upper in chunk if upper)
    for upper, number in sorted(handed.items()):
        _tell_officers(
            upper,
            title=f"年度复核督办：{number} 个集体逾期未办",
            body="下级团组织逾期未办理，请督促，也可以直接办理。",
            url=f"{reverse('admin:creation_cycle_recheck_changelist')}?escalated=mine",
        )
    return sum(handed.values())


@transaction.atomic
def _hand_up_chunk(
    rows: QuerySet[Recheck], parents: dict[int, int], today: date
) -> list[tuple[int, int | None]]:
    chunk = list(rows.select_for_update(of=("self",))[:AT_ONCE])
    found = [(recheck, _upper(recheck, parents)) for recheck in chunk]
    moved = [(recheck, upper) for recheck, upper in found if upper]
    for recheck, upper in moved:
        recheck.escalated_to_id, recheck.escalated_on = upper, today
    Recheck.objects.bulk_update([recheck for recheck, _ in moved], ["escalated_to", "escalated_on"])
    entries = [(recheck, recheck.state, "逾期未办，移交上级督办") for recheck, _ in moved]
    ledger.append_all(entries, move="escalate", label="移交督办")
    return [(recheck.pk, upper) for recheck, upper in found]


def _upper(recheck: Recheck, parents: dict[int, int]) -> int | None:
    organizer = recheck.plan.committee_id
    if recheck.state == S.REPORTED and recheck.reviewing_committee_id != organizer:
        return organizer
    return parents.get(organizer)
