"""The roster and the basic information as their captain keeps them: every error stands at its field."""

import re
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from core import clock
from core.models import LedgerEntry
from tests import factories as make
from tests.creation_cycle.desk_world import make_world
from tests.units.rosters import identity
from units.enums import RegionLevel
from units.models import Employer, Member
from units.services import rosters
from workspace.documents.forms import agreement

pytestmark = pytest.mark.django_db
VALID = "11010519491231002X"  # the specimen of GB 11643
CREDIT_CODE = "91350100M000100Y43"  # the specimen of GB 32100
PERSON = {"name": "李新", "birth_date": "1996-05-01", "political_status": "league", "is_chinese": "on"}


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.captain)
    return world


def add(client, world, **values):
    return client.post(f"/desk/units/{world.unit.pk}/roster/new/", {**PERSON, **values})


def error_at(page, field: str) -> str:
    """The error below one field, empty when it has none."""
    parts = text_of(page).split(f'id="id_{field}_error">')
    return parts[1].split("</div>")[0] if len(parts) > 1 else ""


def test_a_member_is_added_without_javascript_and_leaves_a_line_without_names(client, world):
    page = add(client, world)
    assert page.headers["Location"] == f"/desk/units/{world.unit.pk}/roster/"
    member = world.unit.members.get(name="李新")
    assert (str(member.birth_date), member.political_status, member.is_captain) == (
        "1996-05-01",
        "league",
        False,
    )
    entry = LedgerEntry.objects.of(world.unit).get()
    assert (entry.label, entry.note, entry.actor) == ("花名册变更", "新增 1 人，现有 13 人", world.captain)


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"birth_date": f"{clock.today() + timedelta(days=1):%Y-%m-%d}"}, "birth_date", "晚于今天"),
        ({"birth_date": "1996-02-30"}, "birth_date", "有效的日期"),
        ({"birth_date": ""}, "birth_date", "请填写出生日期，或填写身份证号码"),
        ({"identity_number": VALID[:-1] + "1"}, "identity_number", "证件号码校验不通过"),
        ({"identity_number": "1101051949"}, "identity_number", "应为18位，现为10位"),
        ({"identity_number": VALID}, "birth_date", "与身份证号码中的出生日期（1949年12月31日）不一致"),
        ({"is_captain": "on"}, "is_captain", "花名册中已有号长（成员1）"),
        ({"joined_on": "1990-01-01"}, "joined_on", "须晚于出生日期"),
        ({"joined_on": f"{clock.today() + timedelta(days=2):%Y-%m-%d}"}, "joined_on", "晚于今天"),
        ({"name": ""}, "name", "必填"),
        ({"name": "反\u202e转"}, "name", "控制字符"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(client, world, values, field, sentence):
    page = add(client, world, position="窗口岗", **values)
    assert sentence in error_at(page, field)
    assert 'value="窗口岗"' in text_of(page), "what was typed stays"
    assert world.unit.members.count() == 12
    assert not LedgerEntry.objects.of(world.unit).exists()


def test_identity_number_fills_birth_date_and_sex_and_is_only_shown_masked(client, world):
    add(client, world, birth_date="", identity_number=" 110105 19491231 002x ")
    member = world.unit.members.get(name="李新")
    assert (member.identity_number, str(member.birth_date), member.sex) == (VALID, "1949-12-31", "female")
    page = text_of(client.get(f"/desk/units/{world.unit.pk}/roster/{member.pk}/"))
    assert "1101**********002X" in page
    assert VALID not in page


def test_a_number_on_record_stays_when_left_blank_and_can_be_deleted(client, world):
    add(client, world, birth_date="", identity_number=VALID)
    member = world.unit.members.get(name="李新")
    address = f"/desk/units/{world.unit.pk}/roster/{member.pk}/"
    client.post(address, {**PERSON, "name": "李新䶮", "birth_date": "1949-12-31"})
    member = Member.objects.get(pk=member.pk)
    assert (member.name, member.identity_number) == ("李新䶮", VALID)
    client.post(address, {**PERSON, "birth_date": "1949-12-31", "forget_identity": "on"})
    member = Member.objects.get(pk=member.pk)
    assert (member.identity_number, member.identity_index) == ("", None)


def test_nobody_is_twice_on_one_roster(client, world):
    add(client, world, birth_date="", identity_number=VALID)
    page = add(client, world, birth_date="", identity_number=VALID, name="另一人")
    assert "已在本集体花名册中" in error_at(page, "identity_number")
    assert not world.unit.members.filter(name="另一人").exists()


def test_leaving_ends_counting_and_can_be_undone(client, world):
    captain = world.unit.members.get(is_captain=True)
    address = f"/desk/units/{world.unit.pk}/roster/{captain.pk}"
    page = client.post(f"{address}/leave/", {"left_on": f"{clock.today():%Y-%m-%d}"}, follow=True)
    assert "成员花名册（11 人）" in text_of(page)
    assert "已离开的成员（1）" in text_of(page)
    add(client, world, is_captain="on")
    assert "成员花名册（13 人）" in text_of(client.post(f"{address}/return/", follow=True))
    captain = Member.objects.get(pk=captain.pk)
    assert (captain.left_on, captain.is_captain) == (None, False), "the new captain stays captain"


@pytest.mark.parametrize(("days", "sentence"), [(1, "晚于今天"), (-4000, "不能早于加入日期")])
def test_nobody_leaves_tomorrow_or_before_joining(client, world, days, sentence):
    world.unit.members.update(joined_on="2020-01-01")
    member = world.unit.members.last()
    day = f"{clock.today() + timedelta(days=days):%Y-%m-%d}"
    page = client.post(f"/desk/units/{world.unit.pk}/roster/{member.pk}/leave/", {"left_on": day})
    assert sentence in error_at(page, "left_on")
    assert Member.objects.get(pk=member.pk).left_on is None


@pytest.mark.parametrize("rows", [1, 3])
def test_roster_costs_the_same_for_one_member_and_three(client, rows, django_assert_num_queries):
    world = make_world(members=rows, young=rows)
    client.force_login(world.captain)
    with django_assert_num_queries(15):
        page = text_of(client.get(f"/desk/units/{world.unit.pk}/roster/"))
    assert page.count("登记离开<") == rows


def profile(unit, **values) -> dict:
    given = {
        "name": unit.name, "employer_name": unit.employer.name, "unit_type": unit.unit_type.pk,
        "industry": unit.industry.pk, "region": "442000", "committee": unit.committee.name,
        "league_branch": unit.league_branch, "complaint_phone": unit.complaint_phone,
    }  # fmt: skip
    return {**given, **values}


def save_profile(client, world, **values):
    return client.post(f"/desk/units/{world.unit.pk}/", profile(world.unit, **values))


def test_profile_is_prefilled_and_saving_it_unchanged_writes_nothing(client, world):
    page = text_of(client.get(f"/desk/units/{world.unit.pk}/"))
    assert 'value="广东省中山市（442000）"' in page
    assert f'value="{world.unit.employer.name}"' in page
    assert save_profile(client, world).headers["Location"] == "/desk/"
    assert not LedgerEntry.objects.of(world.unit).exists()


def test_profile_says_which_facts_changed(client, world):
    save_profile(client, world, complaint_phone="０７６０-88123457", league_branch="新支部")
    world.unit.refresh_from_db()
    assert (world.unit.complaint_phone, world.unit.league_branch) == ("0760-88123457", "新支部")
    assert LedgerEntry.objects.of(world.unit).get().note == "变更：本集体团组织名称、监督电话"


def test_after_saving_one_is_back_at_the_filing_one_came_from(client, world):
    candidacy = world.draft()
    assert save_profile(client, world).headers["Location"] == candidacy.get_absolute_url()


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"region": "火星"}, "region", "没有找到“火星”"),
        ({"region": ""}, "region", "必填"),
        ({"committee": "无此团委"}, "committee", "没有找到"),
        ({"complaint_phone": "12"}, "complaint_phone", "请填写11位手机号码"),
        ({"complaint_email": "x"}, "complaint_email", "Email"),
        ({"employer_name": "新单位"}, "employer_code", "首次登记该单位"),
        ({"employer_name": "新单位", "employer_code": CREDIT_CODE[:-1] + "0"}, "employer_code", "校验不通过"),
        ({"name": "控\u0007制"}, "name", "控制字符"),
    ],
)
def test_what_is_wrong_with_the_profile_is_said_at_its_field(client, world, values, field, sentence):
    page = save_profile(client, world, **{"league_branch": "未保存", **values})
    assert sentence in error_at(page, field)
    assert 'value="未保存"' in text_of(page)
    world.unit.refresh_from_db()
    assert world.unit.league_branch != "未保存"


