"""The demo's committees and people. Every person is invented; telephone numbers begin with an unassigned 0000."""

from datetime import timedelta

from accounts.models import User
from core import clock
from units.enums import CommitteeKind, Level, OfficeRole, RegionLevel
from units.models import Affiliation, Committee, Employer, Office, Region

PASSWORD = "Demo-2026-Pass!"  # noqa: S105  (published on purpose: the demo's one password)
TOWNS = ("石岐街道", "东区街道", "西区街道", "火炬开发区", "小榄镇")
STAFF = {
    # username: (name, committee key, role)
    "county": ("石晓岚", "石岐街道", OfficeRole.OFFICER),
    "officer": ("陈思远", "中山", OfficeRole.OFFICER),
    "approver": ("梁文韬", "中山", OfficeRole.APPROVER),
    "province": ("广之远", "广东", OfficeRole.OFFICER),
    "officer2": ("何静怡", "佛山", OfficeRole.OFFICER),
    "volunteer": ("骆志和", "中山", OfficeRole.VOLUNTEER),
    "auditor": ("谭正清", "中山", OfficeRole.AUDITOR),
    "credit": ("信若谷", "中山", OfficeRole.CREDIT),
    "credit2": ("诺千金", "中山", OfficeRole.CREDIT),
    "east": ("黎晓东", "东区街道", OfficeRole.OFFICER),
    "west": ("区卓西", "西区街道", OfficeRole.OFFICER),
    "torch": ("霍启明", "火炬开发区", OfficeRole.OFFICER),
    "xiaolan": ("兰若溪", "小榄镇", OfficeRole.OFFICER),
    "chancheng": ("陆禅心", "禅城", OfficeRole.OFFICER),
    "officer3": ("冯佛佑", "佛山", OfficeRole.APPROVER),
}
REVIEWERS = {"reviewer": "周评", "reviewer2": "吴审", "reviewer3": "郑核"}


def make_committees() -> dict[str, Committee]:
    """A province, two cities, and the bodies that recommend to them."""
    province = _committee("共青团广东省委员会（演示）", "团省委", Level.PROVINCIAL, "440000")
    zhongshan = _committee("共青团中山市委员会（演示）", "中山团市委", Level.CITY, "442000", province)
    foshan = _committee("共青团佛山市委员会（演示）", "佛山团市委", Level.CITY, "440600", province)
    found = {"广东": province, "中山": zhongshan, "佛山": foshan}
    found["禅城"] = _committee(
        "共青团佛山市禅城区委员会（演示）", "禅城团区委", Level.COUNTY, "440604", foshan
    )
    for number, town in enumerate(TOWNS, start=1):
        region = _town(f"4420000{number:02d}", town)
        found[town] = _committee(
            f"{town}团工委（演示）", f"{town}团工委", Level.COUNTY, region.code, zhongshan
        )
    return found


def _town(code: str, name: str) -> Region:
    """中山 has no districts: its towns carry codes of our own (domain.md §12.3)."""
    city = Region.objects.get(code="442000")
    region, _ = Region.objects.get_or_create(
        code=code, defaults={"name": name, "level": RegionLevel.TOWN, "parent": city}
    )
    return region


def _committee(name, short_name, level, region, parent=None) -> Committee:
    return Committee.objects.create(
        name=name,
        short_name=short_name,
        level=level,
        parent=parent,
        kind=CommitteeKind.TERRITORIAL,
        region=Region.objects.get(code=region),
        contact_phone="0760-10000000",
        contact_email="demo@example.com",
    )


def make_person(username: str, name: str, **values) -> User:
    return User.objects.create_user(
        username, email=f"{username}@example.com", password=PASSWORD, name=name, **values
    )


def make_staff(committees: dict[str, Committee]) -> dict[str, User]:
    """Officers, approvers, reviewers, the auditor and the system administrator, by username."""
    since = clock.today() - timedelta(days=2000)
    people = {}
    for username, (name, key, role) in STAFF.items():
        people[username] = make_person(username, name, is_staff=True)
        Office.objects.create(user=people[username], committee=committees[key], role=role, starts_on=since)
    academy = Employer.objects.create(name="示例评审专家库")
    for username, name in REVIEWERS.items():
        people[username] = make_person(username, name)
        Affiliation.objects.create(user=people[username], employer=academy)
    people["admin"] = User.objects.create_superuser(
        "admin", email="admin@example.com", password=PASSWORD, name="系统管理员"
    )
    return people
