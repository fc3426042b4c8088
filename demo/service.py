"""Events, hours, proofs, pacts and projects of the demo, so that each page has rows. All people are invented."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from core import clock
from core.lifecycle import perform
from core.services import ledger
from core.validators import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from demo.people import make_person
from demo.story import Cast, days_from_now
from units.enums import Level
from units.models import Committee, Region, Unit
from volunteers.models import (
    HopeHut,
    HoursEntry,
    HoursPolicy,
    Indicator,
    ServiceAction,
    ServiceEvent,
    ServiceProject,
    Shift,
    Steward,
    Volunteer,
    VolunteerOrganisation,
    YouthHome,
    YouthStation,
)
from volunteers.services import (
    action_data,
    attendance,
    hours,
    pacts,
    projects,
    proofs,
    records,
    sign_ups,
    stations,
)

HELPERS = ("林小禾", "陈一诺", "黄子轩", "吴佳怡", "郑浩然", "周思远", "何雨桐", "罗嘉明")
PLACES = ("示例敬老院", "示例社区广场", "示例图书馆", "示例河堤公园", "示例地铁站")


@dataclass
class Team:
    """An organisation with two people who run it, and those who help."""

    organisation: VolunteerOrganisation
    steward: User
    second: User
    helpers: list[Volunteer]


def play(committees: dict[str, Committee], units: list[Unit], cast: Cast) -> None:
    city = committees["中山"]
    HoursPolicy.objects.create(committee=city, proof_notice_workdays=3)
    team = make_team(committees["石岐街道"])
    past_events(team, units)
    present_events(team)
    serve_young_people(city, units, cast)
    pair(city, units, cast)


def make_team(committee: Committee) -> Team:
    """The `volunteer` account's record is made here unless the register has one."""
    organisation = VolunteerOrganisation.objects.create(
        name="石岐青年志愿服务队（演示）", code="ZS0111", committee=committee, region=committee.region,
        contact_name="示例联系人", contact_phone="0760-10000000",
    )  # fmt: skip
    steward, second = _account("steward", "温志愿"), _account("steward2", "乔助人")
    for user in (steward, second):
        Steward.objects.create(
            user=user, organisation=organisation, starts_on=clock.today() - timedelta(days=400)
        )
    own = _own_record(_account("volunteer", "林小禾"), organisation)
    others = [_helper(organisation, name, serial) for serial, name in enumerate(HELPERS[1:], start=2)]
    return Team(organisation, steward, second, [own, *others])


def _account(username: str, name: str) -> User:
    return User.objects.filter(username=username).first() or make_person(username, name)


def _own_record(user: User, organisation) -> Volunteer:
    found = Volunteer.objects.filter(user=user).first()
    return found or _helper(organisation, user.name, 1, user=user)


def _helper(organisation, name: str, serial: int, **values) -> Volunteer:
    born = date(1996 + serial % 6, 1 + serial % 12, 10 + serial)
    body = f"442000{born:%Y%m%d}{900 + serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, IDENTITY_WEIGHTS, strict=True))
    return records.put_on_record(
        by=None, name=name, identity_number=body + IDENTITY_CHECKS[total % 11], birth_date=born,
        phone=f"1380000{serial:04d}", region=organisation.region, organisation=organisation, **values,
    )  # fmt: skip


def past_events(team: Team, units: list[Unit]) -> None:
    """Verified a while ago, verified yesterday with a correction asked for, and one that waits for a second person."""
    for weeks in (30, 18, 9):
        _held(team, f"社区便民服务日（{weeks} 周前）", -7 * weeks, units[0], verified=True)
    _held(team, "爱老敬老陪伴日", -20, None, verified=True)
    _held(team, "图书馆秩序引导", -2, units[1], verified=True)
    _held(team, "河堤清洁行动", -1, None, verified=False)
    own = team.helpers[0]
    with days_from_now(-9):
        entry = HoursEntry.objects.final().filter(volunteer=own).order_by("day").last()
        proof = proofs.ask(
            own, team.organisation, by=own.user, first_day=entry.day.replace(month=1, day=1), last_day=entry.day,
            purpose="求职",
        )  # fmt: skip
        proof = perform(proof, "show", by=team.steward)
    perform(proof, "issue", by=team.steward)
    newest = HoursEntry.objects.filter(volunteer=own).order_by("day").last()
    hours.ask_correction(
        newest, by=own.user, reason="当天多留了半小时收拾桌椅", starts_at=newest.starts_at,
        ends_at=newest.ends_at + timedelta(minutes=30),
    )  # fmt: skip


