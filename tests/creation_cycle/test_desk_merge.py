"""Two keepers of one unit have the same form open: no JavaScript, then htmx."""

import re

import pytest
from django.test import Client

from core.lifecycle import perform
from core.models import FieldEdit, LedgerEntry
from creation_cycle.models import Candidacy
from tests import factories as make
from tests.creation_cycle.desk_world import make_world
from units.models import Post

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def filed(world) -> Candidacy:
    candidacy = perform(world.draft(), "submit", by=world.captain)
    candidacy = perform(candidacy, "recommend", by=make.make_officer(world.county))
    candidacy = perform(candidacy, "file", by=make.make_officer(world.city))
    Candidacy.objects.update(plan="原规划", sign="原标识")
    return candidacy


class Keeper:
    """Somebody with one page open, who types into it and sends what the page holds."""

    def __init__(self, client, user, address):
        self.client, self.address = client, address
        client.force_login(user)
        self.page = client.get(address).text
        self.fields = dict(re.findall(r'<input type="hidden" name="(base)" value="([^"]*)"', self.page))

    def send(self, *, htmx=False, **typed):
        self.fields |= typed
        answer = self.client.post(self.address, self.fields, **(HTMX if htmx else {}))
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text):
            self.fields[name] = value
        return answer


@pytest.fixture
def two(world, filed):
    """The captain and a deputy at the plan."""
    deputy = make.make_user(name="副号长王某")
    Post.objects.create(unit=world.unit, user=deputy, role="deputy", starts_on="2020-01-01")
    address = f"/desk/candidacies/{filed.pk}/plan/"
    values = {"plan": "原规划", "sign": "原标识"}
    captain, other = (Keeper(Client(), user, address) for user in (world.captain, deputy))
    captain.fields |= values
    other.fields |= values
    return captain, other


def stored(*names) -> tuple:
    return Candidacy.objects.values_list(*names).get()


@pytest.mark.parametrize("htmx", [False, True])
def test_different_fields_both_survive(two, htmx):
    captain, deputy = two
    deputy.send(sign="新标识")
    captain.send(plan="新规划", htmx=htmx)
    assert stored("plan", "sign") == ("新规划", "新标识")


def test_the_same_field_is_asked_about_and_the_rest_is_saved(two):
    captain, deputy = two
    deputy.send(plan="王某的规划")
    answer = captain.send(plan="我的规划", slogan="一句话")
    assert answer.status_code == 409
    assert stored("plan", "slogan") == ("王某的规划", "一句话")
    assert "有 1 处需要修改" in answer.text
    assert re.search(r"用副号长王某于 <time[^>]*>[^<]+</time> 保存的", answer.text)
    assert '<p class="merge-text">我的规划</p>' in answer.text
    assert '<p class="merge-text">王某的规划</p>' in answer.text
    assert ">\n我的规划</textarea>" in answer.text, "the text box holds mine, to be combined"


@pytest.mark.parametrize(
    ("choice", "typed", "result"),
    [
        ("mine", "我的规划", "我的规划"),
        ("theirs", "我的规划", "王某的规划"),
        ("mine", "王某的规划，加上我的", "王某的规划，加上我的"),
    ],
)
def test_the_choice_is_one_click_and_a_save(two, choice, typed, result):
    captain, deputy = two
    deputy.send(plan="王某的规划")
    captain.send(plan="我的规划")
    answer = captain.send(plan=typed, **{"choice-plan": choice})
    assert answer.status_code == 302
    assert stored("plan") == (result,)


def test_a_choice_against_a_version_that_has_changed_again_is_asked_anew(two):
    captain, deputy = two
    deputy.send(plan="王某的规划")
    captain.send(plan="我的规划")
    Candidacy.objects.update(plan="又改了")
    answer = captain.send(**{"choice-plan": "mine"})
    assert answer.status_code == 409
    assert stored("plan") == ("又改了",)
    assert "用他人保存的" in answer.text, "nobody noted who wrote this version"


def test_an_autosave_names_the_conflict_and_brings_the_choice(two):
    captain, deputy = two
    deputy.send(plan="王某的规划")
    answer = captain.send(plan="我的规划", slogan="一句话", htmx=True).text
    assert '有 1 处与他人的修改冲突，请选择：<a href="#id_plan-merge">创建规划</a>' in answer
    assert '<div id="id_plan-merge" hx-swap-oob="true">' in answer
    assert stored("plan", "slogan") == ("王某的规划", "一句话")
    again = captain.send(plan="我的规划，续", htmx=True).text
    assert 'id="id_plan-merge"' not in again, "the choice on the page is not drawn a second time"
    assert "有 1 处与他人的修改冲突" in again
    captain.send(**{"choice-plan": "mine"}, htmx=True)
    assert stored("plan") == ("王某的规划",), (
        "a choice counts when the page is sent, until then it can be changed"
    )
    captain.send()
    assert stored("plan") == ("我的规划，续",)


