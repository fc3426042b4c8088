"""The demo's 管理办法测试: a bank on the published rules, and a test that some members have taken."""

import random
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from core import clock
from core.services import ledger
from creation_cycle.models import Candidacy
from demo.story import Cast, days_from_now
from reviews.enums import QuizUse
from reviews.models import Quiz, Round
from reviews.queries.quizzes import seat_of
from reviews.quiz_keys import key_of
from reviews.resources import questions as tables
from reviews.services import questions, quizzes
from units.models import Committee

BANK = Path(__file__).with_name("question-bank.csv")
SCORES = ((10, 9, 10, 8, 9, 10, 7, 9), (9, 6, 8, 10), (7, 5, 8), (8, 9))
"""By unit, how many of ten questions its first members knew."""


def fill_bank(city: Committee, cast: Cast) -> None:
    """As an officer would: by importing the table."""
    found = tables.read(BANK.read_bytes())
    questions.keep(city, found.questions.values(), by=cast["officer"])


def hold_quiz(round_: Round, assessing: Sequence[Candidacy], cast: Cast) -> None:
    """Open since two days, for nine more; one unit has nearly finished, the others have begun.

    It has to be passed and adds no points: the demo's standard has an item of its own for that.
    """
    chance = random.Random(27)  # noqa: S311  (a repeatable story, not a secret)
    with days_from_now(-2):
        quiz = Quiz.objects.create(
            round=round_,
            opens_on=clock.today(),
            closes_on=clock.today() + timedelta(days=11),
            questions=10,
            minutes=15,
            use=QuizUse.GATE,
            counts_absent=False,
        )
        ledger.append_creation(quiz, by=cast["officer"])
        for candidacy, scores in zip(assessing, SCORES, strict=False):
            for member, right in zip(candidacy.unit.members.all(), scores, strict=False):
                _take(quiz, member, right, chance)


def _take(quiz: Quiz, member, right: int, chance: random.Random) -> None:
    attempt = quizzes.start(seat_of(key_of(quiz.pk, member.pk)), chance=chance)
    known = {place: question["answer"] for place, question in enumerate(attempt.paper[:right])}
    quizzes.keep_answers(attempt, known)
    quizzes.hand_in(attempt)