def _held(team: Team, title: str, day: int, unit: Unit | None, *, verified: bool) -> None:
    """Recruited a week before, served from nine to twelve, handed in, and verified by the second steward."""
    with days_from_now(day - 7):
        event = _event(team, title, unit)
        shift = _shift(event, 7, 9, 3, 8)
        event = perform(event, "recruit", by=team.steward)
        rows = [sign_ups.sign_up(shift, helper, by=team.steward) for helper in team.helpers[:5]]
    with clock.pretend(shift.ends_at + timedelta(hours=1)):
        for row in rows[:4]:
            came = attendance.tick(row, "check_in", by=team.steward, at=shift.starts_at)
            attendance.tick(came, "check_out", by=team.steward, at=shift.ends_at)
        event = perform(ServiceEvent.objects.get(pk=event.pk), "complete", by=team.steward)
    if verified:
        with days_from_now(day + 1):
            perform(event, "verify_hours", by=team.second)


def present_events(team: Team) -> None:
    """One that runs today, one with a waiting list, one with places, one that is still being planned."""
    with days_from_now(-3):
        running = _event(team, "考点周边交通引导", None)
        shift = _shift(running, 3, 0, 24, 6)
        full = _event(team, "周末阅读陪伴", None, min_age=16)
        small = _shift(full, 8, 9, 3, 2)
        _shift(full, 9, 14, 3, 10)
        wide = _event(team, "垃圾分类入户宣传", None)
        _shift(wide, 13, 9, 2, 20)
        for event in (running, full, wide):
            perform(event, "recruit", by=team.steward)
        for helper in team.helpers[1:5]:
            sign_ups.sign_up(shift, helper, by=team.steward)
        for helper in team.helpers[1:4]:
            sign_ups.sign_up(small, helper, by=team.steward)
        _event(team, "冬日暖心包发放", None)
    row = shift.sign_ups.holding().first()
    attendance.tick(row, "check_in", by=team.steward)


def _event(team: Team, title: str, unit: Unit | None, **values) -> ServiceEvent:
    organisation = team.organisation
    event = ServiceEvent.objects.create(
        organisation=organisation, title=title, unit=unit, content=f"{title}：按岗位分组开展服务，现场有人带队。",
        beneficiaries="社区居民", region=organisation.region, place=PLACES[len(title) % len(PLACES)],
        responsible="温志愿", phone="0760-10000000", insurance="已为每名志愿者投保意外险，保单由组织保管。", **values,
    )  # fmt: skip
    ledger.append_creation(event, by=team.steward)
    return event


def _shift(event: ServiceEvent, day: int, hour: int, length: int, capacity: int) -> Shift:
    """`day` days from the present moment of the story, on the hour."""
    start = timezone.make_aware(datetime.combine(clock.today() + timedelta(days=day), time(hour)))
    return Shift.objects.create(
        event=event, starts_at=start, ends_at=start + timedelta(hours=length), capacity=capacity
    )


