"""管理办法测试: whose a personal address is, who has taken part, and what a unit's test counts in a round."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.text import chinese_date
from creation_cycle.models import Candidacy
from creation_cycle.queries.desk_notes import DeskNote
from creation_cycle.scoring import half_up
from reviews.enums import QuizUse, RoundState
from reviews.models import Quiz, QuizAttempt, QuizFigure, Round
from reviews.queries.pool import TO_ASSESS, to_assess
from reviews.quiz_keys import read_key
from units.models import Member, Unit

NOBODY = (0, Fraction(0))
FEW = 100
"""So many units are asked for by key; of more, a whole round is counted in one go."""


@dataclass(frozen=True)
class Seat:
    """One member's place in one test; without a candidacy there is nothing to take it for."""

    quiz: Quiz
    member: Member
    candidacy: Candidacy | None
    attempt: QuizAttempt | None

    @property
    def is_live(self) -> bool:
        """The member is still on the roster, and the unit is assessed in this round or was."""
        return self.member.is_current and self.candidacy is not None


@dataclass(frozen=True)
class QuizOutcome:
    """What the tests of a round do to a unit's result, and the standings that it follows from."""

    bonus: Decimal
    failed_gate: str
    standings: tuple["Standing", ...]


@dataclass(frozen=True)
class Standing:
    """One unit in one test: `members` on the day that counts, `taken` of them, and the sum of their right shares."""

    quiz: Quiz
    members: int
    taken: int
    shares: Fraction

    @property
    def mean(self) -> Fraction | None:
        """Share of right answers; of whom is the quiz's choice (`counts_absent`). None where nobody counts."""
        heads = self.members if self.quiz.counts_absent else self.taken
        return self.shares / heads if heads else None

    @property
    def points(self) -> Decimal | None:
        """The mean of 100, as pages show it."""
        return None if self.mean is None else half_up(self.mean * 100)

    @property
    def bonus(self) -> Decimal:
        if self.quiz.use != QuizUse.BONUS or self.mean is None:
            return Decimal(0)
        return half_up(self.mean * Fraction(self.quiz.bonus_max))

    @property
    def failed_gate(self) -> str:
        """Why the unit fails a test that has to be passed; the exact mean decides, not the rounded one."""
        if self.quiz.use != QuizUse.GATE:
            return ""
        if self.mean is None:
            return f"{self.quiz.name}无人参加，合格线 {self.quiz.pass_mark} 分"
        if self.mean * 100 >= self.quiz.pass_mark:
            return ""
        return f"{self.quiz.name}平均 {self.points} 分，合格线 {self.quiz.pass_mark} 分"


def seat_of(key: str) -> Seat | None:
    """Whose place a personal address is; None for a key that nobody was given."""
    found = read_key(key)
    quiz = found and Quiz.objects.select_related("round__cycle__committee").filter(pk=found[0]).first()
    member = quiz and Member.objects.select_related("unit").filter(pk=found[1]).first()
    if not member:
        return None
    attempt = quiz.attempts.select_related("candidacy").filter(member=member).first()
    if attempt:
        attempt.quiz, attempt.member = quiz, member
    return Seat(quiz, member, attempt.candidacy if attempt else _candidacy_of(quiz, member.unit_id), attempt)


def _candidacy_of(quiz: Quiz, unit_id: int) -> Candidacy | None:
    rows = Candidacy.objects.filter(cycle=quiz.round.cycle_id, unit=unit_id)
    return rows.filter(Q(state__in=TO_ASSESS) | Q(round_results__round=quiz.round_id)).first()


def open_quizzes(unit: Unit) -> QuerySet[Quiz]:
    """Tests that the unit's members can take now."""
    cycles = Candidacy.objects.filter(unit=unit, state__in=TO_ASSESS).values("cycle")
    return Quiz.objects.open().filter(round__cycle__in=cycles).select_related("round__cycle__committee")


def quizzes_of(unit: Unit) -> QuerySet[Quiz]:
    """Tests that the unit takes now or took."""
    taken = QuizAttempt.objects.filter(candidacy__unit=unit).values("quiz")
    rows = Quiz.objects.filter(Q(pk__in=taken) | Q(pk__in=open_quizzes(unit).values("pk")))
    return rows.select_related("round__cycle__committee")


def members_of(quiz: Quiz, unit: Unit) -> QuerySet[Member]:
    """Whose links the captain hands out: the unit's members on the day that counts."""
    return unit.members.on(quiz.counting_day)


def outcomes_of(round_: Round, candidacies: Iterable[Candidacy]) -> dict[int, QuizOutcome]:
    """By candidacy, what the tests that are over do to its result; a fixed number of queries for any number of them.

    One that still runs counts for nothing yet; a round cannot be closed before (`guards.quizzes_over`).
    """
    return {key: outcome_from(found) for key, found in standings_of(round_, candidacies).items()}


def outcome_of(candidacy: Candidacy, round_: Round) -> QuizOutcome:
    return outcomes_of(round_, [candidacy])[candidacy.pk]


def outcome_from(standings: Sequence[Standing]) -> QuizOutcome:
    over = [standing for standing in standings if standing.quiz.is_over]
    failed = "；".join(standing.failed_gate for standing in over if standing.failed_gate)
    return QuizOutcome(sum((standing.bonus for standing in over), Decimal(0)), failed[:120], tuple(standings))


