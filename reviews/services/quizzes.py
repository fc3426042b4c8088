"""One attempt of one person: a paper drawn at random, answers kept as they are given, marked by the portal."""

import random
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from core import clock
from creation_cycle.models import Candidacy
from reviews.enums import QuestionKind
from reviews.models import Question, Quiz, QuizAttempt, QuizFigure, Round
from reviews.queries.quizzes import Seat, counting_attempts, standings_of
from units.queries.keeping import kept_units

NOT_OPEN = "现在不在测试时间内。"
NO_QUESTIONS = "题库中还没有题目，请联系组委会。"
KINDS = list(QuestionKind)
UNFORESEEN = random.SystemRandom()


def is_by_another(seat: Seat, user) -> bool:
    """Whether somebody is signed in who keeps the unit and is not this member.

    A link is no proof of who holds it; but a keeper, who hands out everybody's, neither takes a test for a member
    nor reads their answers or score while signed in.
    """
    if not user.is_authenticated or seat.member.user_id == user.pk:
        return False
    return kept_units(user).filter(pk=seat.member.unit_id).exists()


@transaction.atomic
def start(seat: Seat, *, chance: random.Random = UNFORESEEN) -> QuizAttempt:
    """The member's one attempt: made now, or the one that a second tab or click has just made.

    The quiz is locked, so that nobody changes what it asks and how long while a paper is drawn.
    """
    quiz = Quiz.objects.select_for_update(no_key=True, of=("self",)).select_related("round__cycle")
    quiz = quiz.get(pk=seat.quiz.pk)
    before = quiz.attempts.filter(member=seat.member).first()
    if before is not None:
        return before
    if not quiz.is_open:
        raise ValidationError(NOT_OPEN)
    paper = draw_paper(quiz, chance)
    now = clock.now()
    return QuizAttempt.objects.create(
        quiz=quiz,
        candidacy=seat.candidacy,
        member=seat.member,
        paper=paper,
        asked=len(paper),
        started_at=now,
        due_at=min(now + timedelta(minutes=quiz.minutes), quiz.ends_at),
    )


def draw_paper(quiz: Quiz, chance: random.Random = UNFORESEEN) -> list[dict]:
    """Questions at random, by kind, their options in random order; all of a bank that is smaller than a paper."""
    bank = list(Question.objects.asked().filter(committee=quiz.committee_id))
    if not bank:
        raise ValidationError(NO_QUESTIONS)
    drawn = chance.sample(bank, min(quiz.questions, len(bank)))
    drawn.sort(key=lambda question: KINDS.index(question.kind))
    return [_asked(question, chance) for question in drawn]


def _asked(question: Question, chance: random.Random) -> dict:
    order = list(range(len(question.options)))
    if question.kind != QuestionKind.TRUE_FALSE:
        chance.shuffle(order)
    return {
        "question": question.pk,
        "kind": question.kind,
        "text": question.text,
        "options": [question.options[place] for place in order],
        "answer": sorted(order.index(place) for place in question.answer),
    }


@transaction.atomic
def keep_answers(attempt: QuizAttempt, answers: Mapping[int, Collection[int]]) -> QuizAttempt:
    """Keep what was chosen, by the question's place on the paper; places that are left out stay as they were.

    What comes after the time is not kept: the attempt comes back handed in, as it was when the time ran out.
    """
    attempt = _locked(attempt)
    if attempt.is_run_out:
        return _mark(attempt)
    if not attempt.is_handed_in:
        attempt.answers |= {str(place): sorted(chosen) for place, chosen in answers.items()}
        attempt.save(update_fields=["answers"])
    return attempt


@transaction.atomic
def hand_in(attempt: QuizAttempt) -> QuizAttempt:
    """Mark it, once; twice is once."""
    attempt = _locked(attempt)
    return attempt if attempt.is_handed_in else _mark(attempt)


def hand_in_run_out() -> int:
    """Every attempt whose time is over, as it is; safe to repeat."""
    due = list(QuizAttempt.objects.run_out().only("pk"))
    for attempt in due:
        hand_in(attempt)
    return len(due)


def _locked(attempt: QuizAttempt) -> QuizAttempt:
    """As it is now; other tabs and the clock wait."""
    rows = QuizAttempt.objects.select_for_update(of=("self",)).select_related("quiz__round", "member")
    return rows.get(pk=attempt.pk)


def _mark(attempt: QuizAttempt) -> QuizAttempt:
    """A question is right when exactly its answers were chosen."""
    attempt.right = right_answers(attempt.paper, attempt.answers)
    attempt.submitted_at = min(clock.now(), attempt.due_at)
    attempt.save(update_fields=["right", "submitted_at"])
    return attempt


def right_answers(paper: Sequence[Mapping], answers: Mapping[str, Sequence[int]]) -> int:
    return sum(
        sorted(answers.get(str(place), [])) == question["answer"] for place, question in enumerate(paper)
    )


def settle(round_: Round, candidacies: Collection[Candidacy]) -> None:
    """When the round closes: hand in all that is under way, and freeze who counts. Running it again writes the same.

    Also attempts with time left, as when the last day was moved up: nothing may be marked after the freeze.
    """
    for attempt in QuizAttempt.objects.under_way().filter(quiz__round=round_).only("pk"):
        hand_in(attempt)
    for quiz in round_.quizzes.all():
        quiz.attempts.update(is_counted=False)
        quiz.attempts.filter(pk__in=counting_attempts(quiz).values("pk")).update(is_counted=True)
    figures = [
        QuizFigure(
            quiz=standing.quiz,
            candidacy_id=candidacy,
            members=standing.members,
            taken=standing.taken,
            mean=standing.points,
        )
        for candidacy, found in standings_of(round_, candidacies, is_frozen=False).items()
        for standing in found
    ]
    QuizFigure.objects.bulk_create(
        figures,
        update_conflicts=True,
        unique_fields=["quiz", "candidacy"],
        update_fields=["members", "taken", "mean"],
    )
