"""Conditions of signing up and of attendance; they get records and never import models."""

from datetime import timedelta

from django.utils import timezone

from core import clock
from core.lifecycle import Finding, guard
from volunteers.event_enums import EventState

EARLY = timedelta(hours=2)
"""How long before its shift somebody may be ticked off as being there."""
ATTENDED = [EventState.RECRUITING, EventState.RUNNING]


@guard(no_clause="who has served does not step back from it")
def shift_not_begun(sign_up) -> Finding:
    ok = clock.now() < sign_up.shift.starts_at
    text = "场次还没有开始" if ok else "场次已经开始，不能再退出；未到的由组织者登记"
    return Finding(ok=ok, text=text, who="活动组织者")


@guard(no_clause="a shift has as many places as it has")
def place_left(sign_up) -> Finding:
    shift = sign_up.shift
    taken = shift.sign_ups.holding().exclude(pk=sign_up.pk).count()
    return Finding(ok=taken < shift.capacity, text=f"已报 {taken} 人", required=f"共招募 {shift.capacity} 人")


@guard(no_clause="a list is kept while the event takes place")
def check_in_open(sign_up) -> list[Finding]:
    shift, event = sign_up.shift, sign_up.shift.event
    opens = shift.starts_at - EARLY
    early = clock.now() < opens
    when = f"{timezone.localtime(opens):%m月%d日 %H:%M}"
    return [
        Finding(ok=event.state in ATTENDED, text=f"活动{event.get_state_display()}", who="活动组织者"),
        Finding(ok=not early, text=f"{when} 起可以签到" if early else "签到已开放"),
    ]


@guard(no_clause="a whole minute at least")
def came_a_while_ago(sign_up) -> Finding:
    came = sign_up.checked_in_at
    ok = came is not None and clock.now() - came >= timedelta(minutes=1)
    return Finding(ok=ok, text="签到满一分钟后可以签退")


def refusals(shift, volunteer, *, clash=None) -> list[Finding]:
    """Why `volunteer` cannot sign up for `shift`; empty when they can. `clash` is another shift at the same time."""
    found = [*_event_open(shift), *_person(shift, volunteer), *_age(shift.event, volunteer, shift)]
    if clash is not None:
        found.append(Finding(
            ok=False, text=f"与您已报名的“{clash.event}”（{clash.span}）时间重叠",
            remedy="先退出那一场，或选择其他场次", who="志愿者本人",
        ))  # fmt: skip
    return [finding for finding in found if finding.blocks]


def _event_open(shift) -> list[Finding]:
    event = shift.event
    over = clock.now() >= shift.ends_at
    return [
        Finding(ok=event.takes_sign_ups, text=f"活动{event.get_state_display()}，现在不接受报名"),
        Finding(ok=not over, text="这个场次已经结束"),
    ]


def _person(shift, volunteer) -> list[Finding]:
    own = shift.sign_ups.live().filter(volunteer=volunteer).exists()
    return [
        Finding(ok=volunteer.is_on_register, text=f"志愿者档案{volunteer.get_state_display()}，不能报名"),
        Finding(ok=not own, text="您已经报名这个场次"),
    ]


def _age(event, volunteer, shift) -> list[Finding]:
    if event.min_age is None and event.max_age is None:
        return []
    age = volunteer.age_on(timezone.localdate(shift.starts_at))
    if age is None:
        return [
            Finding(
                ok=False,
                text="志愿者档案没有出生日期，无法核对年龄",
                remedy="请联系组织管理员补全",
                who="组织管理员",
            )
        ]
    low, high = event.min_age or 0, event.max_age or 999
    wanted = f"{event.min_age} 周岁以上" if event.max_age is None else f"{low}—{high} 周岁"
    return [Finding(ok=low <= age <= high, text=f"活动当日您 {age} 周岁", required=f"要求 {wanted}")]
