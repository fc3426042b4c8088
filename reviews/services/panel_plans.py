"""指派方案: computed by a job, looked at by an officer, then taken up as a whole or thrown away."""

from collections import Counter
from collections.abc import Callable

from django.db import transaction

from accounts.models import User
from core import clock
from core.lifecycle import Finding, TransitionBlocked
from core.models import Job
from core.services import jobs
from creation_cycle.models import Candidacy
from reviews.enums import FormKind, RoundState
from reviews.models import PanelPlan, Round, RoundPart
from reviews.queries.staffing import Situation
from reviews.services.assigning import Seat, assign_all
from reviews.staffing import Pair, propose
from units.models import Unit

Recheck = Callable[[PanelPlan], list[Finding]]
_rechecks: dict[str, Recheck] = {}
SHOWN = 20
"""Of what changed since the plan was made, so many sentences are told."""


@transaction.atomic
def start(round_: Round, part: RoundPart, *, per_unit: int, by) -> PanelPlan:
    """A plan that a job fills in; the officer's inbox says when it is there."""
    plan = PanelPlan.objects.create(round=round_, part=part, per_unit=per_unit, made_by=by)
    plan.job = jobs.start(
        "plan_panels", by=by, arguments={"plan": plan.pk}, title=f"计算指派方案：{round_.name} {part}"
    )
    plan.save(update_fields=["job"])
    return plan


def compute(plan: PanelPlan) -> PanelPlan:
    """The best panels there are now, and for every unit that stays short the reasons. Safe to repeat."""
    situation = Situation(plan.round, plan.part)
    seats = propose(
        situation.panels(plan.per_unit), situation.reviewers(), situation.closed, situation.counted
    )
    plan.proposed = [{"candidacy": candidacy, "reviewer": user} for candidacy, user in seats]
    plan.unstaffed = _unstaffed(situation, seats, plan.per_unit)
    plan.is_ready = True
    plan.save(update_fields=["proposed", "unstaffed", "is_ready"])
    return plan


@transaction.atomic
def start_applying(plan: PanelPlan, *, by) -> Job:
    """Take up the plan in the background; raises TransitionBlocked at once for what is known to stand in the way."""
    plan = PanelPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    _require_open(plan)
    if plan.job and plan.job.is_live:
        raise TransitionBlocked([Finding(ok=False, text="方案正在处理，请稍候")])
    plan.job = jobs.start(
        "apply_panel_plan",
        by=by,
        arguments={"plan": plan.pk},
        title=f"采用指派方案：{plan.round.name} {plan.part}",
        total=len(plan.proposed),
    )
    plan.save(update_fields=["job"])
    return plan.job


@transaction.atomic
def apply(plan: PanelPlan, *, by) -> int:
    """Assign all that is proposed, or nothing: raises TransitionBlocked when the ground has moved meanwhile."""
    plan = PanelPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    round_ = Round.objects.select_for_update().get(pk=plan.round_id)
    _require_open(plan)
    if found := changes_since(plan):
        raise TransitionBlocked([*found[:SHOWN], Finding(ok=False, text="请重新计算方案")])
    assign_all(round_, _seats(plan), by=by)
    plan.applied_at = clock.now()
    plan.save(update_fields=["applied_at"])
    return len(plan.proposed)


def discard(plan: PanelPlan) -> None:
    """A proposal that nobody took up leaves no trace; raises TransitionBlocked for one that was."""
    with transaction.atomic():
        plan = PanelPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if plan.applied_at:
            raise TransitionBlocked([Finding(ok=False, text="方案已经采用，不能放弃")])
        plan.delete()


def rechecks(kind: FormKind) -> Callable[[Recheck], Recheck]:
    """Decorator: plans for this form of assessment are measured again by the decorated function, not by the pool."""

    def register(recheck: Recheck) -> Recheck:
        _rechecks[kind] = recheck
        return recheck

    return register


