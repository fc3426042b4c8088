"""The volunteer register of the demo: organisations, their steward, volunteers, what waits, one import.

Every person and number is invented; identity numbers carry the demo city's code, telephones begin with 1380000.
"""

from datetime import date, timedelta

from django.core.files.base import ContentFile

from core import clock
from core.lifecycle import perform
from core.services import jobs
from core.services.access import record_view
from core.validators import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from demo.people import make_person
from demo.story import Cast, days_from_now
from units.enums import Sex
from units.models import Committee, Unit
from volunteers.enums import ConsentMatter, RequestKind
from volunteers.models import Skill, Steward, Volunteer, VolunteerImport, VolunteerOrganisation
from volunteers.services import consents, importing, memberships, records, requests

SKILLS = ("急救", "手语", "外语", "心理疏导", "摄影", "法律咨询", "助老护理", "编程")
SURNAMES, GIVEN = "温邝冼麦卓", ("若晴", "子谦", "雨桐", "浩然", "思齐", "家豪", "明澈", "乐怡")
WORDS = "甲乙丙丁戊己庚辛壬癸子丑"
REGISTERED_OF_UNIT = 8
"""So many of the first unit's members are on the register; the others show what a captain has to do."""


def identity_of(number: int, *, born: date, sex: str) -> str:
    """An invented card; its serial says the sex, and its check character is right."""
    serial = 700 + 2 * number + (sex == Sex.MALE)
    body = f"442000{born:%Y%m%d}{serial % 1000:03d}"
    return body + IDENTITY_CHECKS[sum(int(d) * w for d, w in zip(body, IDENTITY_WEIGHTS, strict=True)) % 11]


def fill(committees: dict[str, Committee], units: list[Unit], cast: Cast) -> None:
    """The register as its officer finds it."""
    skills = [
        Skill.objects.create(code=f"JN{at:02}", name=name, order=at) for at, name in enumerate(SKILLS, 1)
    ]
    organisations = make_organisations(committees)
    steward = make_person("steward", "程守望")
    since = clock.today() - timedelta(days=400)
    Steward.objects.create(user=steward, organisation=organisations["石岐"], starts_on=since)
    officer = cast["volunteer"]
    with days_from_now(-200):
        volunteers = [make_volunteer(at, organisations, skills, officer) for at in range(24)]
        put_members_on_register(units[0], organisations["石岐"], officer)
    make_youth(volunteers[0], officer)
    leave_waiting(organisations, volunteers, officer)
    import_some(organisations["石岐"], officer)


def make_organisations(committees: dict[str, Committee]) -> dict[str, VolunteerOrganisation]:
    city = committees["中山"]
    parent = _organisation("中山市志愿者协会（演示）", "ZS0001", city)
    return {
        "中山": parent,
        "石岐": _organisation("石岐街道青年志愿服务队（演示）", "ZS0101", committees["石岐街道"], parent),
        "东区": _organisation("东区街道青年志愿服务队（演示）", "ZS0102", committees["东区街道"], parent),
    }


def _organisation(name, code, committee, parent=None) -> VolunteerOrganisation:
    return VolunteerOrganisation.objects.create(
        name=name, code=code, committee=committee, region=committee.region, parent=parent,
        contact_name="演示联系人", contact_phone="0760-10000000",
    )  # fmt: skip


def make_volunteer(at: int, organisations: dict, skills: list[Skill], officer) -> Volunteer:
    sex = Sex.MALE if at % 2 else Sex.FEMALE
    born = date(1988 + at % 15, 1 + at % 12, 1 + at % 27)
    organisation = list(organisations.values())[at % 3]
    return records.put_on_record(
        by=officer, name=SURNAMES[at % 5] + GIVEN[at % 8], identity_number=identity_of(at, born=born, sex=sex),
        birth_date=born, sex=sex, phone=f"1380000{1000 + at}", region=organisation.region, organisation=organisation,
        skills=skills[at % 5 : at % 5 + 2],
    )  # fmt: skip


def put_members_on_register(unit: Unit, organisation: VolunteerOrganisation, officer) -> None:
    for at, member in enumerate(
        unit.members.filter(left_on=None).order_by("pk")[:REGISTERED_OF_UNIT], start=100
    ):
        sex = member.sex or Sex.FEMALE
        volunteer = records.put_on_record(
            by=officer, name=member.name, birth_date=member.birth_date, sex=sex, region=organisation.region,
            identity_number=identity_of(at, born=member.birth_date, sex=sex), phone=f"1380000{1000 + at}",
            organisation=organisation,
        )  # fmt: skip
        member.volunteer_number = volunteer.number
        member.save(update_fields=["volunteer_number"])
        if member.user_id:
            records.link_account(volunteer, member.user, by=officer)


def make_youth(volunteer: Volunteer, officer) -> None:
    """The account `youth`: a volunteer who has agreed, was looked at, and has asked for a correction."""
    user = make_person("youth", volunteer.name)
    records.link_account(volunteer, user, by=officer)
    with days_from_now(-200):
        for matter in (ConsentMatter.REGISTER, ConsentMatter.CONTACT):
            consents.agree(volunteer, matter, by=user)
    with days_from_now(-30):
        record_view(volunteer, "证件号码与联系电话", by=officer, purpose="办理活动保险投保")
    requests.ask(
        volunteer, by=user, kind=RequestKind.CORRECTION, text="居住地已迁至东区街道，请更正居住区划。"
    )


def leave_waiting(organisations: dict, volunteers: list[Volunteer], officer) -> None:
    """Applications for the steward, a double that waits to be merged, a wish to be forgotten."""
    born = date(2001, 7, 16)
    new = records.put_on_record(
        by=None, confirmed=False, name="戚新苗", identity_number=identity_of(60, born=born, sex=Sex.FEMALE),
        birth_date=born, sex=Sex.FEMALE, phone="13800001060", region=organisations["石岐"].region,
    )  # fmt: skip
    consents.agree(new, ConsentMatter.REGISTER, by=None)
    memberships.ask_to_join(new, organisations["石岐"], by=None)
    memberships.ask_to_join(volunteers[2], organisations["石岐"], by=officer)
    records.put_on_record(
        by=officer, name=volunteers[3].name, identity_kind="passport", identity_number="E10000001",
        birth_date=volunteers[3].birth_date, sex=volunteers[3].sex, phone="13800001003",
        organisation=organisations["中山"], region=organisations["中山"].region,
    )  # fmt: skip
    requests.ask(volunteers[5], by=officer, kind=RequestKind.ERASURE, text="本人书面申请，纸质件存档。")


def import_some(organisation: VolunteerOrganisation, officer) -> None:
    """A table of a dozen rows, three of which say why they were left out."""
    lines = ["姓名,身份证号,手机号,所属组织"]
    for at in range(12):
        born = date(1995, 1 + at, 5)
        card = identity_of(70 + at, born=born, sex=Sex.MALE)
        lines.append(f"费试{WORDS[at]},{card},1380000{2000 + at},")
    lines[3], lines[7] = "费试丙,4.42E+17,13800002002,", "费试庚,442000199507050000,13800002006,"
    lines[10] = lines[9]
    file = ContentFile("\r\n".join(lines).encode(), name="石岐街道服务队名册（演示）.csv")
    batch = importing.receive(file, by=officer, basis="纸质同意书，由服务队保管", organisation=organisation)
    jobs.run(batch.check_job_id)
    batch = perform(VolunteerImport.objects.get(pk=batch.pk), "confirm", by=officer)
    jobs.run(batch.write_job_id)
