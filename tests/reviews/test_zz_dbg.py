import pytest
from tests.reviews.test_round_races import *
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
@pytest.mark.parametrize("attempt", range(8))
def test_dbg(world, assignment, attempt):
    world.score(assignment.candidacy)
    round_pk = world.round.pk
    closed, opened = race(
        move(world.round, "close", world.officer),
        move(assignment.sheet, "reopen", make.make_officer(world.city), note="请复核"),
    )
    sheet = ScoreSheet.objects.get()
    print(attempt, closed if isinstance(closed, list) else closed.state, opened if isinstance(opened, list) else opened.state, sheet.state, Round.objects.get(pk=round_pk).state,
       [(e.move, e.at) for e in sheet.history], [(e.move, e.at) for e in world.round.history], list(Candidacy.objects.values_list("state")), )