def changes_since(plan: PanelPlan) -> list[Finding]:
    """What no longer holds of a plan, measured again as it was measured when the plan was made."""
    return _rechecks.get(plan.part.kind, _changes_in_pool)(plan)


def _changes_in_pool(plan: PanelPlan) -> list[Finding]:
    situation = Situation(plan.round, plan.part)
    closed, counted = situation.closed, situation.counted
    room = {person.key: person.room for person in situation.reviewers()}
    found = []
    for seat in plan.proposed:
        pair = (seat["candidacy"], seat["reviewer"])
        if sentence := _obstacle(situation, pair, closed, room):
            found.append(Finding(ok=False, text=sentence))
        elif pair not in counted:
            room[pair[1]] -= 1
    return found


def _obstacle(situation: Situation, pair: Pair, closed: set[Pair], room: dict[int, int]) -> str:
    candidacy, user = pair
    if candidacy not in situation.candidacies:
        return "有集体已不在待考核之列"
    unit = situation.candidacies[candidacy].unit
    if user not in situation.people:
        return f"{unit}：有评审人员已停用或不在评审人员库中"
    name = situation.people[user].user
    if pair in closed:
        return f"{unit}：{name}已指派、须回避或已退出"
    if room[user] <= 0 and pair not in situation.counted:
        return f"{unit}：{name}评审的集体已满"
    return ""


def _seats(plan: PanelPlan) -> list[Seat]:
    candidacies = Candidacy.objects.select_related("unit").in_bulk([s["candidacy"] for s in plan.proposed])
    users = User.objects.in_bulk({seat["reviewer"] for seat in plan.proposed})
    units = Unit.objects.in_bulk({seat.get("on_behalf_of") for seat in plan.proposed})
    return [
        Seat(
            candidacies[seat["candidacy"]],
            users[seat["reviewer"]],
            plan.part,
            units.get(seat.get("on_behalf_of")),
        )
        for seat in plan.proposed
    ]


def _require_open(plan: PanelPlan) -> None:
    if not plan.is_ready:
        raise TransitionBlocked([Finding(ok=False, text="方案还没有算出")])
    if plan.applied_at:
        raise TransitionBlocked([Finding(ok=False, text="方案已经采用")])
    if plan.round.state == RoundState.CLOSED:
        raise TransitionBlocked([Finding(ok=False, text="本轮考核已结束，不能再指派")])


def _unstaffed(situation: Situation, seats: list[Pair], per_unit: int) -> list[dict]:
    """Every unit with an empty seat, by name. Whoever is neither barred nor full would have been proposed."""
    loads = {user: len(found) for user, found in situation.assessing.items()}
    seated = {key: set(users) for key, users in situation.seated.items()}
    for candidacy, user in seats:
        seated.setdefault(candidacy, set()).add(user)
        if (candidacy, user) not in situation.counted:
            loads[user] = loads.get(user, 0) + 1
    full = {key for key, person in situation.people.items() if loads.get(key, 0) >= person.most}
    return [
        {
            "candidacy": key,
            "unit": candidacy.unit.name,
            "reasons": [_why(situation, key, here, full, missing)],
        }
        for key, candidacy in situation.candidacies.items()
        if (missing := per_unit - len(here := seated.get(key, set()))) > 0
    ]


def _why(situation: Situation, key: int, here: set[int], full: set[int], missing: int) -> str:
    """12 名评审人员中 9 名须回避，2 名已满，1 名已在本组，缺 1 名: everybody in the pool is counted once."""
    pool = situation.may_be_asked(situation.candidacies[key])
    if not pool:
        return f"评审人员库中没有可指派的人员，缺 {missing} 名"
    counts = Counter(situation.standing_of(key, user, here, full) for user in pool)
    words = [f"{counts[word]} 名{word}" for word in ("须回避", "已退出", "已满", "已在本组") if counts[word]]
    return f"{len(pool)} 名评审人员中 {'，'.join(words)}，缺 {missing} 名"
