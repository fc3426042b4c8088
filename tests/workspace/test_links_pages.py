"""联创结对 as two captains see it: typed lookup, the desk, the moves, and the public page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.lifecycle import perform
from tests import factories as make
from tests.honor_roll.world import make_title
from tests.workspace import records
from units.enums import UnitRole
from workspace.models import UnitLink

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(journey):
    unit = make.make_unit(journey.county, "示例大厅")
    return unit, make.make_captain(unit)


@pytest.fixture
def desk(client, journey):
    client.force_login(journey.captain)
    return client


def page(unit, name="links", *rest) -> str:
    return reverse(f"workspace:{name}", args=[unit.pk, *rest])


def typed(**values) -> dict:
    return {"kind": "joint", "partner": "示例大厅", "topic": "互看流程", "starts_on": "2026-01-05", **values}


def messages_of(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]]


def test_a_proposal_is_typed_and_waits(desk, journey, pair):
    answer = desk.post(page(journey.unit, "link_new"), typed(), follow=True)
    assert messages_of(answer) == ["已向示例大厅发起，等待对方号长确认"]
    link = UnitLink.objects.get()
    assert (link.proposer, link.partner, link.proposed_by) == (journey.unit, pair[0], journey.captain)
    assert answer.context["asked"] == [link]


@pytest.mark.parametrize(
    ("values", "field", "error"),
    [
        ({"partner": "没有的集体"}, "partner", "没有找到“没有的集体”，请核对后从提示中选择"),
        ({"partner": ""}, "partner", "这个字段是必填项。"),
        ({"topic": "翻\u202e转"}, "topic", "文字中含有不可见的控制字符（U+202E），请删除后重新输入"),
        ({"ends_on": "2026-01-04"}, "ends_on", "结束日期不能早于开始日期"),
        ({"kind": "marriage"}, "kind", "选择一个有效的选项。 marriage 不在可用的选项中。"),
    ],
)
def test_what_is_refused_is_said_at_its_field(desk, journey, pair, values, field, error):
    answer = desk.post(page(journey.unit, "link_new"), typed(**values))
    assert dict(answer.context["form"].errors) == {field: [error]}


def test_a_unit_is_not_linked_with_itself_nor_with_one_that_is_gone(desk, journey, pair):
    own = desk.post(page(journey.unit, "link_new"), typed(partner=journey.unit.name))
    assert own.context["form"].errors == {"partner": ["不能与本集体结对，请选择另一个集体"]}
    pair[0].dissolved_on = clock.today()
    pair[0].save()
    gone = desk.post(page(journey.unit, "link_new"), typed())
    assert gone.context["form"].errors == {"partner": ["没有找到“示例大厅”，请核对后从提示中选择"]}


def test_suggestions_leave_the_own_unit_out(desk, journey, pair):
    text = desk.get(page(journey.unit, "partner_options"), {"partner": "示例"}).content.decode()
    assert "示例大厅（中山市442000）" in text
    assert journey.unit.name not in text


def test_of_several_that_fit_the_form_asks_which(desk, journey, pair):
    make.make_unit(journey.county, "示例大厅东区")
    answer = desk.post(page(journey.unit, "link_new"), typed(partner="例大厅"))
    [error] = answer.context["form"].errors["partner"]
    assert "示例大厅（中山市442000）、示例大厅东区（中山市442000）" in error
    exact = desk.post(page(journey.unit, "link_new"), typed(partner="示例大厅"))
    assert exact.status_code == 302


def test_a_crossing_proposal_is_offered_for_an_answer(desk, journey, pair):
    link = records.make_link(pair[0], pair[1], journey.unit)
    answer = desk.post(page(journey.unit, "link_new"), typed())
    assert answer.context["already"] == link
    assert page(journey.unit, "link", link.pk) in answer.content.decode()
    assert 'value="互看流程"' in answer.content.decode()
    assert UnitLink.objects.count() == 1


def test_the_desk_and_the_list_show_what_waits(desk, journey, pair):
    link = records.make_link(pair[0], pair[1], journey.unit)
    text = desk.get("/desk/").content.decode()
    assert "示例大厅发起号号联创“互看流程”" in text
    assert page(journey.unit, "link", link.pk) in text
    assert desk.get(page(journey.unit)).context["to_answer"] == [link]
    perform(link, "confirm", by=journey.captain)
    assert "等待本集体答复" not in desk.get("/desk/").content.decode()


def test_confirming_needs_one_click(desk, journey, pair):
    link = records.make_link(pair[0], pair[1], journey.unit)
    answer = desk.post(page(journey.unit, "link_confirm", link.pk), follow=True)
    assert messages_of(answer) == ["已同意结对，双方工作台均已显示；获得称号的集体，其公开页面也会显示"]
    assert answer.context["link"].state == "confirmed"
    again = desk.post(page(journey.unit, "link_confirm", link.pk), follow=True)
    assert messages_of(again) == ["当前状态为“已确认”，不能同意结对（须处于：待确认）"]


def test_declining_asks_for_a_reason_first(desk, journey, pair):
    link = records.make_link(pair[0], pair[1], journey.unit)
    url = page(journey.unit, "link_decline", link.pk)
    assert desk.get(url).status_code == 200
    refused = desk.post(url, {"note": "  "})
    assert "note" in refused.context["form"].errors
    answer = desk.post(url, {"note": "今年已有安排"}, follow=True)
    assert (answer.context["link"].state, answer.context["link"].reason) == ("declined", "今年已有安排")


def test_withdrawing_and_ending(desk, journey, pair):
    asked = records.make_link(journey.unit, journey.captain, pair[0])
    assert (
        desk.post(page(journey.unit, "link_withdraw", asked.pk), follow=True).context["link"].state
        == "withdrawn"
    )
    held = records.make_confirmed_link(journey.unit, journey.captain, *pair)
    url = page(journey.unit, "link_end", held.pk)
    assert "双方号长都会收到消息" in desk.get(url).content.decode()
    assert desk.post(url, follow=True).context["link"].state == "ended"
    late = desk.get(url, follow=True)
    assert messages_of(late) == ["当前状态为“已结束”，这一步已不能办理"]
    listed = desk.get(page(journey.unit)).context
    assert list(listed["page_obj"]) == [held, asked]


def test_coming_back_from_the_sign_in_nothing_was_done(desk, journey, pair):
    link = records.make_link(pair[0], pair[1], journey.unit)
    answer = desk.get(page(journey.unit, "link_confirm", link.pk), follow=True)
    assert messages_of(answer) == ["登录已过期，刚才这一步没有办理，请再点一次。"]
    assert answer.context["link"].state == "proposed"


def test_the_own_proposal_cannot_be_confirmed_and_the_button_says_why(client, journey, pair):
    both = journey.helper(UnitRole.DEPUTY)
    pair[0].posts.create(user=both, role=UnitRole.DEPUTY, starts_on="2020-01-01")
    link = records.make_link(journey.unit, both, pair[0])
    client.force_login(both)
    text = client.get(page(pair[0], "link", link.pk)).content.decode()
    assert "须由对方集体的另一位号长或副号长确认" in text
    assert 'desk-move" disabled>同意结对' in text


def test_a_filler_reads_but_neither_proposes_nor_answers(client, journey, pair):
    link = records.make_link(pair[0], pair[1], journey.unit)
    client.force_login(journey.helper(UnitRole.FILLER))
    assert "发起和答复结对由号长或副号长办理" in client.get(page(journey.unit)).content.decode()
    assert client.get(page(journey.unit, "link", link.pk)).context["moves"] == []
    assert client.get(page(journey.unit, "link_new")).status_code == 403
    assert client.post(page(journey.unit, "link_new"), typed()).status_code == 403
    assert client.post(page(journey.unit, "link_confirm", link.pk)).status_code == 403
    assert client.get(page(journey.unit, "link_decline", link.pk)).status_code == 403


def test_a_side_makes_its_own_moves_only_and_strangers_see_nothing(desk, journey, pair):
    link = records.make_link(journey.unit, journey.captain, pair[0])
    assert desk.post(page(journey.unit, "link_confirm", link.pk)).status_code == 403
    third = make.make_unit(journey.county)
    foreign = records.make_link(third, make.make_captain(third), pair[0])
    assert desk.get(page(journey.unit, "link", foreign.pk)).status_code == 404
    assert desk.get(page(third, "link", foreign.pk)).status_code == 404


def test_the_list_and_the_desk_cost_the_same_for_one_link_and_three(desk, journey):
    def cost() -> list[int]:
        found = []
        for url in (page(journey.unit), "/desk/", journey.unit.get_absolute_url()):
            with CaptureQueriesContext(connection) as asked:
                assert desk.get(url).status_code == 200
            found.append(len(asked))
        return found

    def add() -> None:
        other = make.make_unit(journey.county)
        captain = make.make_captain(other)
        make_title(other)
        records.make_link(other, captain, journey.unit)
        records.make_confirmed_link(journey.unit, journey.captain, other, captain, kind="exchange")
        over = records.make_link(journey.unit, journey.captain, other, kind="old_and_new")
        perform(over, "withdraw", by=journey.captain)
        records.make_cluster(journey.county, journey.unit, name=f"街{other.pk}")

    make_title(journey.unit)
    add()
    alone = cost()
    add()
    add()
    assert cost() == alone


def test_both_public_pages_name_the_other_unit_once_it_is_confirmed(client, journey, pair):
    other, captain = pair
    make_title(journey.unit)
    link = records.make_link(journey.unit, journey.captain, other)
    assert "示例大厅" not in client.get(journey.unit.get_absolute_url()).content.decode()
    perform(link, "confirm", by=captain)
    text = client.get(journey.unit.get_absolute_url()).content.decode()
    assert "号号联创：互看流程" in text
    assert other.get_absolute_url() not in text
    make_title(other)
    assert (
        f'href="{other.get_absolute_url()}"' in client.get(journey.unit.get_absolute_url()).content.decode()
    )
    assert (
        f'href="{journey.unit.get_absolute_url()}"' in client.get(other.get_absolute_url()).content.decode()
    )
    perform(UnitLink.objects.get(), "end", by=captain)
    assert "互看流程" not in client.get(other.get_absolute_url()).content.decode()
