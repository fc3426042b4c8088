"""The recheck's own way: who may do what, what stands in the way, draws, deadlines, and what a failure leads to."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Message
from core import draws
from core.lifecycle import TransitionBlocked, blockers, declared_moves, perform, steps
from creation_cycle import sampling
from creation_cycle.models import Adjustment, Recheck, RecheckDraw
from creation_cycle.services import recheck_calendar as calendar
from creation_cycle.services import recheck_draws, rechecks
from tests import factories as make
from tests.creation_cycle.recheck_world import DECIDE, OPENS, REPORT, REVIEW, RecheckWorld, days, on
from units.enums import OfficeRole

pytestmark = pytest.mark.django_db

ROLES = ("captain", "other_captain", "reviewer", "officer", "upper", "auditor", "superuser")
YES, NO = True, False
MATRIX = {
    # move, from                 capt other review office upper audit super
    ("hand_in", "due"):         (YES, NO, NO, NO, NO, NO, YES),
    ("send_back", "reported"):  (NO, NO, YES, NO, NO, NO, YES),
    ("review", "reported"):     (NO, NO, YES, NO, NO, NO, YES),
    ("keep", "reviewed"):       (NO, NO, NO, YES, NO, NO, YES),
    ("fail", "reviewed"):       (NO, NO, NO, YES, NO, NO, YES),
    ("sample", "reviewed"):     (NO,) * 7,
    ("exempt", "due"):          (NO,) * 7,
    ("lapse", "due"):           (NO,) * 7,
}  # fmt: skip


@pytest.fixture
def world():
    return RecheckWorld()


def texts(found) -> str:
    return "；".join(finding.text for finding in found)


def test_the_set_of_moves_is_pinned():
    assert {edge.name for edge in declared_moves(Recheck)} == {
        "hand_in", "send_back", "review", "sample", "keep", "fail", "exempt", "fall_due", "lapse",
    }  # fmt: skip


@pytest.mark.parametrize(("move", "state"), MATRIX)
def test_who_may_make_which_move(world, move, state):
    people = {
        "captain": world.captain, "reviewer": world.reviewer, "officer": world.officer, "upper": world.upper,
        "other_captain": make.make_captain(make.make_unit(world.county)),
        "auditor": make.make_officer(world.city, OfficeRole.AUDITOR),
        "superuser": make.make_user(is_superuser=True, is_staff=True),
    }  # fmt: skip
    recheck = world.take(world.open(), state)
    found = [
        next(step.permitted for step in steps(recheck, people[role]) if step.name == move) for role in ROLES
    ]
    assert tuple(found) == MATRIX[move, state]


def test_the_whole_way_to_a_kept_title(world):
    recheck = world.take(world.open(), "passed")
    assert (recheck.state, recheck.decided_by, recheck.title.state) == ("passed", world.officer, "in_force")
    assert {found.rule for found in recheck.findings.all()} >= {"youth_ratio", "min_members"}
    assert Message.objects.filter(recipient=world.captain, title__contains="年度复核合格").count() == 1


def test_an_empty_form_is_not_handed_in_and_a_late_one_is_marked(world):
    recheck = world.open()
    with on(REPORT + days(3)):
        assert "核对结果、自查说明" in texts(blockers(recheck, "hand_in", world.captain))
        rechecks.save_report(recheck, by=world.captain, declaration="unchanged", statement="情况稳定。")
        recheck = perform(recheck, "hand_in", by=world.captain)
    assert recheck.is_late
    with pytest.raises(TransitionBlocked, match="不能再修改"):
        rechecks.save_report(recheck, by=world.captain, statement="改")


def test_after_first_reviews_nothing_is_handed_in_any_more(world):
    recheck = world.open()
    with on(REVIEW + days(1)):
        assert "请联系组织复核的组委会" in next(f.remedy for f in blockers(recheck, "hand_in", world.captain))


def test_a_report_sent_back_has_five_working_days(world):
    recheck = world.take(world.open(), "reported")
    with on(REVIEW):
        recheck = perform(recheck, "send_back", by=world.reviewer, note="请补充志愿服务情况")
    assert recheck.state == "due"
    assert recheck.report_by > REVIEW + days(4)


def test_lost_conditions_block_until_they_are_accepted_in_writing(world):
    world.unit.members.exclude(is_captain=True).update(birth_date=date(1970, 1, 1))
    recheck = world.take(world.open(), "reviewed")
    with on(DECIDE):
        assert "1 项基础条件不符合" in texts(blockers(recheck, "keep", world.officer))
        [lack] = recheck.findings.open()
        rechecks.waive(lack, reason="整体轮岗，下季度补充青年", by=world.officer)
        assert perform(recheck, "keep", by=world.officer).state == "passed"
    assert "waive" in [entry.move for entry in recheck.history]


def test_whoever_reviewed_first_does_not_decide_and_the_units_own_people_neither(world):
    world.plan.first_reviewer = "organizer"
    world.plan.save()
    recheck = world.take(world.open(), "reported")
    with on(REVIEW):
        recheck = perform(recheck, "review", by=world.officer, suggestion="keep", opinion="属实")
        assert "认定人不得是初评人" in texts(blockers(recheck, "keep", world.officer))
        make.make_captain(world.unit, role="filler")
        assert not blockers(recheck, "keep", world.second)


def test_a_failed_recheck_proposes_an_adjustment_and_leaves_the_title_alone(world):
    recheck = world.take(world.open(), "reviewed")
    with on(DECIDE):
        recheck = perform(recheck, "fail", by=world.officer, measure="warn", note="长期不开展活动")
    adjustment = Adjustment.objects.get(title=world.title)
    assert (adjustment.kind, adjustment.basis, adjustment.basis_key) == (
        "warn",
        "recheck",
        f"recheck:{recheck.pk}",
    )
    recheck.title.refresh_from_db()
    assert recheck.title.state == "in_force"


def test_an_unreported_recheck_fails_only_after_its_deadline(world):
    recheck = world.open()
    with on(REPORT):
        assert "尚未到期" in texts(blockers(recheck, "fail", world.officer))
    with on(REPORT + days(1)):
        given = {"measure": "rectify", "note": "逾期未报"}
        assert perform(recheck, "fail", by=world.officer, **given).state == "failed"


# Draws


def announce(world, percent=50) -> RecheckDraw:
    draw = RecheckDraw(
        plan=world.plan,
        title="抽检",
        percent=percent,
        public_source="示例开奖号码",
        draws_on=REVIEW + days(2),
    )
    with on(REVIEW):
        return recheck_draws.announce(draw, by=world.officer)


def test_a_sample_is_drawn_so_that_anybody_can_compute_it_and_only_then_are_others_kept():
    world = RecheckWorld(units=4, sample_percent=50)
    world.open()
    rows = [world.take(recheck, "reviewed") for recheck in Recheck.objects.order_by("pk")]
    with on(DECIDE):
        assert "尚未抽取" in texts(blockers(rows[0], "keep", world.officer))
    draw = announce(world)
    rows[0].refresh_from_db()
    assert "等待" not in texts(blockers(rows[0], "keep", world.officer))
    assert "已列入待抽取" in texts(blockers(rows[0], "keep", world.officer))
    with on(REVIEW + days(1)), pytest.raises(TransitionBlocked, match="抽取日期"):
        perform(draw, "draw", by=world.officer, public_value="123")
    with on(REVIEW + days(2)):
        draw = perform(draw, "draw", by=world.officer, public_value="123")

    seed = draws.digest(draw.secret + "123")
    numbers = [entry["number"] for entry in draw.entries]
    assert [entry["number"] for entry in draw.order] == sorted(numbers, key=lambda n: draws.digest(seed + n))[
        :2
    ]
    sampled, others = Recheck.objects.filter(state="sampled"), Recheck.objects.filter(state="reviewed")
    assert (sampled.count(), others.count()) == (2, 2)
    with on(DECIDE):
        assert perform(others[0], "keep", by=world.officer).state == "passed"
        drawn = sampled[0]
        assert "尚未登记检查结果" in texts(blockers(drawn, "keep", world.officer))
        with pytest.raises(TransitionBlocked, match="两人以上"):
            rechecks.record_look(drawn, looked_on=DECIDE, checked_by="张甲", found="良好", by=world.officer)
        rechecks.record_look(drawn, looked_on=DECIDE, checked_by="张甲、李乙", found="良好", by=world.officer)
        assert perform(drawn, "keep", by=world.officer).state == "passed"


@pytest.mark.parametrize(
    ("sizes", "percent", "taken"),
    [
        ({"甲": 10, "乙": 10}, 10, {"甲": 1, "乙": 1}),
        ({"甲": 1, "乙": 1, "丙": 1}, 10, {"甲": 0, "乙": 0, "丙": 1}),
        ({"甲": 7, "乙": 3}, 100, {"甲": 7, "乙": 3}),
        ({"甲": 5}, 0, {"甲": 0}),
    ],
)
def test_shares_add_up_and_no_stratum_gives_more_than_it_has(sizes, percent, taken):
    found = sampling.shares(sizes, percent)
    assert found == taken or sum(found.values()) == sum(taken.values())
    assert all(found[name] <= sizes[name] for name in sizes)


# The calendar


def test_each_reminder_is_sent_once(world):
    world.open()
    for day in (REPORT - days(7), REPORT - days(6), REPORT + days(1), REPORT + days(2)):
        with on(day):
            calendar.remind_units(day)
    titles = list(
        Message.objects.filter(recipient=world.captain).order_by("pk").values_list("title", flat=True)
    )
    assert [title.rpartition("复核")[2] for title in titles] == ["自查", "自查即将到期", "自查已逾期"]


def test_what_a_body_lets_pass_is_handed_up_and_the_upper_one_may_act(world):
    recheck = world.take(world.open(), "reported")
    with on(REVIEW + days(1)):
        calendar.remind_bodies(REVIEW + days(1))
        assert calendar.escalate(REVIEW + days(1)) == 1
        assert calendar.escalate(REVIEW + days(1)) == 0
        recheck.refresh_from_db()
        assert recheck.escalated_to == world.city
        recheck = perform(recheck, "review", by=world.officer, suggestion="keep", opinion="督办后代为初评")
    assert recheck.escalated_to is None
    with on(DECIDE + days(1)):
        calendar.escalate(DECIDE + days(1))
        recheck.refresh_from_db()
        assert recheck.escalated_to == world.province
        assert perform(recheck, "keep", by=world.upper).state == "passed"
    assert Message.objects.filter(recipient=world.reviewer, title__contains="初评已逾期").count() == 1


# Pages


def test_the_captain_reports_on_one_page(client, world):
    recheck = world.open()
    client.force_login(world.captain)
    with on(OPENS):
        page = client.get(recheck.get_absolute_url())
        assert "12 人中 9 人 ≤35 岁 = 75.0%" in page.content.decode()
        given = {"declaration": "unchanged", "statement": "一年来坚持延时服务，群众满意。", "hand_in": "1"}
        client.post(recheck.get_absolute_url(), given)
    assert world.recheck.state == "reported"
    assert client.get(reverse("creation_cycle:unit_rechecks", args=[world.unit.pk])).status_code == 200


def test_officers_review_and_decide_many_at_once_and_see_progress(client):
    world = RecheckWorld(units=3)
    world.open()
    keys = [world.take(recheck, "reported").pk for recheck in Recheck.objects.order_by("pk")]
    with on(REVIEW):
        client.force_login(world.reviewer)
        page = reverse("admin:creation_cycle_recheck_batch", args=["review"])
        assert "12 人中 9 人" in client.get(page).content.decode()
        with zeal_ignore():  # people's moves are made one by one (decision 0021)
            client.post(page, {"recheck": keys[:2]})
        assert client.get(reverse("admin:creation_cycle_recheck_changelist")).status_code == 200
        assert client.get(reverse("admin:creation_cycle_recheck_change", args=[keys[0]])).status_code == 200
    assert Recheck.objects.filter(state="reviewed").count() == 2
    with on(DECIDE):
        client.force_login(world.officer)
        with zeal_ignore():
            client.post(reverse("admin:creation_cycle_recheck_batch", args=["keep"]), {"recheck": keys})
        progress = client.get(reverse("admin:creation_cycle_recheckyear_progress", args=[world.plan.pk]))
    assert Recheck.objects.filter(state="passed").count() == 2
    assert "已有结果 2 个" in progress.content.decode()
    public = client.get(world.unit.get_absolute_url()).content.decode()
    assert "2026年度复核：合格" in public
    assert "一年来服务稳定" not in public


def test_side_forms_and_strangers(client, world):
    recheck = world.open()
    address = reverse("admin:creation_cycle_recheck_side", args=[recheck.pk, "extend"])
    client.force_login(world.officer)
    with on(REPORT):
        assert client.get(address).status_code == 200
        client.post(address, {"until": "2026-10-15", "reason": "系统迁移"})
    assert world.recheck.report_by == date(2026, 10, 15)
    client.force_login(world.reviewer)
    assert client.get(address).status_code == 403
    client.force_login(make.make_captain(make.make_unit(world.county)))
    assert client.get(recheck.get_absolute_url()).status_code == 404


def test_the_portals_moves_are_nobodys(world):
    with pytest.raises(PermissionDenied):
        perform(world.open(), "exempt", by=make.make_user(is_superuser=True))
