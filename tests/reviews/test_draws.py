"""A draw from announcement to order; what the public can read before and after, and that the recipe works."""

import contextlib
import io
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Message
from core import clock, draws
from core.lifecycle import TransitionBlocked, blockers, perform
from creation_cycle.queries.desk_notes import notes_for
from reviews.models import Draw, Round
from reviews.services.draws import announce
from tests.reviews.panels_world import PanelsWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def panels() -> PanelsWorld:
    return PanelsWorld(units=4)


def announced(panels, **values) -> Draw:
    defaults = {
        "title": "终期考核答辩顺序",
        "public_source": "当日公布的号码",
        "draws_on": clock.today() + timedelta(days=3),
    }
    return announce(Draw(round=panels.round, **{**defaults, **values}), by=panels.officer)


def drawn(draw: Draw, panels, value: str = "0712") -> Draw:
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        return perform(draw, "draw", by=panels.officer, public_value=value)


def test_announcing_freezes_who_takes_part_and_commits_to_the_secret(panels):
    draw = announced(panels)
    expected = [{"number": c.filing_number, "unit": c.unit.name} for c in panels.candidacies]
    assert sorted(draw.entries, key=str) == sorted(expected, key=str)
    assert draw.commitment == draws.digest(Draw.objects.get().secret)
    assert len(draw.secret) == 64
    panels.journey.candidacy("applied", **panels.journey.another_team())
    assert len(drawn(draw, panels).order) == 4


def test_the_secret_is_encrypted_at_rest(panels):
    draw = announced(panels)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM reviews_draw")
        assert draw.secret not in str(cursor.fetchone())


def test_a_draw_is_announced_before_its_day_and_held_on_it(panels):
    with pytest.raises(TransitionBlocked, match="公告次日或以后"):
        announced(panels, draws_on=clock.today())
    draw = announced(panels)
    assert [finding.text for finding in blockers(draw, "draw", panels.officer)] != []
    with pytest.raises(TransitionBlocked):
        perform(draw, "draw", by=panels.officer, public_value="1")
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False), pytest.raises(TransitionBlocked):
        perform(draw, "draw", by=panels.officer, public_value="  ")


def test_one_unit_alone_and_a_closed_round_draw_nothing():
    alone = PanelsWorld(units=1)
    with pytest.raises(TransitionBlocked, match="不足 2 个"):
        announced(alone)
    Round.objects.filter(pk=alone.round.pk).update(state="closed")
    alone.round.refresh_from_db()
    with pytest.raises(TransitionBlocked, match="本轮考核已结束"):
        announced(alone)


def test_the_order_follows_from_what_was_published(panels):
    draw = drawn(announced(panels), panels, " 0712 ")
    numbers = [entry["number"] for entry in draw.entries]
    expected = draws.order(draws.seed_of(draw.secret, "0712"), numbers)
    assert [entry["number"] for entry in Draw.objects.get().order] == expected
    assert {entry["number"]: entry["unit"] for entry in draw.order} == {
        e["number"]: e["unit"] for e in draw.entries
    }


def test_before_the_draw_the_public_page_hides_the_secret(panels, client):
    draw = announced(panels)
    page = client.get(draw.get_absolute_url()).content.decode()
    assert draw.commitment in page
    assert draw.secret not in page
    assert all(entry["number"] in page for entry in draw.entries)
    assert draw.title in client.get("/draws/").content.decode()


def test_whoever_runs_the_published_recipe_gets_the_published_order(panels, client):
    draw = drawn(announced(panels), panels, '07"12\\')
    page = client.get(draw.get_absolute_url()).content.decode()
    recipe = unescape(re.search(r"<code>(.*?)</code>", page, re.DOTALL)[1])
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(recipe, {})
    lines = [f"{place} {entry['number']}" for place, entry in enumerate(draw.order, start=1)]
    assert printed.getvalue().splitlines() == lines
    assert draw.secret in page


def test_the_public_page_asks_as_often_for_many_units_as_for_few(client):
    panels = PanelsWorld(units=2)

    def queries() -> int:
        draw = announced(panels)
        with CaptureQueriesContext(connection) as asked:
            client.get(draw.get_absolute_url())
        return len(asked)

    few = queries()
    for _ in range(3):
        panels.journey.candidacy("applied", **panels.journey.another_team())
    assert queries() == few


def test_keepers_are_told_and_find_it_on_their_desk(panels):
    draw = announced(panels)
    told = Message.objects.filter(title=f"公开抽签：{draw.title}")
    assert told.filter(recipient=panels.journey.captain).count() == 1
    assert told.count() == 4
    unit = panels.candidacies[0].unit
    [note] = [n for n in notes_for([unit])[unit.pk] if n.url == draw.get_absolute_url()]
    assert "抽签" in note.text
    draw = drawn(draw, panels)
    place = [entry["unit"] for entry in draw.order].index(unit.name) + 1
    [note] = [n for n in notes_for([unit])[unit.pk] if n.url == draw.get_absolute_url()]
    assert note.text == f"公开抽签“{draw.title}”：本集体抽得第 {place} 号"


def test_a_second_draw_is_hinted_at_and_has_a_name_of_its_own(panels, client):
    first = announced(panels)
    client.force_login(panels.officer)
    add = f"{reverse('admin:reviews_draw_add')}?round={panels.round.pk}"
    assert f"本轮已有抽签：{first.title}" in client.get(add).text
    values = {
        "round": panels.round.pk,
        "public_source": "次日福彩号码",
        "draws_on": clock.today() + timedelta(days=2),
    }
    assert "本轮已有同名的抽签" in client.post(add, {**values, "title": first.title}).text
    assert client.post(add, {**values, "title": "补充顺序"}).status_code == 302
    assert "本轮另有公开抽签" in client.get(reverse("honor_roll:draw", args=[first.pk])).text
