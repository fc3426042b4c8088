"""What a round finds: figures by forms, the second look at wide spreads, and proof from the locked sheets."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.lifecycle import TransitionBlocked, perform
from reviews.models import Assignment, PartFigure, RoundResult
from reviews.queries.figures import figures_of, spreads_of
from reviews.queries.result_list import results_of
from reviews.services import rounds
from reviews.services.results import differences
from reviews.services.spread_reviews import review_spread
from tests import factories as make


def seat(world, assignment, lost: int, *, part=None) -> Assignment:
    """One more reviewer, who takes off `lost` points of each of the seven items and hands in."""
    given = rounds.assign(
        assignment.round, assignment.candidacy, make.make_user(), by=world.officer, part=part
    )
    return hand_in(world, given, lost)


def hand_in(world, assignment, lost: int) -> Assignment:
    world.fill(assignment.sheet, lost=lost)
    perform(assignment.sheet, "submit", by=assignment.reviewer)
    return assignment


def close(world, assignment):
    perform(assignment.round, "close", by=world.officer)
    return RoundResult.objects.get()


def test_the_figure_by_hand(world, assignment):
    hand_in(world, assignment, 1)  # 93
    seat(world, assignment, 2)  # 86
    result = close(world, assignment)
    assert (result.sheets, result.mean, result.spread) == (2, Decimal("89.50"), Decimal("7.00"))
    figure = PartFigure.objects.get()
    assert (figure.figure, figure.lowest, figure.highest) == (Decimal("89.50"), Decimal(86), Decimal(93))


def test_forms_count_by_their_weight(world, assignment):
    main = assignment.part
    main.weight = 60
    main.save()
    site = assignment.round.parts.create(kind="site", weight=40)
    hand_in(world, assignment, 1)  # 93 × 60 %
    seat(world, assignment, 2, part=site)  # 86 × 40 %
    assert close(world, assignment).mean == Decimal("90.20")
    assert PartFigure.objects.count() == 2


def test_the_rounds_own_pass_line_goes_before_the_standards(world, assignment):
    type(assignment.round).objects.update(pass_line=95)
    hand_in(world, assignment, 1)
    assert not close(world, assignment).is_met


def test_a_wide_spread_is_looked_at_before_closing_and_again_when_a_sheet_changes(world, assignment):
    hand_in(world, assignment, 0)  # 100
    other = seat(world, assignment, 2)  # 86: 14 apart
    with pytest.raises(TransitionBlocked, match="尚未核对"):
        close(world, assignment)
    review_spread(assignment.round, assignment.candidacy, by=world.officer, note="两人理解不同，已说明")
    perform(other.sheet, "reopen", by=world.officer, note="请核对第三项")
    other = Assignment.objects.get(pk=other.pk)
    hand_in(world, other, 3)  # 79
    with pytest.raises(TransitionBlocked, match=r"相差 21\.00 分，尚未核对"):
        close(world, assignment)
    review_spread(assignment.round, assignment.candidacy, by=world.officer, note="复核后仍按各自评分")
    assert close(world, assignment).mean == Decimal("89.50")


def test_five_sheets_leave_out_the_wildest(world, assignment):
    type(assignment.round).objects.update(spread_limit=100, is_calibrated=True)
    hand_in(world, assignment, 1)
    for lost in (1, 1, 1, 8):
        seat(world, assignment, lost)
    result = close(world, assignment)
    assert result.mean == 93
    assert result.calibrated is not None


def test_stored_figures_follow_from_the_sheets_and_tampering_shows(client, world, assignment):
    hand_in(world, assignment, 1)
    close(world, assignment)
    assert differences(assignment.round) == []
    client.force_login(world.officer)
    page = reverse("reviews:lead_check", args=[assignment.round_id])
    assert "全部结果一致" in client.get(page).content.decode()
    RoundResult.objects.update(mean=99)
    [found] = differences(assignment.round)
    assert (found.stored, found.computed) == (Decimal(99), Decimal(93))
    assert "99" in client.get(page).content.decode()


def test_the_result_opens_down_to_the_single_score(client, world, assignment):
    type(assignment.round).objects.update(is_calibrated=True)
    hand_in(world, assignment, 1)
    seat(world, assignment, 2)
    client.force_login(world.officer)
    listed = client.get(reverse("reviews:lead_results", args=[assignment.round_id])).content.decode()
    detail = reverse("reviews:lead_unit_result", args=[assignment.round_id, assignment.candidacy_id])
    assert "89.50" in listed
    assert detail in listed
    text = client.get(detail).content.decode()
    assert "2 份评分 86.00、93.00，平均 89.50 分" in text
    assert reverse("reviews:lead_sheet", args=[assignment.sheet.pk]) in text


def test_a_lead_who_still_has_to_score_sees_no_figure_and_no_place(client, world, assignment):
    world.round.leads.add(world.reviewer)
    seat(world, assignment, 2)
    client.force_login(world.reviewer)
    text = client.get(reverse("reviews:lead_results", args=[assignment.round_id])).content.decode()
    assert "86" not in text
    assert "您提交本人的评分后才能查看" in text
    detail = reverse("reviews:lead_unit_result", args=[assignment.round_id, assignment.candidacy_id])
    assert client.get(detail).status_code == 404


def test_figures_of_many_units_take_the_same_queries(world, django_assert_num_queries):
    for _ in range(3):
        world.candidacy("assessing", **world.another_team())
    for given in Assignment.objects.all():
        hand_in(world, given, 1)
    units = list(world.round.candidacies_under_assessment())
    with django_assert_num_queries(5):
        assert len(figures_of(world.round, units)) == 3


@pytest.mark.parametrize("method", ["mean", "median", "trimmed"])
def test_the_ranking_sums_in_the_database_what_figures_find_sheet_by_sheet(world, assignment, method):
    """Two forms, one of them with enough sheets to leave some out."""
    type(assignment.round).objects.update(aggregation=method, spread_limit=100)
    round_ = type(assignment.round).objects.get(pk=assignment.round_id)
    round_.parts.update(weight=70)
    site = round_.parts.create(kind="site", weight=30)
    hand_in(world, assignment, 1)
    for lost in (1, 2, 4, 8):
        seat(world, assignment, lost)
    for lost in (0, 3):
        seat(world, assignment, lost, part=site)
    rows = results_of(round_, world.officer).rows
    [standing], [row] = rows.ranking, rows[:1]
    assert (standing.mean, standing.spread) == (row.figures.mean, row.figures.spread)
    assert str(spreads_of(round_)[assignment.candidacy_id]) == "49.00"
