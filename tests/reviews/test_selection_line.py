"""按名次预填 and the line of the cap: who comes first is never pushed out by who was nominated before them."""

import pytest

from core.lifecycle import blockers
from reviews.enums import TieRule
from reviews.models import RoundResult, Selection
from reviews.queries.selection import Overview
from reviews.selection_conditions import BEYOND_CAP
from reviews.services import selections
from tests import factories as make
from tests.reviews.selection_world import SelectionWorld
from units.models import Affiliation

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> SelectionWorld:
    """Of two filed units one may be recognised."""
    found = SelectionWorld()
    found.ratio(2)
    return found


def bind(user, candidacy) -> None:
    Affiliation.objects.create(user=user, employer=candidacy.unit.employer)


def prefill(selection, by) -> list[tuple[str, str]]:
    """The decisions afterwards, by place."""
    selections.prefill(selection, by=by)
    rows = Overview(Selection.objects.get(pk=selection.pk)).rows
    return [(row.verdict, row.decision.reason) for row in rows]


def refused(selection, by) -> list[str]:
    return [finding.text for finding in blockers(Selection.objects.get(pk=selection.pk), "publish", by)]


def test_a_place_is_kept_for_the_clerks_own_unit(world):
    first, *_ = world.met(95, 90, 85, 80)
    bind(world.officer, first)
    selection = world.select()
    held = ("hold", BEYOND_CAP)
    assert prefill(selection, world.officer) == [("", ""), ("nominate", ""), held, held]
    colleague = make.make_officer(world.city)
    assert prefill(selection, colleague) == [("nominate", ""), ("nominate", ""), held, held]
    assert refused(selection, colleague) == []


def test_a_tie_with_the_clerks_own_unit_in_it_is_counted_whole(world):
    _, own, _, _ = world.met(95, 90, 90, 80)
    bind(world.officer, own)
    found = prefill(world.select(), world.officer)
    assert found == [("nominate", ""), ("", ""), ("", ""), ("hold", BEYOND_CAP)]


def test_who_comes_first_after_the_places_were_given_is_left_to_an_officer(world):
    _, second, third, _ = world.met(95, 90, 85, 80)
    selection = world.select()
    for candidacy in (second, third):
        world.decide(selection, candidacy, "nominate")
    assert prefill(selection, world.officer) == [
        ("", ""), ("nominate", ""), ("nominate", ""), ("hold", BEYOND_CAP),
    ]  # fmt: skip
    assert refused(selection, world.officer) == ["还有 1 个集体没有拟定结论"]


def test_the_line_is_no_reason_to_pass_over_a_unit_nor_to_refuse_one(world):
    first, second, third, fourth = world.met(95, 90, 85, 80)
    selection = world.select()
    world.decide(selection, first, "hold", reason=BEYOND_CAP)
    world.decide(selection, second, "nominate")
    world.decide(selection, third, "hold", reason=BEYOND_CAP)
    world.decide(selection, fourth, "reject", reason=BEYOND_CAP)
    assert refused(selection, world.officer) == [
        f"{first.unit}：名次在前而未拟认定，须写明理由",
        f"{fourth.unit}：不予认定须写明理由",
    ]


def test_of_equals_that_all_had_a_place_one_is_left_out_with_a_reason_only(world):
    one, other, *others = world.met(95, 95, 90, 85)
    selection = world.select()
    world.decide(selection, one, "nominate")
    for candidacy in (other, *others):
        world.decide(selection, candidacy, "hold")
    assert refused(selection, world.officer) == [f"{other.unit}：与拟认定的集体并列而未拟认定，须写明理由"]
    world.decide(selection, other, "hold", reason="材料待核实")
    assert refused(selection, world.officer) == []


def test_a_unit_that_cannot_be_nominated_makes_no_tie_at_the_line(world):
    _, _, other, _ = world.met(95, 90, 90, 80)
    RoundResult.objects.filter(candidacy=other).update(veto="媒体曝光")
    found = prefill(selection := world.select(), world.officer)
    assert found[0] == ("nominate", "")
    assert sorted(found[1:3]) == [("hold", "一票否决：媒体曝光"), ("nominate", "")]
    assert refused(selection, world.officer) == []


def test_the_words_of_a_decided_tie_fit_whatever_units_are_called(world):
    one, other = world.met(95, 95)
    for number, candidacy in enumerate((one, other)):
        type(candidacy.unit).objects.filter(pk=candidacy.unit_id).update(name=f"{number}{'青' * 79}")
    selection = world.select(tie_rules=[TieRule.NAME])
    selections.prefill(selection, by=world.officer)
    world.publish(selection)
    [decided, _] = selection.decisions.order_by("place")
    decided.clean_fields(exclude=["selection", "candidacy"])
    assert len(decided.explanation) > 120
