"""Each thing that stands in a candidacy's way, at its edge: what is refused, in which words, and what just passes."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import transaction

from core import clock
from core.lifecycle import TransitionBlocked, blockers, perform
from creation_cycle.models import Candidacy, RuleSetting, SelfAssessmentEntry, Standard, Title
from creation_cycle.services import notices
from creation_cycle.services.filing import open_candidacy
from reviews.models import Assignment
from reviews.services import rounds
from tests import factories as make
from tests.journey import Journey
from units.enums import Level
from units.models import Affiliation, Member, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Journey:
    return Journey()


def refused(candidacy, move, by, **given) -> list[str]:
    """What is said when `by` tries; fails when nothing is. The move is really tried, not only asked about."""
    with pytest.raises(TransitionBlocked) as caught, transaction.atomic():
        perform(candidacy, move, by=by, **given)
    return [finding.text for finding in caught.value.findings]


def in_days(days: int):
    return time_machine.travel(clock.now() + timedelta(days=days), tick=False)


# Filing: the window


@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (10, True), (11, False)])
def test_a_unit_files_inside_the_window_only_its_last_day_included(world, days, is_open):
    today = clock.today()
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(
        filing_opens_on=today, filing_closes_on=today + timedelta(days=10), creating_on=today + timedelta(days=11),
        assessing_on=today + timedelta(days=12), certifying_on=today + timedelta(days=13),
    )  # fmt: skip
    world.cycle.refresh_from_db()
    draft = world.candidacy("draft")
    with in_days(days):
        found = blockers(draft, "submit", world.captain)
    assert [finding.text[:5] for finding in found] == ([] if is_open else ["备案时间："])
    assert is_open or found[0].measured.startswith("今天是")


# Filing: the rules


@pytest.mark.parametrize(
    ("members", "young", "captain_age", "said"),
    [
        (5, 5, 30, ["集体人数 5 人，不达标"]),
        (6, 6, 30, []),
        (200, 200, 30, []),
        (201, 201, 30, ["集体人数 201 人，不达标"]),
        (19, 9, 30, ["19 人中 9 人 ≤35 岁 = 47.3%，不达标"]),
        (18, 9, 30, []),
        (12, 9, 40, []),
        (12, 9, 41, ["号长 41 周岁，不达标"]),
    ],
)
def test_the_numbers_at_their_edges(members, young, captain_age, said):
    world = Journey(members=members, young=young, captain_age=captain_age)
    draft = world.candidacy("draft")
    if said:
        assert refused(draft, "submit", world.captain) == said
    else:
        assert perform(draft, "submit", by=world.captain).state == "submitted"


def test_a_refused_rule_names_threshold_clause_and_who_mends_it():
    world = Journey(members=19, young=9)
    [finding] = blockers(world.candidacy("draft"), "submit", world.captain)
    assert (finding.measured, finding.required, finding.clause) == ("47.3%", "≥50%", "示例条款")
    assert (finding.remedy, finding.remedy_at, finding.who) == ("核对花名册", "roster", "号长")


def test_the_roster_is_judged_again_when_it_is_recommended(world):
    submitted = world.candidacy("submitted")
    Member.objects.filter(unit=world.unit, is_captain=False).update(birth_date=date(1970, 1, 1))
    [said] = refused(submitted, "recommend", world.recommender)
    assert said.startswith("12 人中 1 人 ≤35 岁")


def test_without_rules_nobody_files(world):
    world.rule_set.delete()
    assert "组委会尚未发布适用的创建规则" in refused(world.candidacy("draft"), "submit", world.captain)


# Filing: the unit


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"employer": None}, "基本信息还缺：所属单位"),
        ({"complaint_phone": ""}, "基本信息还缺：监督电话"),
        ({"industry": None}, "基本信息还缺：行业系统"),
        ({"dissolved_on": date(2026, 1, 1)}, "集体未撤并"),
    ],
)
def test_basic_facts_of_the_unit(world, change, said):
    type(world.unit).objects.filter(pk=world.unit.pk).update(**change)
    assert said in refused(world.candidacy("draft"), "submit", world.captain)


def test_a_unit_outside_the_organizers_line_finds_no_recommending_body(world):
    elsewhere = make.make_committee("外市团委", Level.CITY, parent=world.province)
    type(world.unit).objects.filter(pk=world.unit.pk).update(committee=elsewhere)
    draft = world.candidacy("draft")
    assert draft.recommending_committee is None
    assert refused(draft, "submit", world.captain) == [
        "集体的隶属团组织不在示例市团委之下，找不到下一级团组织"
    ]


# One live candidacy


def test_no_second_draft_while_one_is_live(world):
    world.candidacy("submitted")
    with pytest.raises(TransitionBlocked, match="本集体已有一份进行中的申报"):
        open_candidacy(world.unit, world.cycle, by=world.captain)


def test_a_second_live_one_elsewhere_blocks_filing(world):
    world.candidacy("filed")
    other_cycle = make.make_cycle(world.city)
    second = Candidacy(unit=world.unit, cycle=other_cycle)
    second.save()
    said = refused(second, "submit", world.captain)
    assert said == [f"另有一份进行中的申报：{world.cycle}"]


def test_after_withdrawing_a_new_draft_remembers_the_plan(world):
    first = world.candidacy("creating")
    perform(first, "withdraw", by=world.captain)
    again = world.candidacy("draft")
    assert again.plan == "plan的内容"


# Lower title, kinds


@pytest.fixture
def provincial(world):
    """A cycle of the province, whose recommending body is the city."""
    make.make_rule_set(world.province)
    make.make_standard(world.province)
    return make.make_cycle(world.province)


def hold(world, level=Level.CITY, months=24) -> Title:
    day = clock.today() - timedelta(days=31 * months)
    return Title.objects.create(
        unit=world.unit, level=level, committee=world.city, name="示例市青年文明号", star=1,
        first_recognised_on=day, last_recognised_on=day,
    )  # fmt: skip


def test_a_city_title_needs_no_lower_one(world):
    assert world.candidacy("submitted").kind == "new"


def test_a_provincial_title_needs_the_citys_first(world, provincial):
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    assert draft.recommending_committee == world.city
    assert refused(draft, "submit", world.captain) == ["须先获得地市级青年文明号"]
    perform(draft, "withdraw", by=world.captain)
    hold(world)
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    assert draft.kind == "promotion"
    assert perform(draft, "submit", by=world.captain).state == "submitted"


def test_a_revoked_title_is_not_held(world, provincial):
    title = hold(world)
    Title.objects.filter(pk=title.pk).update(state="revoked", state_reason="弄虚作假")
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    assert refused(draft, "submit", world.captain) == ["须先获得地市级青年文明号"]


@pytest.mark.parametrize(("months", "passes"), [(11, False), (13, True)])
def test_a_title_may_have_to_be_held_for_a_time(world, provincial, months, passes):
    RuleSetting.objects.create(
        rule_set=world.province.rule_sets.get(), rule="lower_title_months", limit=12, clause="陕西 2018"
    )
    hold(world, months=0)
    day = clock.today() - timedelta(days=months * 30 + 5)
    Title.objects.update(first_recognised_on=day)
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    said = [finding.text for finding in blockers(draft, "submit", world.captain)]
    assert said == ([] if passes else ["须先获得地市级青年文明号满 12 个月"])


@pytest.mark.parametrize(
    ("limit", "days_short", "passes"),
    [(6, 0, True), (6, 1, False), (18, 0, True), (18, 1, False)],
)
def test_months_are_counted_as_months(world, provincial, limit, days_short, passes):
    RuleSetting.objects.create(
        rule_set=world.province.rule_sets.get(), rule="lower_title_months", limit=limit, clause="示例条款"
    )
    hold(world)
    today = date(2027, 1, 15)
    since = {6: date(2026, 7, 15), 18: date(2025, 7, 15)}[limit] + timedelta(days=days_short)
    Title.objects.update(first_recognised_on=since)
    type(provincial).objects.filter(pk=provincial.pk).update(
        filing_closes_on=date(2027, 12, 1), closes_on=date(2028, 12, 1)
    )
    provincial.refresh_from_db()
    draft = open_candidacy(world.unit, provincial, by=world.captain)
    with time_machine.travel(today, tick=False):
        said = [finding.text for finding in blockers(draft, "submit", world.captain)]
    assert said == ([] if passes else [f"须先获得地市级青年文明号满 {limit} 个月"])


def test_a_kind_that_does_not_fit_the_titles_is_refused(world):
    hold(world)
    draft = world.candidacy("draft", kind="new")
    assert refused(draft, "submit", world.captain) == ["申报类型“新创建”与现有称号（地市级）不符"]
    Candidacy.objects.filter(pk=draft.pk).update(kind="star")
    assert perform(draft, "submit", by=world.captain).state == "submitted"


# Quotas


def other_unit(world):
    unit = make.make_unit(world.county)
    return {"unit": unit, "captain": make.make_captain(unit)}


def test_the_last_place_of_a_body(world):
    make.make_quota(world.cycle, world.county, 1)
    first, second = world.candidacy("submitted"), world.candidacy("submitted", **other_unit(world))
    perform(first, "recommend", by=world.recommender)
    assert refused(second, "recommend", world.recommender) == ["示例街道团工委新申报名额 1 个，已推荐 1 个"]
    third = world.candidacy("draft", **other_unit(world))
    assert refused(third, "submit", third.unit.posts.get().user) == [
        "示例街道团工委新申报名额 1 个，已推荐 1 个"
    ]


@pytest.mark.parametrize(
    ("move", "actor"), [("withdraw", "captain"), ("decline", "officer"), ("return_for_changes", "officer")]
)
def test_a_place_that_is_given_up_is_free_again(world, move, actor):
    make.make_quota(world.cycle, world.county, 1)
    second = world.candidacy("submitted", **other_unit(world))
    first = world.candidacy("recommended")
    perform(first, move, by=getattr(world, actor), note="理由")
    assert perform(second, "recommend", by=world.recommender).state == "recommended"


def test_a_quota_of_the_cycle_goes_before_the_rule_sets(world):
    world.rule_set.settings.filter(rule="new_per_body").update(limit=0)
    draft = world.candidacy("draft")
    assert refused(draft, "submit", world.captain) == ["示例街道团工委新申报名额 0 个，已推荐 0 个"]
    make.make_quota(world.cycle, world.county, 1)
    assert perform(draft, "submit", by=world.captain).state == "submitted"


def test_one_bodys_places_are_not_anothers(world):
    make.make_quota(world.cycle, world.county, 1)
    world.candidacy("recommended")
    county2 = make.make_committee("第二街道团工委", Level.COUNTY, parent=world.city)
    unit = make.make_unit(county2)
    candidacy = world.candidacy("submitted", unit=unit, captain=make.make_captain(unit))
    assert perform(candidacy, "recommend", by=make.make_officer(county2)).state == "recommended"


# The special channel


def test_the_special_channel_needs_a_reason_and_a_place_of_its_own(world):
    draft = world.candidacy("draft", channel="special")
    assert refused(draft, "submit", world.captain) == ["特别推荐须写明理由"]
    Candidacy.objects.filter(pk=draft.pk).update(channel_reason="乡村振兴一线")
    submitted = perform(draft, "submit", by=world.captain)
    assert refused(submitted, "recommend", world.recommender) == [
        "示例街道团工委特别推荐名额 0 个，已推荐 0 个"
    ]
    make.make_quota(world.cycle, world.county, 0, special=1)
    assert perform(submitted, "recommend", by=world.recommender).state == "recommended"


@pytest.mark.parametrize(
    ("severity", "channel", "passes"),
    [
        ("waivable", "special", True),
        ("waivable", "regular", False),
        ("hard", "special", False),
        ("advisory", "regular", True),
    ],
)
def test_only_a_waivable_rule_yields_and_only_to_the_special_channel(severity, channel, passes):
    world = Journey(members=5, young=5)
    world.rule_set.settings.filter(rule="min_members").update(severity=severity)
    draft = world.candidacy("draft", channel=channel, channel_reason="重大项目")
    said = [finding.text for finding in blockers(draft, "submit", world.captain)]
    assert said == ([] if passes else ["集体人数 5 人，不达标"])


# Four eyes, and nobody in their own cause


@pytest.fixture
def relations(world):
    """Ways in which a person belongs to the unit; each returns what is said of it."""
    today, unit = clock.today(), world.unit

    def member(user, **values):
        Member.objects.create(unit=unit, user=user, name="本人", birth_date=date(1995, 1, 1), **values)

    def post(user, ends_on):
        Post.objects.create(unit=unit, user=user, role="filler", starts_on=date(2020, 1, 1), ends_on=ends_on)

    return {
        "captain": (lambda u: post(u, None), "号长或填报人员"),
        "member": (member, "该集体的成员"),
        "left lately": (lambda u: member(u, left_on=today - timedelta(days=1000)), "该集体的成员"),
        "left long ago": (lambda u: member(u, left_on=today - timedelta(days=1200)), ""),
        "post lately": (lambda u: post(u, today - timedelta(days=1000)), "号长或填报人员"),
        "post long ago": (lambda u: post(u, today - timedelta(days=1200)), ""),
        "employer": (lambda u: Affiliation.objects.create(user=u, employer=unit.employer), "同一工作单位"),
        "branch": (lambda u: Affiliation.objects.create(user=u, league_branch=unit.league_branch), "同一团支部"),
        "other employer": (lambda u: Affiliation.objects.create(user=u, league_branch="别的支部"), ""),
    }  # fmt: skip


@pytest.mark.parametrize(
    "relation",
    ["captain", "member", "left lately", "left long ago", "post lately", "post long ago", "employer", "branch",
     "other employer"],
)  # fmt: skip
def test_a_superuser_does_not_certify_the_unit_they_belong_to(world, relations, relation):
    publicised = world.candidacy("publicised")
    root = make.make_user(is_superuser=True)
    relate, said = relations[relation]
    relate(root)
    given = {"decision_number": "示例发〔2026〕1号"}
    with world.after_notice(publicised):
        if said:
            [reason] = refused(publicised, "certify", root, **given)
            assert reason.startswith("须回避：")
            assert said in reason
        else:
            assert perform(publicised, "certify", by=root, **given).state == "certified"


@pytest.mark.parametrize(
    ("state", "move", "actor"),
    [
        ("submitted", "recommend", "recommender"), ("submitted", "return_for_changes", "recommender"),
        ("submitted", "decline", "recommender"), ("recommended", "file", "officer"), ("applied", "assess", "officer"),
        ("met", "nominate", "officer"), ("met", "reject", "officer"),
    ],
)  # fmt: skip
def test_no_decision_about_ones_own_unit(world, relations, state, move, actor):
    candidacy = world.candidacy(state)
    if state == "applied":
        rounds.assign(world.round, candidacy, world.reviewer, by=world.officer)
    person = getattr(world, actor)
    relations["employer"][0](person)
    assert refused(candidacy, move, person, note="理由") == ["须回避：您与该集体属同一工作单位"]


def test_the_nominator_does_not_certify(world):
    publicised = world.candidacy("publicised")
    make.Office.objects.create(
        user=world.officer, committee=world.city, role="approver", starts_on=date(2020, 1, 1)
    )
    with world.after_notice(publicised):
        said = refused(publicised, "certify", world.officer, decision_number="示例发〔2026〕1号")
    assert said == ["认定人不得是提出拟认定的人"]


def test_who_recommended_does_not_file(world):
    recommended = world.candidacy("recommended")
    make.Office.objects.create(
        user=world.recommender, committee=world.city, role="officer", starts_on=date(2020, 1, 1)
    )
    assert refused(recommended, "file", world.recommender) == ["备案人不得是推荐人"]


# Creation and assessment


@pytest.mark.parametrize("name", ["plan", "standard_summary", "sign", "carrier", "pledge", "complaint_phone"])
def test_creation_begins_with_plan_standard_sign_carrier_pledge_and_phone(world, name):
    filed = world.candidacy("filed")
    values = dict.fromkeys(
        ("plan", "standard_summary", "sign", "carrier", "pledge", "complaint_phone"), "内容"
    )
    Candidacy.objects.filter(pk=filed.pk).update(**{**values, name: " "})
    [said] = refused(filed, "begin", world.captain)
    assert said.endswith("尚未填写")


def test_without_a_standard_nothing_is_filed(world):
    recommended = world.candidacy("recommended")
    Standard.objects.update(state="superseded")
    assert refused(recommended, "file", world.officer) == ["组委会尚未发布适用的创建标准"]


def test_an_unfinished_self_assessment_is_not_handed_over(world):
    creating = world.candidacy("creating")
    world.open_round()
    Candidacy.objects.filter(pk=creating.pk).update(story="")
    SelfAssessmentEntry.objects.create(candidacy=creating, item=creating.standard.items.first(), points=1)
    assert refused(creating, "apply", world.captain) == ["自评 7 项，已完成 1 项", "尚未填写事迹材料"]


@pytest.mark.parametrize("state", ["planned", "closed", "over"])
def test_one_applies_to_an_open_round_only(world, state):
    creating = world.candidacy("creating")
    for item in creating.standard.items.all():
        SelfAssessmentEntry.objects.create(candidacy=creating, item=item, points=1)
    over = {"opens_on": clock.today() - timedelta(days=9), "closes_on": clock.today() - timedelta(days=1)}
    make.make_round(world.cycle, **(over if state == "over" else {"state": state}))
    assert refused(creating, "apply", world.captain) == ["目前没有进行中的达标考核"]


def test_a_panel_needs_enough_reviewers_without_a_conflict(world):
    applied = world.candidacy("applied")
    type(world.round).objects.filter(pk=world.round.pk).update(min_reviewers=2)
    rounds.assign(world.round, applied, world.reviewer, by=world.officer)
    assert refused(applied, "assess", world.officer) == ["已指派 1 名评审人员"]
    second = make.make_user(name="王评审")
    rounds.assign(world.round, applied, second, by=world.officer)
    Affiliation.objects.create(user=second, employer=world.unit.employer)
    assert refused(applied, "assess", world.officer) == ["评审人员王评审须回避：您与该集体属同一工作单位"]
    perform(Assignment.objects.get(reviewer=second), "recuse", by=second, note="同一单位")
    third = make.make_user()
    rounds.assign(world.round, applied, third, by=world.officer)
    assert perform(applied, "assess", by=world.officer).state == "assessing"


def test_a_reviewer_with_a_conflict_is_not_assigned_at_all(world):
    applied = world.candidacy("applied")
    Affiliation.objects.create(user=world.reviewer, employer=world.unit.employer)
    with pytest.raises(TransitionBlocked, match="须回避"):
        rounds.assign(world.round, applied, world.reviewer, by=world.officer)
    assert not Assignment.objects.exists()


@pytest.mark.parametrize(("lost", "state"), [(1, "met"), (3, "not_met")])
def test_the_mean_decides_against_the_pass_line(world, lost, state):
    assessed = world.candidacy("assessing")
    result = world.to_met(assessed, world.captain, lost=lost)
    assert result.state == state
    assert result.round_results.get().mean == 100 - 7 * lost


def test_the_pass_line_itself_is_met(world):
    Standard.objects.update(pass_line=93)
    assert world.candidacy("met").state == "met"


# Nomination: rounds and cap


def test_two_rounds_are_held_before_anybody_is_nominated(world):
    world.cycle.rounds.all().delete()
    met = world.candidacy("met")
    assert refused(met, "nominate", world.officer) == ["本周期已组织 1 次达标考核"]
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(rounds_exception="省团委批复同意")
    assert perform(met, "nominate", by=world.officer).state == "nominated"


@pytest.mark.parametrize(("filed", "cap"), [(1, 0), (2, 1), (3, 1), (4, 2)])
def test_at_most_one_in_two_of_the_filed_is_recognised(world, filed, cap):
    RuleSetting.objects.create(
        rule_set=world.rule_set, rule="filed_per_recognised", limit=2, clause="中山 三(二)5"
    )
    teams = [{}, *(other_unit(world) for _ in range(filed - 1))]
    assessed = [world.candidacy("assessing", **team) for team in teams]
    for candidacy in assessed:
        world.score(candidacy)
    perform(world.round, "close", by=world.officer)
    for candidacy in assessed[:cap]:
        perform(candidacy, "nominate", by=world.officer)
    if cap < filed:
        said = refused(assessed[cap], "nominate", world.officer)
        assert said == [f"已备案 {filed} 个，按 2:1 最多认定 {cap} 个，已拟认定 {cap} 个"]


# The notice


@pytest.mark.parametrize(("days", "over"), [(-1, False), (0, False), (1, True)])
def test_one_certifies_after_the_last_day_of_the_notice_not_on_it(world, days, over):
    publicised = world.candidacy("publicised")
    with world.after_notice(publicised, days=days):
        if over:
            certified = perform(
                publicised, "certify", by=world.approver, decision_number=" 示例发〔2026〕1号 "
            )
            assert (certified.decision_number, certified.decided_on) == ("示例发〔2026〕1号", clock.today())
        else:
            [said] = refused(publicised, "certify", world.approver, decision_number="示例发〔2026〕1号")
            assert "24:00，尚未届满" in said


def test_an_open_objection_suspends_and_a_dismissed_one_lets_go_on(world):
    publicised = world.candidacy("publicised")
    notice = publicised.notice_entries.get().notice
    objections = [notices.object_to(notice, publicised, content=text) for text in ("异议一", "异议二")]
    contested = Candidacy.objects.get(pk=publicised.pk)
    assert contested.state == "contested"
    assert refused(contested, "resume", world.officer) == ["有 2 件异议尚未办结"]
    perform(objections[0], "dismiss", by=world.officer, note="查无此事")
    assert Candidacy.objects.get(pk=publicised.pk).state == "contested"
    perform(objections[1], "dismiss", by=world.officer, note="查无此事")
    assert Candidacy.objects.get(pk=publicised.pk).state == "publicised"


def test_an_upheld_objection_is_not_resumed_by_dismissing_another(world):
    publicised = world.candidacy("publicised")
    notice = publicised.notice_entries.get().notice
    first, second = [notices.object_to(notice, publicised, content=text) for text in ("异议一", "异议二")]
    perform(first, "uphold", by=world.officer, note="属实")
    perform(second, "dismiss", by=world.officer, note="查无此事")
    contested = Candidacy.objects.get(pk=publicised.pk)
    assert contested.state == "contested"
    assert refused(contested, "resume", world.officer) == ["有 1 件异议成立，应不予认定"]


def test_a_unit_that_is_not_nominated_blocks_its_whole_notice(world):
    met = world.candidacy("met")
    notice = notices.draft_notice(world.cycle, by=world.officer, title="公示", candidacies=[met])
    assert refused(notice, "open", world.officer) == [f"“{world.unit}”当前为达标，只有拟认定的集体可以公示"]
    empty = notices.draft_notice(world.cycle, by=world.officer, title="公示")
    assert refused(empty, "open", world.officer) == ["公示名单还是空的"]


def test_publishing_without_a_notice_is_refused(world):
    nominated = world.candidacy("nominated")
    [said] = refused(nominated, "publicise", world.officer)
    assert said.startswith("请先建立公示并列入本集体")


# The end of the cycle


def test_a_live_candidacy_lapses_with_its_cycle_and_not_before(world):
    filed = world.candidacy("filed")
    assert refused(filed, "lapse", None) == ["所在创建周期已结束"]
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(state="certifying")
    world.cycle.refresh_from_db()
    with in_days(300):
        assert refused(world.cycle, "close", None) != []
    with in_days(301):
        perform(world.cycle, "close", by=None)
        assert Candidacy.objects.get(pk=filed.pk).state == "lapsed"


def test_stars_go_up_one_by_one_to_three(world):
    hold(world)
    for expected in (2, 3, 3):
        cycle = make.make_cycle(world.city)
        world.cycle = cycle
        make.make_round(cycle, state="closed")
        make.make_round(cycle, state="closed")
        world.candidacy("certified")
        assert world.unit.titles.get().star == expected
