"""Who ends where: sixty units in two cycles so that every state is on show."""

import csv
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.db import transaction

import creation_cycle
from core import clock
from core.lifecycle import perform
from core.services import ledger
from creation_cycle.enums import LegacyStarPolicy
from creation_cycle.models import Candidacy, Cycle
from creation_cycle.services import cycles, legacy, notices, self_assessments
from demo import (
    adjustments,
    collectives,
    complaints,
    credit,
    cross,
    duties,
    growth,
    honours,
    inspections,
    links,
    objections,
    panels,
    people,
    quiz,
    rechecks,
    records,
    rectifications,
    selection,
    service,
    stage,
    story,
    volunteers,
)
from demo.story import Cast, days_from_now
from units.enums import Level
from units.models import Committee, Region, Unit

PUBLISHED = Path(creation_cycle.__file__).parent / "data" / "published-titles.csv"


@transaction.atomic
def play(*, say: Callable[[str], object]) -> None:
    """Build the whole world in one transaction."""
    committees = people.make_committees()
    units = collectives.make_collectives(committees)
    recommenders = {
        committees[town].pk: username
        for town, username in zip(people.TOWNS, ("county", "east", "west", "torch", "xiaolan"), strict=True)
    }
    staff = people.make_staff(committees)
    cast = Cast(
        people=staff,
        captains=collectives.make_captains(units),
        recommenders={pk: staff[username] for pk, username in recommenders.items()},
    )
    say(f"{len(units)} 个虚构集体、{len(committees)} 个团组织")
    city = committees["中山"]
    stage.adopt_rules(city)
    with days_from_now(-1200):
        stage.publish_standard(city, by=cast["officer"])
    panels.make_pool(city, cast)
    quiz.fill_bank(city, cast)
    register_past(units, committees, cast)
    _closed_cycle(city, committees, units, cast)
    say("上一周期：已结束")
    plan = rechecks.open_year(city, [units[12], units[14]], cast)
    _live_cycle(city, committees, units, cast)
    say("本周期：各状态均有集体")
    _daily_records(units, committees, cast)
    say("创建日志、创新作品、成长计划卡、关爱、联创结对和整改通知单")
    volunteers.fill(committees, units, cast)
    say("志愿者、志愿服务组织、申请和一次名册导入")
    service.play(committees, units, cast)
    say("志愿服务活动、时长、证明、青少年之家和服务项目")
    _credit(units, city, cast)
    say("红名单、信用查询、激励措施、伙伴单位和诚信承诺")
    adjustments.tell(units[12:24], cast)
    say("动态调整：告知、陈述申辩、决定、申诉，各状态均有称号")
    rechecks.tell(plan, units[12:24], cast)
    say("年度复核：自查、初评、抽检和认定，各状态均有称号")
    _other_city(committees, cast)
    with transaction.atomic():
        ledger.seal_through(clock.today() - timedelta(days=1))


def _daily_records(units: list[Unit], committees: dict[str, Committee], cast: Cast) -> None:
    """What lies behind the tabs of a unit's pages: for both captains of the demo, two title holders, two creating."""
    keeping = [*units[:2], *units[12:14], units[54], units[27]]
    records.keep_log(keeping, cast)
    duties.keep_years(committees, cast)
    links.keep_innovations(keeping, cast)
    links.keep_care(keeping[:4], cast)
    links.link_units(keeping, cast)
    links.make_street(committees["东区街道"], units[12:18], by=cast["county"])
    rectifications.send_notices(committees["中山"], units[1], units[54], cast)
    complaints.take_in(units[1], units[18:21], cast)
    inspections.visit(committees["中山"], units[21], units[22], cast)
    for unit in keeping[:3]:
        growth.grow(unit, by=cast.captains[unit.pk])


def _credit(units: list[Unit], city: Committee, cast: Cast) -> None:
    """What the awards left on the red list, and what surrounds it."""
    credit.list_honours(city, cast)
    credit.list_people(city, cast)
    credit.put_on_notice(city, cast)
    credit.send_batch(city, [units[1], *units[44:47]], cast)
    credit.offer_measures(city, cast)
    credit.make_pledges(city, units[12:15], cast)


