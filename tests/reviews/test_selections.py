"""审核: opened after the rounds, staged unseen, inside the cap, and published as a whole or not at all."""

from decimal import Decimal

import pytest

from core.lifecycle import TransitionBlocked, blockers, perform, step
from creation_cycle.models import Candidacy
from reviews.models import Decision, FeedbackLetter, RoundResult, Selection
from reviews.queries.selection import Overview
from reviews.queries.selection_areas import area_table
from reviews.services import selections
from tests import factories as make
from tests.reviews.selection_world import SelectionWorld, said, states
from units.enums import EmployerNature, RegionLevel
from units.models import Affiliation, Employer, Industry

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SelectionWorld:
    return SelectionWorld()


def findings(selection, by) -> list[str]:
    fresh = Selection.objects.get(pk=selection.pk)
    return [finding.text for finding in blockers(fresh, "publish", by)]


def test_none_is_opened_before_the_cycles_rounds_are_held(world):
    world.met(90)
    world.cycle.rounds.update(state="closed")
    type(world.cycle).objects.update(rounds_required=5)
    with pytest.raises(TransitionBlocked) as blocked:
        world.select()
    assert said(blocked) == ["本周期已组织 3 次达标考核"]
    assert not Selection.objects.exists()


def test_a_cycle_has_one_draft(world):
    world.met(90)
    world.select()
    with pytest.raises(TransitionBlocked) as blocked:
        world.select()
    assert said(blocked) == ["该周期已有拟定中的审核名单"]


def test_all_take_effect_at_once(world):
    first, second, third = world.met(95, 90, 85)
    selection = world.select()
    world.decide(selection, first, "nominate")
    world.decide(selection, second, "hold", reason="材料待补充")
    world.decide(selection, third, "reject", reason="公示前核查发现材料不实")
    assert states(first, second, third) == ["met"] * 3
    selection = world.publish(selection)
    assert states(first, second, third) == ["nominated", "met", "rejected"]
    assert Candidacy.objects.get(pk=third.pk).reason == "公示前核查发现材料不实"
    assert Candidacy.objects.get(pk=first.pk).nominated_by == world.officer
    frozen = Decision.objects.get(candidacy=first)
    assert (frozen.place, frozen.score, frozen.star) == (1, Decimal("95.00"), 0)
    assert selection.state == "published"
    assert FeedbackLetter.objects.drafted().count() == 3


def test_nobody_is_left_out(world):
    first, second = world.met(95, 90)
    selection = world.select()
    world.decide(selection, first, "nominate")
    assert findings(selection, world.officer) == ["还有 1 个集体没有拟定结论"]
    with pytest.raises(TransitionBlocked):
        world.publish(selection)
    assert states(first, second) == ["met", "met"]


def test_the_cap_is_counted_on_filed_units(world):
    world.ratio(2)
    first, second = world.met(95, 90)
    world.candidacy("filed")
    selection = world.select()
    for candidacy in (first, second):
        world.decide(selection, candidacy, "nominate")
    assert findings(selection, world.officer) == [
        "整个周期：已备案 3 个，按 2:1 最多认定 1 个，已拟认定 0 个，本次拟认定 2 个"
    ]


def test_a_unit_that_gave_up_still_counts_as_filed(world):
    world.ratio(2)
    _, second = world.met(95, 90)
    perform(second, "withdraw", by=second.unit.posts.get().user)
    [found] = Overview(world.select()).caps
    assert (found.cap.filed, found.cap.most) == (2, 1)


@pytest.mark.parametrize(("scope", "wanted"), [("campaign", [(4, 2)]), ("industry", [(1, 0), (3, 1)])])
def test_the_cap_by_scope(world, scope, wanted):
    world.ratio(2)
    world.met(95, 90, 85)
    world.met(80, industry=Industry.objects.create(code="post", name="邮政"))
    found = Overview(world.select(cap_scope=scope)).caps
    assert sorted((cap.cap.filed, cap.cap.most) for cap in found) == wanted


def test_areas_lie_right_below_the_organizers_region(world):
    town = make.make_region("442001", "石岐街道", RegionLevel.TOWN, parent=world.city.region)
    village = make.make_region("442001101", "某社区", RegionLevel.TOWN, parent=town)
    world.met(95, region=village)
    world.met(90)
    found = Overview(world.select(cap_scope="region"))
    assert {row.area for row in found.rows} == {"石岐街道", "中山市"}
    assert sorted(cap.scope for cap in found.caps) == ["中山市", "石岐街道"]


