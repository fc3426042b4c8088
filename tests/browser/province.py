"""A province that organizes, a city below it, and a cycle under way: the ground on which the whole way is walked."""

from datetime import date
from io import StringIO

from django.core.management import call_command

from creation_cycle.models import RuleSet
from creation_cycle.services import rule_sets
from tests import factories as make
from units.enums import Level, OfficeRole
from units.models import Committee, Region

CYCLE = "本届广东省青年文明号创建"


def make_province() -> None:
    """广东 with officer and approver, 中山 with its officer, two reviewers; one round of the cycle has been held."""
    for command in ("load_regions", "load_holidays", "load_rulesets", "load_duties"):
        call_command(command, stdout=StringIO())
    organizer = _committee("共青团广东省委员会", "团省委", Level.PROVINCIAL, "440000")
    city = _committee("共青团中山市委员会", "中山团市委", Level.CITY, "442000", parent=organizer)
    rule_sets.adopt(
        RuleSet.objects.get(code="chongqing-district-2020"),
        committee=organizer,
        level=Level.PROVINCIAL,
        code="guangdong",
        name="广东省青年文明号创建条件",
        effective_from=date(2020, 1, 1),
    )
    make.make_standard(organizer)
    cycle = make.make_cycle(organizer, name=CYCLE)
    make.make_round(cycle, state="closed", name="第一次达标考核")
    make.make_officer(city, username="zhongshan", name="石晓岚")
    make.make_officer(organizer, username="guangdong", name="陈思远")
    make.make_officer(organizer, OfficeRole.APPROVER, username="approver", name="梁文韬")
    make.make_user("admin", name="系统管理员", is_staff=True, is_superuser=True)
    for username, name in (("zhou", "周评"), ("wu", "吴审")):
        make.make_user(username, name=name)


def _committee(name: str, short_name: str, level: Level, region: str, **values) -> Committee:
    region = Region.objects.get(code=region)
    return Committee.objects.create(name=name, short_name=short_name, level=level, region=region, **values)