def test_a_region_is_found_by_code_name_or_what_was_suggested(client, world):
    make.make_region("440600", "佛山市")
    for typed in ("440600", "佛山市", "佛山", "广东省佛山市（440600）"):
        type(world.unit).objects.update(region=make.make_region())
        save_profile(client, world, region=typed)
        world.unit.refresh_from_db()
        assert world.unit.region.name == "佛山市"


def test_regions_of_one_name_are_told_apart(client, world):
    for code in ("110105", "220104"):
        make.make_region(
            code,
            "朝阳区",
            RegionLevel.COUNTY,
            make.make_region(f"{code[:2]}0000", "某省", RegionLevel.PROVINCE),
        )
    error = error_at(save_profile(client, world, region="朝阳区"), "region")
    assert "某省朝阳区（110105）、某省朝阳区（220104）" in error
    options = text_of(client.get("/desk/lookups/regions/", {"region": "朝阳"}))
    assert options.count("<option") == 2


def test_an_employer_is_linked_by_name_and_a_new_one_registered_with_its_code(client, world):
    save_profile(
        client,
        world,
        employer_name="新单位",
        employer_code="91350100m000100y43",
        employer_nature="institution",
    )
    world.unit.refresh_from_db()
    employer = world.unit.employer
    assert (employer.name, employer.credit_code, employer.nature) == ("新单位", CREDIT_CODE, "institution")
    other = make.make_unit(world.county)
    make.make_captain(other)
    page = save_profile(client, world, employer_name="新单位", employer_code="91440300708461136T")
    assert "代码不一致" in error_at(page, "employer_code") or "校验不通过" in error_at(page, "employer_code")
    assert Employer.objects.get(name="新单位").credit_code == CREDIT_CODE
    options = text_of(client.get("/desk/lookups/employers/", {"employer_name": "新单"}))
    assert '<option value="新单位">' in options


