"""At the same moment, on PostgreSQL with real threads: one attempt, marked once, of a test that nobody changes."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from reviews.models import QuizAttempt
from reviews.services import quizzes
from tests.reviews.quiz_world import QuizWorld, right_choices, seat

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> QuizWorld:
    return QuizWorld()


def race(*calls) -> list:
    """What each call returned; all start together, each on its own connection."""
    barrier = Barrier(len(calls))

    def run(call):
        try:
            barrier.wait(timeout=30)
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_two_tabs_begin_one_attempt(world):
    places = [seat(world.quiz, world.members[0]) for _ in range(6)]
    started = race(*(lambda place=place: quizzes.start(place) for place in places))
    assert len({attempt.pk for attempt in started}) == 1
    assert all(attempt.paper == started[0].paper for attempt in started)
    assert QuizAttempt.objects.count() == 1


@pytest.mark.parametrize("attempt", range(3))
def test_answers_of_two_tabs_are_all_kept(world, attempt):
    begun = quizzes.start(seat(world.quiz, world.members[0]))
    right = right_choices(begun, 4)
    race(*(lambda place=place: quizzes.keep_answers(begun, {place: right[place]}) for place in right))
    assert quizzes.hand_in(begun).right == 4


@pytest.mark.parametrize("attempt", range(3))
def test_an_answer_comes_before_handing_in_or_not_at_all(world, attempt):
    begun = quizzes.start(seat(world.quiz, world.members[0]))
    right = right_choices(begun, 4)
    race(lambda: quizzes.hand_in(begun), lambda: quizzes.keep_answers(begun, right))
    done = QuizAttempt.objects.get()
    assert done.right == quizzes.right_answers(done.paper, done.answers)
    assert done.right in (0, 4)
