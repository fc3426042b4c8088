"""A question bank, a test of the round that is open, and members who take it."""

from datetime import timedelta

import time_machine

from core import clock
from reviews.models import Question, Quiz, QuizAttempt
from reviews.queries.quizzes import Seat, seat_of
from reviews.quiz_keys import key_of
from reviews.services import quizzes
from tests.journey import Journey
from units.models import Member


def make_bank(committee, count: int = 4) -> list[Question]:
    """`count` single questions whose right option is 对的一项, whatever its place on a paper."""
    return [
        Question.objects.create(
            committee=committee,
            kind="single",
            text=f"第{number}个问题",
            options=["错的一项", "对的一项", "另一个错项"],
            answer=[1],
            clause="S",
        )
        for number in range(1, count + 1)
    ]


def make_quiz(round_, **values) -> Quiz:
    today = clock.today()
    given = {"opens_on": today, "closes_on": today, "questions": 4, "minutes": 30, **values}
    return Quiz.objects.create(round=round_, **given)


def key_for(quiz: Quiz, member: Member) -> str:
    return key_of(quiz.pk, member.pk)


def seat(quiz: Quiz, member: Member) -> Seat:
    return seat_of(key_for(quiz, member))


def right_choices(attempt: QuizAttempt, count: int) -> dict[int, list[int]]:
    """The right answers to the first `count` questions of the paper, a wrong one to each of the others."""
    return {
        place: question["answer"]
        if place < count
        else [(question["answer"][0] + 1) % len(question["options"])]
        for place, question in enumerate(attempt.paper)
    }


def take(quiz: Quiz, member: Member, right: int) -> QuizAttempt:
    """Begin, answer `right` questions rightly and the others wrongly, hand in."""
    attempt = quizzes.start(seat(quiz, member))
    quizzes.keep_answers(attempt, right_choices(attempt, right))
    return quizzes.hand_in(attempt)


class QuizWorld:
    """One unit of `members` people that has applied, in a round with one test of four questions."""

    def __init__(self, state: str = "applied", members: int = 12, **values):
        self.journey = journey = Journey(members=members)
        make_bank(journey.city)
        self.candidacy = journey.candidacy(state)
        self.round = journey.open_round()
        self.quiz = make_quiz(self.round, **values)
        self.unit, self.captain, self.officer = journey.unit, journey.captain, journey.officer

    @property
    def members(self) -> list[Member]:
        return list(self.unit.members.order_by("pk"))

    def take_all(self, *rights: int) -> None:
        """The first members, each with so many right answers."""
        for member, right in zip(self.members, rights, strict=False):
            take(self.quiz, member, right)

    def end_the_test(self) -> None:
        """Its last day was yesterday; nobody's session runs out meanwhile."""
        yesterday = clock.today() - timedelta(days=1)
        Quiz.objects.filter(pk=self.quiz.pk).update(opens_on=yesterday, closes_on=yesterday)

    def after_the_test(self):
        """Time travel to the day after the test's last."""
        return time_machine.travel(clock.now() + timedelta(days=1), tick=False)
