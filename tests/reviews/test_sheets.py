"""Keeping a draft: what an item takes, versions of single items, and two devices of one reviewer."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from core.lifecycle import TransitionBlocked, perform
from creation_cycle.models import ScoringRule, StandardItem
from reviews.answers import Answer, RefusedAnswer
from reviews.models import Round
from reviews.services import sheets
from reviews.services.sheets import Conflict, Saved
from tests import factories as make

D = Decimal


@pytest.fixture
def sheet(assignment):
    return assignment.sheet


@pytest.fixture
def item(sheet) -> StandardItem:
    """基础建设, 15 points."""
    return sheet.standard.items.first()


def change(item, *rules, **values) -> StandardItem:
    """The pinned item as if its standard had been written like this."""
    StandardItem.objects.filter(pk=item.pk).update(**values)
    ScoringRule.objects.bulk_create(
        ScoringRule(item=item, text=text, points=points, max_times=times) for text, points, times in rules
    )
    return StandardItem.objects.get(pk=item.pk)


def save(sheet, item, base_version=0, **answer):
    return sheets.save_item(sheet, item, answer=Answer(**answer), base_version=base_version)


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("15.01", "请填写 0 到 15 之间的分数，最多两位小数。"),
        ("-0.5", "请填写 0 到 15 之间的分数，最多两位小数。"),
        ("NaN", "请填写 0 到 15 之间的分数，最多两位小数。"),
        ("Infinity", "请填写 0 到 15 之间的分数，最多两位小数。"),
        ("7.25", "请按 0.5 分的整数倍打分。"),
        ("0.1", "请按 0.5 分的整数倍打分。"),
    ],
)
def test_points_out_of_range_or_between_steps_are_refused(sheet, item, points, sentence):
    change(item, step="0.50")
    with pytest.raises(RefusedAnswer, match=re.escape(sentence)):
        save(sheet, item, points=D(points))
    assert sheet.scores.count() == 0


@pytest.mark.parametrize(
    ("step", "points"), [("1.00", "7"), ("0.50", "7.5"), ("0.10", "7.3"), ("0.01", "7.31")]
)
def test_whole_steps_are_taken(sheet, item, step, points):
    change(item, step=step)
    assert save(sheet, item, points=D(points)).answer.points == D(points)


def test_full_marks_are_allowed_whatever_the_step(sheet, item):
    change(item, step="1.00", points="14.50")
    assert save(sheet, item, points=D("14.5")).version == 1


def test_the_page_refuses_half_points_where_whole_ones_are_asked(client, reviewer, assignment, item):
    change(item, step="1.00")
    page = reverse("reviews:sheet", args=[assignment.pk])
    text = client.post(page, {f"points-{item.pk}": "7.5"}).content.decode()
    assert "请按 1 分的整数倍打分。" in text
    assert 'value="7.5"' in text
    assert 'step="1"' in text


def test_a_deduction_without_written_rules_needs_its_reason(client, reviewer, assignment, sheet, item):
    change(item, kind="deduct")
    with pytest.raises(RefusedAnswer, match="请写明扣分理由"):
        save(sheet, item, points=D(12))
    page = reverse("reviews:sheet", args=[assignment.pk])
    text = client.post(page, {f"points-{item.pk}": "12"}).content.decode()
    assert f'id="id_remark-{item.pk}_error"' in text
    assert "得分低于满分时，请写明扣分理由。" in text
    assert save(sheet, item, points=D(15)).version == 1
    assert save(sheet, item, points=D(12), remark="缺少台账", base_version=1).version == 2


def test_marks_beyond_their_rule_are_refused(sheet, item):
    item = change(item, ("缺少台账", 2, 3), kind="deduct")
    [rule] = item.rules.all()
    with pytest.raises(RefusedAnswer, match="请填写 0 到 3 之间的整数"):
        save(sheet, item, marks={rule.pk: 4})
    with pytest.raises(RefusedAnswer, match="请按细则填写次数"):
        save(sheet, item, marks={rule.pk + 1: 1})
    with pytest.raises(RefusedAnswer, match="请先逐条核对细则"):
        save(sheet, item, points=D(9))
    assert save(sheet, item, marks={rule.pk: 3}).answer.points == 9


def test_items_of_another_standard_do_not_exist(sheet, world):
    foreign = make.make_standard(make.make_committee("他市团委", "city")).items.first()
    with pytest.raises(KeyError):
        save(sheet, foreign, points=D(5))


def test_a_device_that_saw_the_present_answer_writes_the_next(sheet, item):
    first = save(sheet, item, points=D(9))
    assert isinstance(first, Saved)
    second = save(sheet, item, points=D(10), remark="补充", base_version=first.version)
    assert second.version > first.version
    assert sheet.scores.get().points == 10


def test_a_device_that_saw_an_older_answer_is_told_and_writes_nothing(sheet, item):
    save(sheet, item, points=D(9))
    now = save(sheet, item, points=D(10), base_version=1)
    found = save(sheet, item, points=D(11), base_version=1)
    assert found == Conflict(Answer(points=D(10)), now.version, now.saved_at)
    assert sheet.scores.get().points == 10


def test_sending_the_same_twice_is_no_conflict_and_no_change(sheet, item):
    first = save(sheet, item, points=D(9), remark="好")
    again = save(sheet, item, points=D("9.00"), remark="好")
    assert (again.version, again.saved_at) == (first.version, first.saved_at)


def test_an_answer_that_was_cleared_and_given_anew_is_found_out(sheet, item):
    """A version never comes twice, so that an old device cannot take the new answer for the one it saw."""
    seen = save(sheet, item, points=D(9)).version
    assert save(sheet, item, base_version=seen).answer is None
    save(sheet, item, points=D(4))
    assert isinstance(save(sheet, item, points=D(12), base_version=seen), Conflict)


def test_saving_all_keeps_the_version_of_what_stayed(sheet, item):
    save(sheet, item, points=D(9))
    other = sheet.standard.items.last()
    sheets.save_scores(sheet, points={item.pk: D(9), other.pk: D(3)})
    assert dict(sheet.scores.values_list("item", "version")) == {item.pk: 1, other.pk: 2}


def test_nothing_is_written_after_handing_in_closing_or_stepping_back(sheet, item, world, assignment):
    Round.objects.update(state="closed")
    with pytest.raises(TransitionBlocked, match="本轮考核已结束"):
        save(sheet, item, points=D(9))
    Round.objects.filter(pk=assignment.round_id).update(state="open")
    perform(assignment, "recuse", by=assignment.reviewer, note="亲属")
    with pytest.raises(TransitionBlocked, match="您已不再评审该集体"):
        save(sheet, item, points=D(9))


class Page:
    """One device with the sheet open: what it shows, changed as somebody types."""

    def __init__(self, client, assignment):
        self.client, self.url = client, reverse("reviews:sheet", args=[assignment.pk])
        form = client.get(self.url).context["form"]
        self.fields = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}

    def post(self, **changes):
        return self.client.post(self.url, {**self.fields, **changes})


def test_two_devices_change_different_items(client, reviewer, assignment, sheet):
    first, second = (f"points-{item.pk}" for item in sheet.standard.items.all()[:2])
    phone, desk = Page(client, assignment), Page(client, assignment)
    assert phone.post(**{first: "9"}).status_code == 302
    assert desk.post(**{second: "8"}).status_code == 302
    assert list(sheet.scores.values_list("points", flat=True)) == [9, 8]


def test_two_devices_change_the_same_item_and_nothing_is_overwritten_silently(
    client, reviewer, assignment, item
):
    phone, desk = Page(client, assignment), Page(client, assignment)
    name = f"points-{item.pk}"
    phone.post(**{name: "9"})
    answer = desk.post(**{name: "12"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "您在另一台设备上也修改了" in text
    assert assignment.sheet.scores.get().points == 9
    theirs = re.search(rf'name="theirs-{name}" value="([^"]+)"', text)[1]
    desk.post(**{name: "12", f"theirs-{name}": theirs, f"choice-{name}": "mine"})
    assert assignment.sheet.scores.get().points == 12
