"""The test behind a personal link, what the captain sees of it, and what officers do."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from reviews.models import Question, Quiz, QuizAttempt
from reviews.services import quizzes
from reviews.views.quizzes import RATE
from tests import factories as make
from tests.reviews.quiz_world import QuizWorld, key_for, make_bank, right_choices, seat, take

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _no_counters():
    cache.clear()


@pytest.fixture
def world() -> QuizWorld:
    return QuizWorld()


def address(world, number: int = 0, page: str = "own") -> str:
    return reverse(f"quiz:{page}", args=[key_for(world.quiz, world.members[number])])


def posted(choices: dict[int, list[int]]) -> dict[str, list[int]]:
    return {f"q{place}": chosen for place, chosen in choices.items()}


def test_a_member_takes_the_test_without_an_account(client, world):
    page = address(world)
    assert "开始答题" in client.get(page).content.decode()
    assert not QuizAttempt.objects.exists()
    assert client.post(address(world, page="start"), follow=True).context["form"]
    attempt = QuizAttempt.objects.get()
    answer = client.post(page, posted(right_choices(attempt, 3)))
    assert answer.url == address(world, page="hand_in")
    assert "已答 4 题，共 4 题" in client.get(answer.url).content.decode()
    done = client.post(answer.url, follow=True).content.decode()
    assert "已交卷" in done
    assert "75 分" not in done
    with world.after_the_test():
        assert "75 分" in client.get(page).content.decode()


def test_what_is_unticked_is_no_answer_any_more_and_another_tabs_stays(client, world):
    Question.objects.update(kind="multiple")
    attempt = quizzes.start(seat(world.quiz, world.members[0]))
    blank = {"chosen": []}
    client.post(address(world), {"q0": [0, 1], "q1": [1]}, **HTMX)
    assert '<input type="hidden" name="chosen" value="q0">' in client.get(address(world)).content.decode()
    client.post(address(world), blank, **HTMX)
    attempt.refresh_from_db()
    assert attempt.answers == {"0": [0, 1], "1": [1]}, "a tab that was opened before"
    client.post(address(world), {"chosen": ["q0", "q1"], "q1": [1]}, **HTMX)
    attempt.refresh_from_db()
    assert attempt.answers == {"0": [], "1": [1]}


def test_the_page_tells_no_answer(client, world):
    quizzes.start(seat(world.quiz, world.members[0]))
    text = client.get(address(world)).content.decode()
    assert text.count("对的一项") == 4
    assert "answer" not in text
    assert "checked" not in text
    choices = [
        [str(label) for _, label in field.choices]
        for field in client.get(address(world)).context["form"].fields.values()
    ]
    assert all(sorted(options) == sorted(["错的一项", "对的一项", "另一个错项"]) for options in choices)


def test_answers_are_kept_as_they_are_given(client, world):
    client.post(address(world, page="start"))
    attempt = QuizAttempt.objects.get()
    right = right_choices(attempt, 4)
    kept = client.post(address(world), posted({0: right[0]}), **HTMX)
    assert "已保存" in kept.content.decode()
    client.post(address(world), posted({1: right[1]}), **HTMX)
    client.post(address(world), {"q2": "9", "q7": "1", "q3": ["x"]}, **HTMX)
    attempt.refresh_from_db()
    assert attempt.answers == {"0": right[0], "1": right[1]}
    assert client.get(address(world)).content.decode().count("checked") == 2
    assert "还没有回答" in client.get(address(world, page="hand_in")).content.decode()


def test_late_answers_are_refused_kindly(client, world):
    client.post(address(world, page="start"))
    attempt = QuizAttempt.objects.get()
    QuizAttempt.objects.update(due_at=clock.now() - timedelta(seconds=1))
    late = client.post(address(world), posted(right_choices(attempt, 4)), **HTMX)
    assert late["HX-Redirect"] == address(world)
    assert "已交卷" in client.get(address(world)).content.decode()
    assert QuizAttempt.objects.get().right == 0
    assert client.post(address(world), posted(right_choices(attempt, 4))).url == address(world)
    assert QuizAttempt.objects.get().right == 0


def test_looking_at_it_hands_in_what_has_run_out(client, world):
    client.post(address(world, page="start"))
    QuizAttempt.objects.update(due_at=clock.now() - timedelta(seconds=1))
    assert client.get(address(world, page="hand_in")).url == address(world)
    assert "已交卷" in client.get(address(world)).content.decode()
    assert QuizAttempt.objects.get().is_handed_in


def test_a_second_start_leads_to_the_same_paper(client, world):
    client.post(address(world, page="start"))
    before = QuizAttempt.objects.get().paper
    client.post(address(world, page="start"))
    assert QuizAttempt.objects.get().paper == before


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [(1, 2, "还没有开始"), (-3, -1, "已经截止，您没有参加")],
    ids=["before", "after"],
)
def test_outside_the_days_nobody_begins(client, world, opens, closes, words):
    today = clock.today()
    Quiz.objects.update(opens_on=today + timedelta(opens), closes_on=today + timedelta(closes))
    text = client.get(address(world)).content.decode()
    assert words in text
    assert '<button class="btn btn-primary">开始答题' not in text
    client.post(address(world, page="start"))
    assert not QuizAttempt.objects.exists()


def test_strangers_and_those_who_left(client, world):
    assert client.get("/quiz/1-1-000000000000000000000000/").status_code == 404
    assert client.get("/quiz/nothing/").status_code == 404
    assert client.post(address(world)).status_code == 404  # not begun
    assert client.post(address(world, page="hand_in")).status_code == 404
    world.unit.members.filter(pk=world.members[2].pk).update(left_on=clock.today())
    assert client.get(address(world, 2)).status_code == 410
    outsider = make.make_unit(world.journey.county).members.first()
    assert client.get(reverse("quiz:own", args=[key_for(world.quiz, outsider)])).status_code == 410


def test_the_page_is_for_no_cache_and_no_search_engine(client, world):
    page = client.get(address(world))
    assert "no-store" in page["Cache-Control"]
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_a_captain_neither_takes_nor_reads_a_members_test(client, world):
    taken = take(world.quiz, world.members[5], 3)
    client.force_login(world.captain)
    for number in (3, 5):
        page = client.get(address(world, number))
        assert page.status_code == 403
        assert "请把链接交给本人" in page.content.decode()
    client.post(address(world, 3, "start"))
    assert QuizAttempt.objects.get() == taken
    taken.delete()
    world.unit.members.filter(pk=world.members[0].pk).update(user=world.captain)
    client.post(address(world, 0, "start"))
    assert QuizAttempt.objects.get().member == world.members[0]


def test_hammering_is_slowed_down_for_that_member_alone(client, world):
    for _ in range(int(RATE.partition("/")[0])):
        client.post(address(world, 1, "start"))
    assert client.post(address(world, 1, "start")).status_code == 429
    assert client.post(address(world, 2, "start")).status_code == 302


def test_the_captain_hands_out_links_and_sees_who_has_taken_part(client, world):
    take(world.quiz, world.members[0], 3)
    quizzes.start(seat(world.quiz, world.members[1]))
    client.force_login(world.captain)
    desk = client.get(reverse("creation_cycle:desk")).content.decode()
    assert "管理办法测试：12 人中 2 人已参加" in desk
    page = reverse("quiz:links", args=[world.unit.pk, world.quiz.pk])
    assert page in desk
    text = client.get(page).content.decode()
    assert "12 人，已交卷 1 人" in text
    assert (text.count("已交卷</span>"), text.count("答题中</span>"), text.count("未参加</span>")) == (
        1,
        1,
        10,
    )
    assert address(world, 5) in text
    assert "75 分" not in text
    slips = client.get(reverse("quiz:slips", args=[world.unit.pk, world.quiz.pk])).content.decode()
    assert slips.count('class="slip"') == 10
    assert address(world, 0) not in slips
    Quiz.objects.update(
        closes_on=clock.today() - timedelta(days=1), opens_on=clock.today() - timedelta(days=3)
    )
    assert address(world, 5) not in client.get(page).content.decode()


def test_links_of_other_units_are_nobodys_business(client, world):
    stranger = world.journey.another_team()
    client.force_login(stranger["captain"])
    assert client.get(reverse("quiz:links", args=[world.unit.pk, world.quiz.pk])).status_code == 404
    assert client.get(reverse("quiz:links", args=[stranger["unit"].pk, world.quiz.pk])).status_code == 404


def test_officers_arrange_a_test_for_a_bank_that_fills_it(client, world):
    client.force_login(world.officer)
    today = clock.today()
    given = {
        "round": world.round.pk, "name": "测试二", "opens_on": today, "closes_on": today, "questions": 5, "minutes": 20,
        "use": "bonus", "pass_mark": 60, "bonus_max": "5",
    }  # fmt: skip
    add = reverse("admin:reviews_quiz_add")
    assert "只有 4 道启用的题目" in client.post(add, given).content.decode()
    late = {**given, "questions": 4, "closes_on": world.round.closes_on + timedelta(days=1)}
    assert "须在本轮考核结束前截止" in client.post(add, late).content.decode()
    past = {**given, "questions": 4, "opens_on": today - timedelta(2), "closes_on": today - timedelta(1)}
    assert "截止日期不能早于今天" in client.post(add, past).content.decode()
    client.post(add, {**given, "questions": 4})
    assert Quiz.objects.filter(name="测试二", counts_absent=False).exists()
    assert "已有一次折算加分" in client.post(add, {**given, "questions": 4}).content.decode()
    change = reverse("admin:reviews_quiz_change", args=[world.quiz.pk])
    assert "已有一次折算加分" in client.post(change, {**given, "questions": 4}).content.decode()


def test_the_first_attempt_freezes_the_test(client, world):
    client.force_login(world.officer)
    change = reverse("admin:reviews_quiz_change", args=[world.quiz.pk])
    assert 'name="minutes"' in client.get(change).content.decode()
    quizzes.start(seat(world.quiz, world.members[0]))
    text = client.get(change).content.decode()
    assert 'name="minutes"' not in text
    assert 'name="closes_on"' in text
    last = clock.today() + timedelta(days=2)
    client.post(change, {"name": "改名", "closes_on": last, "minutes": 5, "use": "gate", "questions": 1})
    world.quiz.refresh_from_db()
    found = (world.quiz.name, world.quiz.closes_on, world.quiz.minutes, world.quiz.use, world.quiz.questions)
    assert found == ("改名", last, 30, "record", 4)


def queries_of(client, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    return len(queries)


def test_officers_see_participation_and_means_but_no_person(client, world):
    Quiz.objects.update(use="gate", counts_absent=False)
    world.take_all(4, 2)
    client.force_login(world.officer)
    page = reverse("admin:reviews_quiz_units", args=[world.quiz.pk])
    client.get(page)
    before = queries_of(client, page)
    for _ in range(2):
        world.journey.candidacy("applied", **world.journey.another_team())
    assert queries_of(client, page) == before
    world.end_the_test()
    text = client.get(page).content.decode()
    assert "75.00 分" in text
    assert text.count("未达合格线") == 2  # the two of which nobody took part
    assert "成员1" not in text
    client.force_login(make.make_officer(make.make_committee("邻市", "city", parent=world.journey.province)))
    assert client.get(page).status_code == 404


def test_the_result_page_says_what_the_test_did(client):
    world = QuizWorld("assessing", use="bonus")
    world.take_all(4, 4, 4)
    world.journey.score(world.candidacy)
    client.force_login(world.officer)
    page = reverse("reviews:lead_unit_result", args=[world.round.pk, world.candidacy.pk])
    assert "12 人中 3 人已参加" in client.get(page).content.decode()
    world.end_the_test()
    text = client.get(page).content.decode()
    assert "应参加 12 人，参加 3 人，平均 25.00 分，加 1.25 分" in text
    assert "得分 94.25" in text


def test_a_bank_of_another_committee_does_not_count(client, world):
    make_bank(world.journey.county, 9)
    assert len(quizzes.draw_paper(world.quiz)) == 4