def test_prefilling_goes_down_the_ranking_to_the_cap_and_changes_nothing_that_was_decided(world):
    world.ratio(2)
    best, good, fair, last = world.met(95, 90, 85, 80)
    selection = world.select()
    world.decide(selection, best, "reject", reason="材料不实")
    assert selections.prefill(selection, by=world.officer) == 3
    verdicts = {row.candidacy.pk: (row.verdict, row.decision.reason) for row in Overview(selection).rows}
    assert verdicts == {
        best.pk: ("reject", "材料不实"),
        good.pk: ("nominate", ""),
        fair.pk: ("nominate", ""),
        last.pk: ("hold", "按名次超出创评比例名额"),
    }


def test_a_tie_that_the_line_runs_through_waits_for_the_committees_vote(world):
    world.ratio(2)
    best, one, other, last = world.met(95, 90, 90, 80)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    assert Decision.objects.filter(candidacy__in=[one, other]).exists() is False
    world.decide(selection, one, "nominate")
    world.decide(selection, other, "hold")
    [text] = findings(selection, world.officer)
    assert "并列第 2 名，名额线在其中，须由组委会表决" in text
    world.decide(selection, one, "nominate", votes_for=7, votes_against=2)
    world.decide(selection, other, "hold", reason="按表决结果", votes_for=2, votes_against=7)
    assert findings(selection, world.officer) == ["已登记表决票数，尚未登记会议纪要"]
    selections.keep_decisions(selection, by=world.officer, values={"minutes": "会议纪要〔2026〕1号"})
    assert findings(selection, world.officer) == []
    world.publish(selection)
    assert states(best, one, other, last) == ["nominated", "nominated", "met", "met"]
    assert "表决净赞成票较多" in Decision.objects.get(candidacy=one).explanation


def test_passing_over_a_unit_and_refusing_one_need_a_reason(world):
    first, second, third = world.met(95, 90, 85)
    selection = world.select()
    world.decide(selection, first, "hold")
    world.decide(selection, second, "nominate")
    world.decide(selection, third, "reject")
    assert findings(selection, world.officer) == [
        f"{first.unit}：名次在前而未拟认定，须写明理由",
        f"{third.unit}：不予认定须写明理由",
    ]


@pytest.mark.parametrize(
    ("found", "said_"),
    [
        ({"veto": "媒体曝光"}, "一票否决：媒体曝光"),
        ({"failed_gate": "办法测试"}, "未通过测试：办法测试"),
    ],
)
def test_what_outweighs_points_cannot_be_nominated(world, found, said_):
    [candidacy] = world.met(95)
    RoundResult.objects.filter(candidacy=candidacy).update(**found)
    selection = world.select()
    world.decide(selection, candidacy, "nominate")
    assert findings(selection, world.officer) == [f"{candidacy.unit}：不能拟认定，{said_}"]
    selections.prefill(selection, by=world.officer)
    Selection.objects.all().delete()
    assert said_ in " ".join(finding.text for finding in blockers(candidacy, "nominate", world.officer))


def test_nobody_decides_about_their_own_unit(world):
    first, second = world.met(95, 90)
    Affiliation.objects.create(user=world.officer, employer=first.unit.employer)
    selection = world.select()
    with pytest.raises(TransitionBlocked) as blocked:
        world.decide(selection, first, "nominate")
    assert said(blocked) == [f"{first.unit}：须回避：您与该集体属同一工作单位"]
    assert selections.prefill(selection, by=world.officer) == 1
    other = make.make_officer(world.city)
    world.decide(selection, first, "nominate", by=other)
    assert findings(selection, world.officer) == [f"{first.unit}：须回避：您与该集体属同一工作单位"]
    world.publish(selection, by=other)
    assert states(first, second) == ["nominated", "nominated"]


def test_while_a_list_is_drawn_up_single_units_wait_for_it(world):
    [first] = world.met(95)
    selection = world.select()
    for name in ("nominate", "reject"):
        reasons = [finding.text for finding in blockers(first, name, world.officer)]
        assert reasons == [f"本周期正在拟定审核名单“{selection.name}”，请在名单中一并办理"]


def test_what_was_previewed_is_what_is_published(world):
    first, second = world.met(95, 90)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    seen = selections.plan_digest(Overview(selection).rows)
    world.decide(selection, second, "hold", by=make.make_officer(world.city))
    with pytest.raises(TransitionBlocked) as blocked:
        selections.publish(selection, by=world.officer, seen=seen)
    assert said(blocked) == ["预览之后名单有变化，请核对后再次公布"]
    assert states(first, second) == ["met", "met"]