def register_past(units: list[Unit], committees: dict[str, Committee], cast: Cast) -> None:
    """Published titles as newspapers printed them, and invented earlier city titles for four demo units."""
    policy, by = LegacyStarPolicy.COLLAPSE_TO_ONE, cast["officer"]
    with PUBLISHED.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            past = legacy.PastTitle(
                unit_name=row["集体名称"],
                level={"省级": Level.PROVINCIAL, "全国": Level.NATIONAL}[row["等级"]],
                star={"一星级": 1, "二星级": 2, "三星级": 3}.get(row["星级"]),
                session=row["届次"],
                year=int(row["命名年份"]),
                region=Region.objects.get(code=row["行政区划代码"]),
                source=row["公布来源"],
            )
            legacy.register(past, committee=committees["中山"], policy=policy, by=by)
    for unit, star in zip(units[13:17], (2, 2, 1, 1), strict=True):
        past = legacy.PastTitle(
            unit.name,
            Level.CITY,
            star,
            "往届中山市青年文明号（演示）",
            clock.today().year - 4,
            unit.region,
            "演示数据",
        )
        legacy.register(past, committee=unit.committee, policy=policy, by=by)


def _closed_cycle(city: Committee, committees, units: list[Unit], cast: Cast) -> None:
    """Twenty-eight units filed: twelve recognised, one rejected; the others lapse when the cycle ends."""
    with days_from_now(-1050):
        cycle = stage.make_cycle(
            city, opens=0, closes=60, stages=(70, 400, 600), ends=720, by=cast["officer"]
        )
        stage.give_quotas(cycle, committees)
    joined = units[12:40]
    with days_from_now(-1030):
        cycles.advance_due(clock.today())
        filed = _filed(joined, cycle, cast)
    with days_from_now(-950):
        creating = story.begin(filed, cast)
    first = _round(cycle, "中期考核", -650, creating[:16], cast, low=creating[15:16])
    _round(cycle, "终期考核", -590, [], cast)
    with days_from_now(-460):
        credit.make_lists(city)
    with days_from_now(-450):
        cycles.advance_due(clock.today())
        recognised = story.nominate(creating[:12], cast)
        perform(story.fresh(creating[14]), "reject", by=cast["officer"], note="公示前核查发现材料与现场不符")
    with days_from_now(-440):
        story.publicise(recognised, f"{cycle.name}拟认定集体公示", cast)
    with days_from_now(-420):
        notices.close_due(clock.today())
        story.certify(recognised, "中山青联发〔演示〕1号", cast)
    honours.hand_over(recognised, cast)
    with days_from_now(-328):
        cycles.advance_due(clock.today())
    assert first.results.count() == 16


def _live_cycle(city: Committee, committees, units: list[Unit], cast: Cast) -> None:
    with days_from_now(-300):
        cycle = stage.make_cycle(
            city, opens=0, closes=330, stages=(100, 180, 265), ends=400, by=cast["officer"]
        )
        stage.give_quotas(cycle, committees)
    with days_from_now(-280):
        cycles.advance_due(clock.today())
        filed = _filed(_takers(units), cycle, cast)
    with days_from_now(-180):
        cycles.advance_due(clock.today())
        creating = story.begin([*filed[2:], filed[0]], cast)
    with days_from_now(-150):
        story.assess_half_year([creating[13], *creating[20:]], cast)
    _round(cycle, "第一次达标考核", -110, creating[:8], cast, low=creating[7:8])
    _round(cycle, "第二次达标考核", -60, creating[8:13], cast)
    _decisions([*creating[:7], *creating[8:13]], cycle, cast)
    _present_round(cycle, creating[13:], cast)
    self_assessments.ask_by(clock.today())
    _desks(units, cycle, cast)


def _takers(units: list[Unit]) -> list[Unit]:
    """Units of the live cycle that are past filing; the first twelve stay for the desks of the present."""
    return [units[1], *units[40:], *units[26:34]]


def _decisions(met: list[Candidacy], cycle: Cycle, cast: Cast) -> None:
    """Of twelve that met the standard: three certified, two ready to certify, three on notice, one contested …"""
    with days_from_now(-45):
        credit.ask_for_award(met, cycle, cast)
    with days_from_now(-30):
        cycles.advance_due(clock.today())
        proposed = selection.decide(met, cycle, cast)
    with days_from_now(-25):
        selection.send_letters(cycle, cast)
        first = story.publicise(proposed[:5], f"{cycle.name}第一批拟认定集体公示", cast)
    objections.answer_one(first, proposed[0], cast)
    with days_from_now(-6):
        notices.close_due(clock.today())
        story.certify(proposed[:3], "中山青联发〔演示〕2号", cast)
    with days_from_now(-4):
        selection.draw_up_next(cycle, cast)
    with days_from_now(-2):
        notice = story.publicise(proposed[5:8], f"{cycle.name}第二批拟认定集体公示", cast)
    objections.leave_two_open(notice, proposed[7], cast)


