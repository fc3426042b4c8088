"""晋级推荐: proposed below, decided by a second person, read above in the order of stars."""

import pytest
from django.urls import reverse

from creation_cycle.enums import AdjustmentBasis, AdjustmentKind
from creation_cycle.models import Adjustment, Title
from creation_cycle.queries.adjustments import recommendations_to
from creation_cycle.services import adjustments
from tests import factories as make
from tests.creation_cycle.adjustment_world import DECISION, AdjustmentWorld
from tests.honor_roll.world import make_title
from units.enums import Level

pytestmark = pytest.mark.django_db
ADD = "/admin/creation_cycle/adjustment/add/"
PAGE = "/admin/creation_cycle/adjustment/recommended/"
MERIT = {"basis": AdjustmentBasis.MERIT, "facts": "两项创新在全市推广。"}


def titled(world, name: str, star: int) -> Title:
    """Another unit with a title of the city."""
    title = make_title(make.make_unit(world.county, name), level=Level.CITY, star=star)
    Title.objects.filter(pk=title.pk).update(committee=world.city)
    return Title.objects.get(pk=title.pk)


def recommend(world, title) -> Adjustment:
    said = {**MERIT, "clause": "工作指引 二.2", "basis_key": ""}
    proposal = adjustments.propose(title, AdjustmentKind.PROMOTE, by=world.officer, **said)
    return adjustments.decide(proposal, by=world.approver, **DECISION)


def names(user) -> list[str]:
    return [row.unit.name for row in recommendations_to(user)]


@pytest.fixture
def world():
    """A city whose units of one, two and three stars are recommended, in no order."""
    world = AdjustmentWorld(star=2)
    world.one, world.three = titled(world, "一星窗口", 1), titled(world, "三星窗口", 3)
    for title in (world.one, world.title, world.three):
        recommend(world, title)
    return world


def test_the_upper_committee_reads_them_in_the_order_of_stars(client, world):
    client.force_login(world.upper_officer)
    body = client.get(PAGE).content.decode()
    assert names(world.upper_officer) == ["三星窗口", "示例窗口", "一星窗口"]
    assert body.index("三星窗口") < body.index("示例窗口") < body.index("一星窗口")
    assert world.three.full_name in body
    assert "尚未申报" in body


def test_only_the_committees_right_above_the_title_read_them(world):
    elsewhere = make.make_committee("邻省团委", "provincial")
    for user in (world.officer, world.captain, make.make_officer(elsewhere)):
        assert names(user) == []
    assert len(names(make.make_user(is_superuser=True))) == 3


def test_one_that_waits_or_whose_title_fell_or_was_surpassed_is_not_listed(world):
    waiting = titled(world, "待决定窗口", 3)
    said = {**MERIT, "clause": "条款", "basis_key": ""}
    adjustments.propose(waiting, AdjustmentKind.PROMOTE, by=world.officer, **said)
    Title.objects.filter(pk=world.one.pk).update(state="ended", state_reason="撤并")
    make_title(world.three.unit, level=Level.PROVINCIAL)
    assert names(world.upper_officer) == ["示例窗口"]


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_three(
    client, world, django_assert_max_num_queries
):
    client.force_login(world.upper_officer)
    client.get(PAGE)
    with django_assert_max_num_queries(60) as three:
        client.get(PAGE)
    Adjustment.objects.exclude(title=world.one).update(state="overturned", **overturned_by(world))
    with django_assert_max_num_queries(60) as one:
        client.get(PAGE)
    assert names(world.upper_officer) == ["一星窗口"]
    assert len(three) == len(one)


def overturned_by(world) -> dict:
    """What the database asks of an overturned one."""
    return {
        "appeal_reasons": "不服",
        "appealed_on": world.title.first_recognised_on,
        "appeal_committee": world.province,
        "appeal_outcome": "撤销",
        "appeal_decided_by": world.upper_officer,
    }


def test_the_lower_committee_recommends_from_the_title(client):
    world = AdjustmentWorld(star=3)
    client.force_login(world.officer)
    page = client.get(reverse("admin:creation_cycle_title_change", args=[world.title.pk])).content.decode()
    assert f"?title={world.title.pk}&amp;kind=promote&amp;basis=merit" in page
    form = client.get(f"{ADD}?title={world.title.pk}&kind=promote&basis=merit").context["adminform"].form
    assert (form.initial["kind"], form.initial["basis"]) == ("promote", "merit")


@pytest.mark.parametrize(
    ("level", "state", "words"), [("national", "in_force", "没有可以晋级"), ("city", "warned", "警告期")]
)
def test_what_leads_nowhere_or_is_warned_is_refused_at_the_form(client, level, state, words):
    world = AdjustmentWorld()
    Title.objects.filter(pk=world.title.pk).update(level=level, state=state, state_reason="警告")
    client.force_login(world.officer)
    said = {"title": world.title.pk, "kind": "promote", "basis": "merit", "facts": "成效", "clause": "条款"}
    answer = client.post(ADD, {**said, "files-TOTAL_FORMS": "0", "files-INITIAL_FORMS": "0"})
    assert words in answer.context["adminform"].form.errors["kind"][0]
    assert not Adjustment.objects.exists()