def test_one_refusal_refuses_all_with_the_reason_at_the_unit(world, monkeypatch):
    """The second unit is decided past the list between the guards and its move."""
    first, second = world.met(95, 90)
    selection = world.select()
    selections.prefill(selection, by=world.officer)

    def perform_but_first_withdraw(record, name, **given):
        if name == "nominate" and record.pk == second.pk:
            perform(second, "withdraw", by=second.unit.posts.get().user)
        return perform(record, name, **given)

    monkeypatch.setattr(selections, "perform", perform_but_first_withdraw)
    with pytest.raises(TransitionBlocked) as blocked:
        world.publish(selection)
    assert said(blocked) == [f"{second.unit}：当前状态为“已撤回”，不能拟认定"]
    assert states(first, second) == ["met", "met"]
    assert Selection.objects.get().state == "draft"


def test_who_gave_up_is_off_the_list(world):
    first, second = world.met(95, 90)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    perform(second, "withdraw", by=second.unit.posts.get().user)
    overview = Overview(Selection.objects.get())
    assert [row.candidacy for row in overview.rows] == [first]
    assert [decision.candidacy for decision in overview.left_out] == [second]
    world.publish(selection)
    assert states(first, second) == ["nominated", "withdrawn"]
    assert FeedbackLetter.objects.count() == 1


def test_what_was_held_can_be_taken_up_by_a_later_list(world):
    first, second = world.met(95, 90)
    selection = world.select()
    world.decide(selection, first, "nominate")
    world.decide(selection, second, "hold", reason="名额已满")
    world.publish(selection)
    again = world.select(name="第二批审核")
    world.decide(again, second, "nominate")
    world.publish(again)
    assert states(first, second) == ["nominated", "nominated"]


def test_a_published_list_stays_as_it_was(world):
    [first] = world.met(95)
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    selection = world.publish(selection)
    RoundResult.objects.update(mean=1)
    [row] = Overview(Selection.objects.get()).rows
    assert (row.place, row.score) == (1, Decimal("95.00"))
    with pytest.raises(TransitionBlocked) as blocked:
        world.decide(selection, first, "hold")
    assert said(blocked) == ["审核结果已公布，不能再修改"]


@pytest.mark.parametrize(("ranked_by", "score"), [("latest", "90.00"), ("mean", "85.00")])
def test_which_rounds_the_ranking_rests_on(world, ranked_by, score):
    [candidacy] = world.met(90)
    earlier = world.cycle.rounds.order_by("closes_on", "pk").first()
    type(earlier).objects.filter(pk=earlier.pk).update(opens_on="2020-01-01", closes_on="2020-01-02")
    RoundResult.objects.create(round=earlier, candidacy=candidacy, sheets=2, mean=80, pass_line=80)
    [row] = Overview(world.select(ranked_by=ranked_by)).rows
    assert row.score == Decimal(score)


def test_the_list_asks_the_same_number_of_questions_for_any_number_of_units(world, django_assert_num_queries):
    world.met(95)
    selection = Selection.objects.select_related("cycle__committee__region").get(pk=world.select().pk)
    with django_assert_num_queries(10):
        Overview(selection).caps  # noqa: B018  (reading is the point)
    world.met(90, 85, 80)
    with django_assert_num_queries(10):
        overview = Overview(selection)
        assert (len(overview.rows), len(overview.caps)) == (4, 1)


def test_non_public_employers_are_counted_by_area(world):

    first, _ = world.met(95, 90)
    Employer.objects.filter(pk=first.unit.employer_id).update(nature=EmployerNature.NON_PUBLIC)
    world.rule_set.settings.create(rule="non_public_per_area", limit=2, clause="中山市实施意见 三(二)4")
    selection = world.select()
    selections.prefill(selection, by=world.officer)
    overview = Overview(selection)
    [row] = area_table(selection.cycle, overview.filed, overview.rows)
    assert (row.filed, row.met, row.nominated) == (2, 2, 2)
    assert (row.filed_non_public, row.nominated_non_public, row.share) == (1, 1, 50)
    assert row.lacks_non_public


def test_the_preview_is_the_moves_own_conditions(world):
    [candidacy] = world.met(95)
    selection = world.select()
    world.decide(selection, candidacy, "nominate")
    found = step(selection, "publish", world.officer)
    assert found.ok
    assert [finding.text for finding in found.findings] == [
        "1 个达标集体都已拟定结论",
        "整个周期：本周期未限制创评比例，本次拟认定 1 个",
        "各项结论与排名、表决和回避要求一致",
    ]
