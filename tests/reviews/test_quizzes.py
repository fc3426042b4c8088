"""管理办法测试: one attempt of one person, in time, marked by the portal, counted as configured."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.lifecycle import TransitionBlocked, perform
from reviews.models import Assignment, Question, Quiz, QuizAttempt, QuizFigure, Round, RoundResult
from reviews.queries.quizzes import Standing, outcome_of, outcomes_of, seat_of, standings_of
from reviews.quiz_keys import key_of, read_key
from reviews.services import quizzes
from reviews.services.results import differences
from reviews.tasks import hand_in_quizzes
from tests.reviews.quiz_world import QuizWorld, make_quiz, right_choices, seat, take

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiz_world() -> QuizWorld:
    return QuizWorld()


def later(minutes: int):
    return time_machine.travel(clock.now() + timedelta(minutes=minutes), tick=False)


def test_a_key_is_read_back_and_no_other_is():
    key = key_of(3, 41)
    assert read_key(key) == (3, 41)
    assert read_key(key.replace("3-41", "3-42")) is None
    assert read_key(key.replace("3-41", "4-41")) is None
    assert read_key("3-41-") is None
    assert read_key(f"{key}\n") is None
    assert read_key("٣-41-" + "0" * 24) is None


def test_a_wrong_key_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert seat_of("1-1-000000000000000000000000") is None


def test_papers_differ_and_hold_as_many_questions_as_asked(quiz_world):
    quiz_world.quiz.questions = 3
    papers = [quizzes.draw_paper(quiz_world.quiz) for _ in range(30)]
    assert {len(paper) for paper in papers} == {3}
    assert len({tuple(question["question"] for question in paper) for paper in papers}) > 1
    assert {question["answer"][0] for paper in papers for question in paper} == {0, 1, 2}
    for question in papers[0]:
        assert question["options"][question["answer"][0]] == "对的一项"


def test_true_and_false_keep_their_order_and_come_after_single_choices(quiz_world):
    city = quiz_world.journey.city
    Question.objects.create(
        committee=city, kind="true_false", text="真的", options=["正确", "错误"], answer=[1]
    )
    Question.objects.create(
        committee=city, kind="multiple", text="几个", options=["甲", "乙", "丙"], answer=[0, 2]
    )
    quiz_world.quiz.questions = 6
    paper = quizzes.draw_paper(quiz_world.quiz)
    assert [question["kind"] for question in paper] == [*["single"] * 4, "multiple", "true_false"]
    assert (paper[5]["options"], paper[5]["answer"]) == (["正确", "错误"], [1])
    assert {paper[4]["options"][place] for place in paper[4]["answer"]} == {"甲", "丙"}


def test_questions_of_others_and_those_switched_off_are_not_asked(quiz_world):
    Question.objects.filter(text="第1个问题").update(is_active=False)
    Question.objects.create(
        committee=quiz_world.journey.county, kind="single", text="别家的", options=["甲", "乙"], answer=[0]
    )
    asked = {question["text"] for question in quizzes.draw_paper(quiz_world.quiz)}
    assert asked == {"第2个问题", "第3个问题", "第4个问题"}
    Question.objects.update(is_active=False)
    with pytest.raises(ValidationError, match="还没有题目"):
        quizzes.start(seat(quiz_world.quiz, quiz_world.members[0]))


def test_exactly_the_answers_are_right():
    paper = [{"answer": [0, 2]}, {"answer": [1]}, {"answer": [0]}]
    assert quizzes.right_answers(paper, {"0": [2, 0], "1": [1], "2": [0]}) == 3
    assert quizzes.right_answers(paper, {"0": [0]}) == 0
    assert quizzes.right_answers(paper, {"0": [0, 1, 2], "1": [0]}) == 0
    assert quizzes.right_answers(paper, {}) == 0


def test_one_attempt_of_one_person(quiz_world):
    member = quiz_world.members[0]
    first = quizzes.start(seat(quiz_world.quiz, member))
    assert quizzes.start(seat(quiz_world.quiz, member)).pk == first.pk
    quizzes.hand_in(first)
    again = quizzes.start(seat(quiz_world.quiz, member))
    assert (again.pk, again.is_handed_in) == (first.pk, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuizAttempt.objects.create(
            quiz=quiz_world.quiz, candidacy=quiz_world.candidacy, member=member, paper=[], asked=1,
            due_at=clock.now(),
        )  # fmt: skip


def test_answers_are_kept_one_by_one_and_marked_once(quiz_world):
    attempt = quizzes.start(seat(quiz_world.quiz, quiz_world.members[0]))
    right = right_choices(attempt, 4)
    quizzes.keep_answers(attempt, {0: right[0]})
    quizzes.keep_answers(attempt, {1: right[1]})  # another tab, which knows nothing of the first answer
    done = quizzes.hand_in(attempt)
    assert (done.right, done.asked, done.score) == (2, 4, 50)
    assert quizzes.keep_answers(attempt, right).right == 2
    assert quizzes.hand_in(attempt).right == 2
    assert QuizAttempt.objects.get().answered == 2


def test_late_answers_are_not_kept_and_the_attempt_is_handed_in_as_it_was(quiz_world):
    attempt = quizzes.start(seat(quiz_world.quiz, quiz_world.members[0]))
    right = right_choices(attempt, 4)
    quizzes.keep_answers(attempt, {0: right[0]})
    with later(30):
        late = quizzes.keep_answers(attempt, right)
    assert (late.right, late.submitted_at) == (1, attempt.due_at)


def test_the_portal_hands_in_what_has_run_out_and_nothing_else(quiz_world):
    first, second = quiz_world.members[:2]
    attempt = quizzes.start(seat(quiz_world.quiz, first))
    with later(20):
        quizzes.start(seat(quiz_world.quiz, second))
    with later(31):
        hand_in_quizzes()
        hand_in_quizzes()
    assert list(QuizAttempt.objects.values_list("member", "right")) == [(first.pk, 0), (second.pk, None)]
    assert QuizAttempt.objects.get(pk=attempt.pk).submitted_at == attempt.due_at


def test_no_attempt_lasts_past_midnight_of_the_last_day(quiz_world):
    with time_machine.travel(quiz_world.quiz.ends_at - timedelta(minutes=5), tick=False):
        attempt = quizzes.start(seat(quiz_world.quiz, quiz_world.members[0]))
    assert attempt.due_at == quiz_world.quiz.ends_at


@pytest.mark.parametrize("days", [(1, 1), (-2, -1)], ids=["before", "after"])
def test_nobody_begins_outside_the_days(quiz_world, days):
    today = clock.today()
    Quiz.objects.update(opens_on=today + timedelta(days[0]), closes_on=today + timedelta(days[1]))
    place = seat(quiz_world.quiz, quiz_world.members[0])
    with pytest.raises(ValidationError, match="不在测试时间内"):
        quizzes.start(place)
    assert not QuizAttempt.objects.exists()


def test_a_unit_that_has_not_applied_and_a_member_who_left_have_no_place(quiz_world):
    other = quiz_world.journey.another_team()["unit"]
    assert not seat(quiz_world.quiz, other.members.first()).is_live
    member = quiz_world.members[3]
    assert seat(quiz_world.quiz, member).is_live
    member.left_on = clock.today()
    member.save()
    assert not seat(quiz_world.quiz, member).is_live


HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("use", "absent", "members", "taken", "shares", "bonus", "failed"),
    [
        ("record", True, 2, 2, Fraction(0), "0", ""),
        ("bonus", True, 2, 2, Fraction(2), "5.00", ""),
        ("bonus", True, 2, 1, Fraction(1), "2.50", ""),
        ("bonus", False, 2, 1, Fraction(1), "5.00", ""),
        ("bonus", True, 3, 3, Fraction(1), "1.67", ""),  # 1.666…
        ("bonus", True, 16, 16, Fraction(1, 2), "0.16", ""),  # 0.15625
        ("bonus", True, 8, 8, Fraction(21, 25), "0.53", ""),  # 0.525: a half goes up
        ("bonus", False, 5, 0, Fraction(0), "0", ""),
        ("gate", True, 5, 5, Fraction(3), "0", ""),  # 60 of 60
        ("gate", True, 5, 4, Fraction(299, 100), "0", "管理办法测试平均 59.80 分，合格线 60 分"),
        ("gate", True, 3000, 3000, Fraction(179999, 100), "0", "管理办法测试平均 60.00 分，合格线 60 分"),
        ("gate", False, 5, 0, Fraction(0), "0", "管理办法测试无人参加，合格线 60 分"),
    ],
)
def test_what_a_standing_does(use, absent, members, taken, shares, bonus, failed):
    quiz = Quiz(name="管理办法测试", use=use, counts_absent=absent, pass_mark=60, bonus_max=Decimal(5))
    standing = Standing(quiz, members, taken, shares)
    assert (standing.bonus, standing.failed_gate) == (Decimal(bonus), failed)


def test_absent_members_count_as_nothing_and_those_who_left_do_not_count(quiz_world):
    quiz_world.take_all(4, 2, 0)
    left = quiz_world.members[1]
    left.left_on = clock.today()
    left.save()
    [standing] = standings_of(quiz_world.round, [quiz_world.candidacy])[quiz_world.candidacy.pk]
    assert (standing.members, standing.taken, standing.shares) == (11, 2, 1)
    assert standing.points == Decimal("9.09")


def test_a_running_test_counts_for_nothing_yet(quiz_world):
    Quiz.objects.update(use="bonus")
    quiz_world.take_all(*[4] * 12)
    assert outcome_of(quiz_world.candidacy, quiz_world.round).bonus == 0
    with quiz_world.after_the_test():
        assert outcome_of(quiz_world.candidacy, quiz_world.round).bonus == 5


def test_a_round_waits_for_its_test():
    world = QuizWorld("assessing", use="record")
    world.journey.score(world.candidacy)
    with pytest.raises(TransitionBlocked, match="“管理办法测试”尚未截止"):
        perform(world.round, "close", by=world.officer)
    with world.after_the_test():
        assert perform(world.round, "close", by=world.officer).state == "closed"


def closed_with(world: QuizWorld) -> RoundResult:
    world.journey.score(world.candidacy)  # 93
    with world.after_the_test():
        perform(world.round, "close", by=world.officer)
    return RoundResult.objects.get()


def test_a_bonus_is_added_and_can_be_computed_again_from_what_counted():
    world = QuizWorld("assessing", use="bonus")
    world.take_all(4, 4, 4, 3, 3, 3)  # 5.25 of 12 members
    result = closed_with(world)
    assert (result.bonus, result.mean) == (Decimal("2.19"), Decimal("95.19"))
    figure = QuizFigure.objects.get()
    assert (figure.members, figure.taken, figure.mean) == (12, 6, Decimal("43.75"))
    world.unit.members.filter(pk__in=[member.pk for member in world.members[:3]]).update(
        left_on=world.quiz.opens_on
    )
    round_ = Round.objects.get(pk=world.round.pk)
    assert differences(round_) == []
    QuizAttempt.objects.filter(right=3).update(right=4)
    assert {found.field for found in differences(round_)} == {"得分", "测试加分"}


def test_a_gate_outweighs_points_and_the_unit_is_told():
    world = QuizWorld("assessing", use="gate")
    world.take_all(*[4] * 7)  # 58.33
    result = closed_with(world)
    assert (result.mean, result.bonus, result.is_met) == (Decimal("93.00"), 0, False)
    assert result.failed_gate == "管理办法测试平均 58.33 分，合格线 60 分"
    world.candidacy.refresh_from_db()
    assert world.candidacy.state == "not_met"
    assert "58.33" in world.candidacy.history.last().note


def test_closing_hands_in_what_was_left_open():
    world = QuizWorld("assessing", use="bonus")
    attempt = quizzes.start(seat(world.quiz, world.members[0]))
    quizzes.keep_answers(attempt, right_choices(attempt, 4))
    result = closed_with(world)
    assert result.bonus == Decimal("0.42")
    assert QuizAttempt.objects.get().is_handed_in


def test_nothing_is_marked_after_the_freeze_though_the_last_day_was_moved_up():
    world = QuizWorld("assessing", use="bonus", closes_on=clock.today() + timedelta(days=3), minutes=240)
    with time_machine.travel(world.quiz.ends_at - timedelta(days=3, minutes=10), tick=False):
        attempt = quizzes.start(seat(world.quiz, world.members[0]))
        quizzes.keep_answers(attempt, right_choices(attempt, 4))
    Quiz.objects.update(closes_on=clock.today())
    world.journey.score(world.candidacy)
    with time_machine.travel(attempt.due_at - timedelta(minutes=5), tick=False):
        perform(world.round, "close", by=world.officer)
        assert QuizAttempt.objects.get().right == 4
    assert RoundResult.objects.get().bonus == Decimal("0.42")


def test_outcomes_of_many_units_take_the_same_queries(django_assert_num_queries):
    world = QuizWorld()
    units = [
        world.candidacy,
        *(world.journey.candidacy("applied", **world.journey.another_team()) for _ in "123"),
    ]
    for candidacy in units:
        take(world.quiz, candidacy.unit.members.first(), 4)
    for some in (units[:1], units):
        with django_assert_num_queries(3):
            assert len(outcomes_of(world.round, some)) == len(some)


def test_one_bonus_for_a_round(quiz_world):
    make_quiz(quiz_world.round, use="bonus")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_quiz(quiz_world.round, use="bonus")


def test_no_assessor_is_needed_for_a_test(quiz_world):
    quiz_world.take_all(4)
    assert not Assignment.objects.exists()
    assert outcomes_of(quiz_world.round, []) == {}