def test_a_settled_conflict_leaves_the_page(two):
    captain, deputy = two
    deputy.send(plan="王某的规划")
    captain.send(plan="我的规划", htmx=True)
    answer = captain.send(plan="王某的规划", htmx=True).text
    assert "冲突" not in answer
    assert '<div id="id_plan-merge" hx-swap-oob="true">' in answer
    assert "<fieldset" not in answer


def test_one_page_saves_again_and_again_without_meeting_itself(two):
    captain, _ = two
    for text in ("一", "一二", "一二三"):
        assert "已保存" in captain.send(plan=text, htmx=True).text
    assert captain.send(plan="一二三四").status_code == 302
    assert stored("plan") == ("一二三四",)


def test_a_value_that_came_from_another_hand_stays_while_the_page_still_shows_the_old_one(two):
    captain, deputy = two
    deputy.send(sign="新标识")
    assert "他人修改了创建标识，已保留" in captain.send(plan="一", htmx=True).text
    captain.send(plan="一二", htmx=True)
    assert stored("plan", "sign") == ("一二", "新标识")
    assert "有 1 处与他人的修改冲突" in captain.send(sign="我的标识", htmx=True).text


def test_a_refused_field_keeps_what_it_had_seen(two):
    captain, deputy = two
    captain.send(complaint_phone="12")
    deputy.send(complaint_phone="0760-12345678")
    assert captain.send(complaint_phone="0760-87654321").status_code == 409
    assert stored("complaint_phone") == ("0760-12345678",)


def test_a_base_that_is_nonsense_loses_nothing(two):
    captain, _ = two
    assert captain.send(base="plan: ::x \x00", plan="我的规划").status_code == 409
    assert stored("plan") == ("原规划",)


def test_the_unit_form_saves_itself_and_merges(client, world):
    address = f"/desk/units/{world.unit.pk}/"
    keeper = Keeper(client, world.captain, address)
    unit = world.unit
    keeper.fields |= {
        "name": unit.name, "employer_name": unit.employer.name, "unit_type": unit.unit_type.pk,
        "industry": unit.industry.pk, "region": "442000", "committee": unit.committee.name,
        "league_branch": unit.league_branch, "complaint_phone": unit.complaint_phone,
        "employer_code": unit.employer.credit_code, "employer_nature": unit.employer.nature,
        "complaint_email": unit.complaint_email,
    }  # fmt: skip
    type(unit).objects.update(complaint_phone="0760-11112222")
    answer = keeper.send(league_branch="新支部", region="火星", htmx=True).text
    assert "所在区划</a>（没有找到“火星”" in answer
    unit.refresh_from_db()
    assert (unit.league_branch, unit.complaint_phone) == ("新支部", "0760-11112222")
    assert LedgerEntry.objects.of(unit).get().note == "变更：本集体团组织名称"
    assert FieldEdit.objects.get().name == "league_branch"
    answer = keeper.send(region="442000", employer_name="没有代码的新单位", employer_code="").text
    assert "首次登记该单位" in answer


@pytest.mark.parametrize("htmx", [False, True])
def test_a_name_and_a_region_of_two_people_that_are_taken_are_refused_at_the_name(client, world, htmx):
    unit = world.unit
    elsewhere = make.make_region("440000", "广东省")
    make.make_unit(world.county, "同名集体", region=elsewhere)
    keeper = Keeper(client, world.captain, f"/desk/units/{unit.pk}/")
    type(unit).objects.filter(pk=unit.pk).update(region=elsewhere)
    answer = keeper.send(
        name="同名集体", employer_name=unit.employer.name, unit_type=unit.unit_type.pk,
        industry=unit.industry.pk, region="442000", committee=unit.committee.name, league_branch="新支部",
        complaint_phone=unit.complaint_phone, htmx=htmx,
    )  # fmt: skip
    assert "该区划内已有同名集体" in answer.text
    before = unit.name, unit.league_branch
    unit.refresh_from_db()
    assert (unit.name, unit.league_branch) == (before[0], "新支部" if htmx else before[1])


def test_an_employer_is_one_choice_of_three_facts(client, world):
    address = f"/desk/units/{world.unit.pk}/"
    keeper = Keeper(client, world.captain, address)
    other = make.make_unit(world.county)
    third = make.make_unit(world.county)
    type(world.unit).objects.filter(pk=world.unit.pk).update(employer=other.employer)
    unit = world.unit
    keeper.send(
        name=unit.name, employer_name=third.employer.name, unit_type=unit.unit_type.pk, industry=unit.industry.pk,
        region="442000", committee=unit.committee.name, league_branch=unit.league_branch,
        complaint_phone=unit.complaint_phone,
    )  # fmt: skip
    unit.refresh_from_db()
    assert unit.employer == other.employer
    answer = keeper.send(**{"choice-employer_name": "mine"})
    assert answer.status_code == 302
    unit.refresh_from_db()
    assert unit.employer == third.employer