def test_suggestions_are_for_signed_in_users(client):
    assert client.get("/desk/lookups/regions/", {"region": "中"}).status_code == 302


def test_a_second_unit_of_the_same_name_in_the_region_is_refused_at_the_name(client, world):
    other = make.make_unit(world.county)
    assert "已有同名集体" in error_at(save_profile(client, world, name=other.name), "name")


def test_facts_that_were_judged_by_stand(client, world):
    from core.lifecycle import perform

    perform(world.draft(), "submit", by=world.captain)
    make.make_region("440600", "佛山市")
    before = world.unit.name
    page = text_of(client.get(f"/desk/units/{world.unit.pk}/"))
    assert page.count("以提交时为准") == 1, "said once, above the form"
    employer, branch = world.unit.employer, world.unit.league_branch
    changed = {"name": "改了名", "region": "440600", "league_branch": "改了支部", "employer_name": "另一单位"}
    save_profile(client, world, **changed, complaint_phone="0760-12345678")
    world.unit.refresh_from_db()
    assert (world.unit.name, world.unit.region.code) == (before, "442000")
    assert (world.unit.employer, world.unit.league_branch) == (employer, branch)
    assert world.unit.complaint_phone == "0760-12345678"


def test_the_captain_enters_phones_that_the_database_sees_encrypted(client, world):
    save_profile(client, world, captain_phone="138 0000 1111")
    home = {"name": "示例之家", "head": "李老师", "phone": "0760-88001122", "starts_on": "2026-01-05"}
    client.post(f"/desk/units/{world.unit.pk}/youth-homes/new/", home)
    world.unit.refresh_from_db()
    made = world.unit.youth_homes.get(name="示例之家")
    assert (world.unit.contact_phone, made.head, made.phone) == ("13800001111", "李老师", "0760-88001122")
    with connection.cursor() as cursor:
        for column, table in (("captain_phone", "units_unit"), ("phone", "units_youthhomepairing")):
            cursor.execute(f"SELECT {column} FROM {table}")
            stored = str(cursor.fetchall())
            assert not any(text in stored for text in ("13800001111", "88001122"))
    values = agreement.values_of(made)
    printed = [values[name] for name in ("甲方联系电话", "乙方负责人", "乙方联系电话")]
    assert printed == ["13800001111", "李老师", "0760-88001122"]


