"""Two officers have one page of the admin open: the second is told, and loses nothing of either."""

import re

import pytest
from zeal import zeal_ignore

from accounts.models import User
from creation_cycle.models import Standard
from tests import factories as make
from tests.admin.forms import page, posted
from tests.journey import Journey
from units.models import Employer

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(journey: Journey) -> User:
    return make.make_officer(journey.city)


@pytest.fixture
def draft(journey):
    return make.make_standard(journey.city, state="draft", industry=journey.unit.industry)


def opened(client, user, record) -> dict:
    client.force_login(user)
    with zeal_ignore():  # Django's formset reads each of its rows
        return posted(client, page(record))


def send(client, user, record, data: dict, **changes):
    client.force_login(user)
    with zeal_ignore():
        return client.post(page(record), {**data, **changes})


def shown_again(answer) -> dict:
    """What the browser would send back from a page that refused."""
    context = answer.context_data
    data = {
        bound.html_name: bound.value() for bound in context["adminform"].form if bound.value() is not None
    }
    for rows in context["inline_admin_formsets"]:
        for form in (rows.formset.management_form, *rows.formset.forms):
            data |= {bound.html_name: bound.value() for bound in form if bound.value() is not None}
    return {**data, "_seen": context["seen"]}


def test_the_page_carries_what_it_shows(client, journey, draft):
    client.force_login(journey.officer)
    seen = re.search(r'name="_seen" value="([^"]+)"', client.get(page(draft)).text)[1]
    assert {"name", "pass_line", f"items.{draft.items.first().pk}"} <= {
        part.split(":")[0] for part in seen.split()
    }


def test_another_field_was_changed_and_both_changes_stand(client, journey, other, draft):
    first = opened(client, journey.officer, draft)
    assert send(client, other, draft, opened(client, other, draft), name="对方的名称").status_code == 302

    refused = send(client, journey.officer, draft, first, pass_line="75")

    assert refused.status_code == 200
    assert f"在您打开之后，{other}于" in refused.text
    assert "名称（现为“对方的名称”）" in refused.text
    again = shown_again(refused)
    assert (again["name"], again["pass_line"]) == ("对方的名称", "75")
    assert Standard.objects.get(pk=draft.pk).name == "对方的名称"
    assert send(client, journey.officer, draft, again).status_code == 302
    draft.refresh_from_db()
    assert (draft.name, draft.pass_line) == ("对方的名称", 75)


def test_the_same_field_was_changed_and_the_second_decides(client, journey, other, draft):
    first = opened(client, journey.officer, draft)
    send(client, other, draft, opened(client, other, draft), name="对方的名称")

    again = shown_again(send(client, journey.officer, draft, first, name="我的名称"))

    assert again["name"] == "我的名称"
    assert Standard.objects.get(pk=draft.pk).name == "对方的名称"
    send(client, journey.officer, draft, again)
    assert Standard.objects.get(pk=draft.pk).name == "我的名称"


def test_rows_of_an_inline_are_named(client, journey, other, draft):
    item = draft.items.first()
    first = opened(client, journey.officer, draft)
    theirs = opened(client, other, draft)
    assert send(client, other, draft, theirs, **{"items-0-name": "对方的评分项"}).status_code == 302

    refused = send(client, journey.officer, draft, first, pass_line="75")

    item.refresh_from_db()
    assert (item.name, refused.status_code) == ("对方的评分项", 200)
    assert "对方的评分项”。您填写的内容仍在本页" in refused.text


def test_nobody_else_wrote_and_nothing_is_asked(client, journey, draft):
    data = opened(client, journey.officer, draft)
    assert send(client, journey.officer, draft, data, name="新名称").status_code == 302
    assert Standard.objects.get(pk=draft.pk).name == "新名称"


def test_records_without_a_state_are_held_as_well(client, journey, other):
    employer: Employer = journey.unit.employer
    first = opened(client, journey.officer, employer)
    assert send(client, other, employer, opened(client, other, employer), name="对方单位").status_code == 302

    refused = send(client, journey.officer, employer, first, nature="private")

    assert "单位全称（现为“对方单位”）" in refused.text
    assert shown_again(refused)["name"] == "对方单位"