def serve_young_people(city: Committee, units: list[Unit], cast: Cast) -> None:
    """The six published actions of 淄博 with their source, apart from an invented one of the demo's own city."""
    published = Committee.objects.create(
        name="共青团淄博市委员会（公开报道）", short_name="淄博团市委", level=Level.CITY,
        region=Region.objects.get(code="370300"),
    )  # fmt: skip
    action_data.load_actions(published)
    by, today = cast["officer"], clock.today()
    action = ServiceAction.objects.create(
        committee=city, name="青春护航行动（演示）", campaign="演示数据", year=today.year, source="演示数据，均为虚构",
        text="为外地来本市求职的青年提供短期住宿，为困境儿童改善学习环境。",
    )  # fmt: skip
    house = _project(
        action, "青年驿站（演示）", "station", units, [("服务来访青年", "200", "人次", "231")], by
    )
    huts = _project(action, "希望小屋（演示）", "hope_hut", units, [("建成希望小屋", "10", "处", "3")], by)
    loans = [("创业贷款授信", "500", "万元", "620"), ("创业贷款发放", "", "万元", "187.5")]
    _project(action, "青年创业贷款（演示）", "general", [], loans, by)
    for number in range(1, 4):
        HopeHut.objects.create(
            project=huts, code=f"XW442000-{today.year}-{number:03d}", region=city.region, family="low_income",
            consented_on=today - timedelta(days=90), built_on=today - timedelta(days=30), visits=number,
        )  # fmt: skip
    _open_stations(house, city.region, today)


def _project(action, name: str, kind: str, units, lines, by) -> ServiceProject:
    """With indicators as (name, target or nothing, unit, reached); the first of them was corrected once."""
    project = ServiceProject.objects.create(action=action, name=name, kind=kind)
    project.executors.set(units[:3])
    first_day, last_day = date(action.year, 1, 1), date(action.year, 12, 31)
    for order, (label, target, unit, reached) in enumerate(lines):
        money = {"创业贷款授信": "credit_line", "创业贷款发放": "disbursed"}.get(label, "count")
        indicator = Indicator.objects.create(
            project=project, name=label, kind=money, target=Decimal(target) if target else None, unit=unit,
            order=order, starts_on=first_day, ends_on=last_day,
        )  # fmt: skip
        told = {"by": by, "day": clock.today() - timedelta(days=9), "source": "月报（演示）"}
        report = projects.report(indicator, value=Decimal(reached) - (order == 0), **told)
        if order == 0:
            projects.correct(report, by=by, reason="漏计一项", value=Decimal(reached))
    return project


def _open_stations(project: ServiceProject, region: Region, today: date) -> None:
    first, second = (
        YouthStation.objects.create(
            project=project, name=name, region=region, address="示例大道 1 号", phone="0760-10000000",
            capacity=beds,
        )
        for name, beds in (("示例青年驿站（火车站）", 4), ("示例青年驿站（人才市场）", 2))
    )  # fmt: skip
    home = Region.objects.get(code="440600")
    for place, name, number in ((first, "访客甲", 1), (second, "访客乙", 2), (second, "访客丙", 3)):
        stations.book(
            place, name=name, phone=f"1380000900{number}", home=home, purpose="job",
            first_night=today + timedelta(days=number % 2), nights=2,
        )  # fmt: skip


def pair(city: Committee, units: list[Unit], cast: Cast) -> None:
    """Homes on the register, a pact in force for the `captain` account, a draft for the second unit."""
    home, *_ = (
        YouthHome.objects.create(
            name=name, committee=city, region=city.region, address="示例路 8 号", head="示例负责人",
            phone="0760-10000000", opening="周三至周日 9:00—17:00",
        )
        for name in ("石岐青少年之家（演示）", "东区青少年之家（演示）", "小榄青少年之家（演示）")
    )  # fmt: skip
    terms = {"service": "课后陪读、安全教育、职业体验，每季度至少一次。", "sessions": 4, "home": home}
    first, second = (unit.youth_homes.filter(ends_on__isnull=True).first() for unit in units[:2])
    with days_from_now(-300):
        start = clock.today()
        end = start + timedelta(days=700)
        captain = cast.captains[units[0].pk]
        pact = pacts.draft(first, by=captain, starts_on=start, ends_on=end, **terms)
        pact = pacts.change(
            pact, by=captain, unit_signer="示例号长", home_signer="示例负责人", signed_on=start
        )
        perform(pact, "sign", by=captain)
    captain = cast.captains[units[1].pk]
    pacts.draft(
        second, by=captain, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=600), **terms
    )