def test_a_youth_home_is_paired_and_the_pairing_ended(client, world):
    address = f"/desk/units/{world.unit.pk}/youth-homes"
    page = client.post(f"{address}/new/", {"name": "", "starts_on": "2999-01-01"})
    assert "必填" in error_at(page, "name")
    assert "晚于今天" in error_at(page, "starts_on")
    client.post(f"{address}/new/", {"name": "石岐青少年之家", "starts_on": "2026-01-05"})
    home = world.unit.youth_homes.get(name="石岐青少年之家")
    assert "石岐青少年之家" in text_of(client.get(f"/desk/units/{world.unit.pk}/"))
    client.post(f"{address}/{home.pk}/end/")
    home.refresh_from_db()
    assert home.ends_on == clock.today()
    assert [entry.note for entry in LedgerEntry.objects.of(world.unit)] == [
        "结对：石岐青少年之家",
        "解除：石岐青少年之家",
    ]


def page_fields(page) -> dict:
    """What the open form of a member holds, to be sent with changes."""
    return {**PERSON, "base": re.search(r'name="base" value="([^"]*)"', text_of(page))[1]}


@pytest.fixture
def row(client, world):
    """A member's address and what the page of two keepers shows of them."""
    add(client, world, position="窗口岗")
    member = world.unit.members.get(name="李新")
    address = f"/desk/units/{world.unit.pk}/roster/{member.pk}/"
    return member, address, page_fields(client.get(address)) | {"position": "窗口岗"}


def test_two_keepers_correct_different_columns_of_one_row(client, row):
    member, address, shown = row
    client.post(address, shown | {"position": "值班长"})
    client.post(address, shown | {"political_status": "party"})
    member.refresh_from_db()
    assert (member.position, member.political_status) == ("值班长", "party")


@pytest.mark.parametrize("htmx", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_two_keepers_correct_one_column_and_are_asked(client, row, htmx):
    member, address, shown = row
    client.post(address, shown | {"position": "值班长"})
    page = client.post(address, shown | {"position": "导办岗"}, **htmx)
    assert page.status_code == 200
    assert "岗位：您和他人都修改了" in text_of(page)
    member.refresh_from_db()
    assert member.position == "值班长"
    theirs = re.search(r'name="theirs-position" value="([^"]*)"', text_of(page))[1]
    chosen = {"position": "导办岗", "theirs-position": theirs, "choice-position": "mine"}
    client.post(address, shown | chosen)
    member.refresh_from_db()
    assert member.position == "导办岗"


def test_a_number_entered_meanwhile_stays_and_is_never_spelled_out(client, row):
    member, address, shown = row
    client.post(address, shown | {"birth_date": "1949-12-31", "identity_number": VALID})
    client.post(address, shown | {"position": "值班长"})
    member = Member.objects.get(pk=member.pk)
    assert (member.identity_number, str(member.birth_date), member.position) == (
        VALID, "1949-12-31", "值班长",
    )  # fmt: skip
    other = identity(date(1996, 5, 1), 12)
    page = text_of(client.post(address, shown | {"identity_number": other}))
    assert "居民身份证号码：您和他人都修改了" in page
    assert VALID not in page


def test_a_day_that_denies_the_number_entered_meanwhile_is_refused(client, row):
    member, address, shown = row
    client.post(address, shown | {"birth_date": "1949-12-31", "identity_number": VALID})
    page = client.post(address, shown | {"birth_date": "1996-05-02"})
    assert "与身份证号码中的出生日期（1949年12月31日）不一致" in error_at(page, "birth_date")
    with pytest.raises(ValidationError, match="出生日期与身份证号码中的不一致"):
        rosters.change_member(member, by=None, birth_date=date(1996, 5, 2))