def _present_round(cycle: Cycle, creating: list[Candidacy], cast: Cast) -> None:
    """The round that is open today: some applied, some under assessment, one handed in, one with a marked veto."""
    with days_from_now(-8):
        round_ = stage.plan_round(cycle, "第三次达标考核", 0, 40, by=cast["officer"])
        round_.leads.add(cast["reviewer3"])
        cross.take_in(round_)
        round_ = perform(round_, "open", by=cast["officer"])
    with days_from_now(-5):
        applied = story.apply(creating[1:7], cast)
    with days_from_now(-4):
        cross.pair_units(round_, cast)
    with days_from_now(-3):
        assessing = story.assess(applied[:4], round_, cast)
        story.score(assessing[:1], round_)
        story.mark_veto(assessing[1], round_, "市民热线两次转来投诉，单位核查后认定属实（演示）。")
    panels.hold_draws(round_, cast)
    quiz.hold_quiz(round_, assessing, cast)


def _desks(units: list[Unit], cycle: Cycle, cast: Cast) -> None:
    """What lies on desks today: drafts, submissions, returns, recommendations, refusals."""
    _fit_the_example(units[0])
    with days_from_now(-9):
        drafts = story.draft([units[0], *units[2:12]], cycle, cast)
        submitted = story.submit(drafts[2:], cast)
    with days_from_now(-7):
        recommended = story.recommend(submitted[3:6], cast)
        officer, recommender = cast["officer"], cast["county"]
        perform(
            recommended[2], "return_for_changes", by=officer, note="请补充集体类型的说明，并核对花名册人数"
        )
        perform(submitted[6], "decline", by=recommender, note="与本街道另一集体为同一班组，不重复备案")
        perform(
            submitted[7], "withdraw", by=cast.captain_of(submitted[7]), note="集体即将整合，本周期暂不创建"
        )


def _fit_the_example(unit: Unit) -> None:
    """The `captain` account's roster: 18 members, exactly 9 of them not above 35."""
    unit.members.filter(is_captain=False).delete()
    chance = random.Random(18)  # noqa: S311  (a repeatable story, not a secret)
    collectives.make_roster(unit, headcount=18, young=9, first=1, chance=chance)


def _filed(units: list[Unit], cycle: Cycle, cast: Cast) -> list[Candidacy]:
    drafts = story.draft(units, cycle, cast)
    return story.file(story.recommend(story.submit(drafts, cast), cast), cast)


def _round(cycle: Cycle, name: str, day: int, candidacies: list[Candidacy], cast: Cast, *, low=()):
    """A round of twenty days that was held and closed."""
    with days_from_now(day):
        round_ = stage.plan_round(cycle, name, 0, 20, by=cast["officer"])
        round_ = perform(round_, "open", by=cast["officer"])
        assessing = story.assess(story.apply(candidacies, cast), round_, cast)
    with days_from_now(day + 15):
        weak = {candidacy.pk for candidacy in low}
        story.score([c for c in assessing if c.pk not in weak], round_)
        story.score([c for c in assessing if c.pk in weak], round_, low=True)
        return perform(round_, "close", by=cast["officer"])


def _other_city(committees: dict[str, Committee], cast: Cast) -> None:
    """Another city has its own cycle and files; neither city sees the other's."""
    city, chance = committees["佛山"], random.Random(7)  # noqa: S311  (a repeatable story, not a secret)
    stage.adopt_rules(city)
    stage.publish_standard(city, by=cast["officer2"])
    cycle = stage.make_cycle(city, opens=-40, closes=60, stages=(70, 200, 300), ends=400, by=cast["officer2"])
    cycles.advance_due(clock.today())
    unit = collectives.make_one(collectives.PATTERNS[0], "禅城", committees["禅城"], chance)
    captain = collectives.make_captain(unit, "captain-chancheng")
    candidacy = story.open_candidacy(unit, cycle, by=captain)
    perform(candidacy, "submit", by=captain)
