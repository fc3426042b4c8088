"""The reviewer's list: what waits first, what is done below, only one's own."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from core import context
from core.context import nav_items
from core.lifecycle import perform
from reviews.navigation import review_places
from reviews.services import rounds
from tests import factories as make

LIST = "/review/"


def text_of(answer):
    return answer.content.decode()


def add_unit(world, number):
    """One more unit under assessment, different in everything that its row joins."""
    unit = make.make_unit(
        world.county, f"第{number}个集体", region=make.make_region(f"44200{number}", f"第{number}镇")
    )
    captain = make.make_captain(unit)
    return world.candidacy("assessing", unit=unit, captain=captain)


def test_an_empty_list_says_so(client, world, reviewer):
    text = text_of(client.get(LIST))
    assert "目前没有指派给您的评审任务" in text
    assert "评审</a>" not in text, "no place in the navigation for who reviews nothing"


def test_progress_counts_what_is_handed_in_and_not_what_was_recused(client, world, reviewer):
    first, second, third = (add_unit(world, number) for number in (1, 2, 3))
    world.score(first)
    perform(third.assignments.get(), "recuse", by=reviewer, note="同一单位")
    text = text_of(client.get(LIST))
    assert "已评 1/2" in text
    waiting, done = text.split("已办结")
    assert ["第1个集体" in waiting, "第2个集体" in waiting, "第3个集体" in waiting] == [False, True, False]
    assert reverse("reviews:sheet", args=[second.assignments.get().pk]) in waiting
    assert reverse("reviews:sheet", args=[first.assignments.get().pk]) in done
    assert "93 分" in done
    assert "已回避" in done
    assert reverse("reviews:sheet", args=[third.assignments.get().pk]) not in text


def test_all_done_is_said(client, world, reviewer, assignment):
    world.score(assignment.candidacy)
    text = text_of(client.get(LIST))
    assert "已评 1/1" in text
    assert "都已评完" in text


def test_a_closed_round_moves_down_to_the_earlier_ones(client, world, reviewer, assignment):
    world.to_met(assignment.candidacy, world.captain)
    text = text_of(client.get(LIST))
    assert "往次考核（1 项）" in text
    assert "本轮进度" not in text


def test_what_the_organizer_took_back_is_gone(client, world, reviewer, assignment):
    perform(assignment, "withdraw", by=world.officer, note="人员调整")
    assert assignment.candidacy.unit.name not in text_of(client.get(LIST))


def test_only_ones_own(client, world, assignment):
    other = make.make_user()
    rounds.assign(assignment.round, assignment.candidacy, other, by=world.officer)
    for user in (world.officer, make.make_user(is_superuser=True), make.make_user()):
        client.force_login(user)
        assert assignment.candidacy.unit.name not in text_of(client.get(LIST))
    client.force_login(other)
    assert text_of(client.get(LIST)).count("data-row-open") == 1


def test_a_visitor_is_sent_to_the_login(client, db):
    assert client.get(LIST).url == f"/accounts/login/?next={LIST}"


def test_the_navigation_counts_what_waits(world, assignment):
    request = RequestFactory().get("/")
    request.user = world.reviewer
    add_unit(world, 1)
    [place] = [item for item in nav_items(request) if item.label == "评审"]
    assert (place.url, place.count, place.order) == (LIST, 2, 20)
    world.score(assignment.candidacy)
    [place] = [item for item in nav_items(request) if item.label == "评审"]
    assert place.count == 1
    request.user = world.captain
    assert "评审" not in [item.label for item in nav_items(request)]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_few_questions_however_long_it_is(
    client, world, reviewer, django_assert_num_queries, monkeypatch, rows
):
    monkeypatch.setattr(context, "_nav_sources", [review_places])
    for number in range(1, rows + 1):
        add_unit(world, number)
    client.get(LIST)
    with django_assert_num_queries(QUERIES):
        assert text_of(client.get(LIST)).count("data-row-open") == rows


QUERIES = 7
"""Session, user, sheets, visits due and done, two for the navigation; what other houses add is theirs to count."""