def standings_of(
    round_: Round, candidacies: Iterable[Candidacy], *, is_frozen: bool | None = None
) -> dict[int, list[Standing]]:
    """By candidacy, one standing for each test of the round.

    Of a closed round (or when told that it `is_frozen`) by those members and attempts that counted when it was
    closed: later changes of a roster change no result.
    """
    is_frozen = round_.state == RoundState.CLOSED if is_frozen is None else is_frozen
    frozen = _frozen_members(round_) if is_frozen else {}
    candidacies = list(candidacies)
    found: dict[int, list[Standing]] = {candidacy.pk: [] for candidacy in candidacies}
    for quiz in round_.quizzes.order_by("pk"):
        taken = _taken(_counted(quiz) if is_frozen else counting_attempts(quiz), candidacies)
        members = {} if is_frozen else _members(quiz, candidacies)
        for candidacy in candidacies:
            heads = frozen.get((quiz.pk, candidacy.pk)) if is_frozen else members.get(candidacy.unit_id)
            count, shares = taken.get(candidacy.pk, NOBODY)
            found[candidacy.pk].append(Standing(quiz, heads or 0, count, shares))
    return found


def _frozen_members(round_: Round) -> Mapping[tuple[int, int], int]:
    rows = QuizFigure.objects.filter(quiz__round=round_).values_list("quiz", "candidacy", "members")
    return {(quiz, candidacy): members for quiz, candidacy, members in rows}


def counting_attempts(quiz: Quiz) -> QuerySet[QuizAttempt]:
    """Attempts of those who are members on the day that counts; others have left."""
    return QuizAttempt.objects.filter(quiz=quiz, member__in=Member.objects.on(quiz.counting_day))


def _counted(quiz: Quiz) -> QuerySet[QuizAttempt]:
    """Those that counted when the round was closed."""
    return QuizAttempt.objects.filter(quiz=quiz, is_counted=True)


def _taken(
    attempts: QuerySet[QuizAttempt], candidacies: Sequence[Candidacy]
) -> dict[int, tuple[int, Fraction]]:
    """By candidacy: attempts, and the sum of their shares of right answers; what is not handed in is worth nothing."""
    if len(candidacies) <= FEW:
        attempts = attempts.filter(candidacy__in=candidacies)
    rows = attempts.order_by().values("candidacy", "asked")
    rows = rows.annotate(count=Count("pk"), sum_right=Coalesce(Sum("right"), 0))
    found: dict[int, tuple[int, Fraction]] = defaultdict(lambda: NOBODY)
    for row in rows:
        count, shares = found[row["candidacy"]]
        share = Fraction(row["sum_right"], row["asked"])
        found[row["candidacy"]] = (count + row["count"], shares + share)
    return found


def _members(quiz: Quiz, candidacies: Sequence[Candidacy]) -> dict[int, int]:
    """By unit, its members on the day that counts; of many candidacies those of the whole cycle."""
    few = [candidacy.unit_id for candidacy in candidacies] if len(candidacies) <= FEW else None
    units = Candidacy.objects.filter(cycle=quiz.round.cycle_id).values("unit") if few is None else few
    rows = Member.objects.on(quiz.counting_day).filter(unit__in=units).order_by()
    return dict(rows.values_list("unit").annotate(Count("pk")))


def units_taking_part(quiz: Quiz) -> QuerySet[Candidacy]:
    """Units that take the test or took it, by name."""
    if quiz.round.state != RoundState.CLOSED:
        return to_assess(quiz.round)
    rows = Candidacy.objects.filter(round_results__round=quiz.round_id)
    return rows.select_related("unit__region", "cycle").order_by("unit__name", "pk")


def with_attempts(quizzes: QuerySet[Quiz]) -> QuerySet[Quiz]:
    """Each with `attempt_count`."""
    return quizzes.annotate(attempt_count=Count("attempts"))


def attempts_by_member(quiz: Quiz, members: Collection[Member]) -> dict[int, QuizAttempt]:
    """Without papers and answers: who has taken it is all that a unit's keepers may know."""
    rows = quiz.attempts.filter(member__in=members).defer("paper", "answers", "right")
    return {attempt.member_id: attempt for attempt in rows}


def quizzes_waiting(units: Collection[Unit]) -> Iterator[DeskNote]:
    """For the desk: tests that members can take today, with how many have."""
    rows = Candidacy.objects.filter(unit__in=units, state__in=TO_ASSESS).select_related("unit")
    by_cycle: dict[int, list[Candidacy]] = defaultdict(list)
    for candidacy in rows:
        by_cycle[candidacy.cycle_id].append(candidacy)
    for quiz in Quiz.objects.open().filter(round__cycle__in=by_cycle).select_related("round").order_by("pk"):
        own = by_cycle[quiz.round.cycle_id]
        members = _members(quiz, own)
        taken = _taken(counting_attempts(quiz), own)
        for candidacy in own:
            count, _ = taken.get(candidacy.pk, NOBODY)
            part = f"{members.get(candidacy.unit_id, 0)} 人中 {count} 人已参加"
            text = f"{quiz.name}：{part}，{chinese_date(quiz.closes_on)}截止"
            page = reverse("quiz:links", args=[candidacy.unit_id, quiz.pk])
            yield DeskNote(candidacy.unit_id, text, "发放链接、查看参加情况", page)
