"""管理办法测试: does a unit know the rules it creates by (S3 四(三) 办法掌握程度测试)."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core import clock
from creation_cycle.models import Candidacy
from reviews.enums import QuestionKind, QuizUse, RoundState
from reviews.models.round import Round
from units.models import Committee, Member


class QuestionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QuestionQuerySet":
        """Answers are for the league's offices alone."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def asked(self) -> "QuestionQuerySet":
        return self.filter(is_active=True)


class Question(models.Model):
    """One question of a committee's bank: `options` is a list of texts, `answer` the sorted positions from 0."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="questions", verbose_name="题库")
    kind = models.CharField("题型", max_length=10, choices=QuestionKind)
    text = models.CharField("题目", max_length=300)
    options = models.JSONField("选项")
    answer = models.JSONField("答案")
    clause = models.CharField("依据", max_length=120, blank=True)
    is_active = models.BooleanField("启用", default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "测试题"
        ordering = ["committee", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "text"],
                name="question_once",
                violation_error_message="题库中已有同样的题目。",
            )
        ]

    def __str__(self):
        return self.text[:40]


class QuizQuerySet(models.QuerySet):
    def visible_to(self, user) -> "QuizQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(round__cycle__committee__in=Committee.objects.overseen_by(user))

    def open(self) -> "QuizQuerySet":
        """Those that can be taken today."""
        today = clock.today()
        return self.filter(opens_on__lte=today, closes_on__gte=today).exclude(round__state=RoundState.CLOSED)


class Quiz(models.Model):
    """One test of one round: every member has one attempt, with questions drawn at random from the organizer's bank.

    Frozen by its first attempt: from then on only the name and the last day may change.
    """

    round = models.ForeignKey(Round, models.PROTECT, related_name="quizzes", verbose_name="考核轮次")
    name = models.CharField("名称", max_length=60, default="管理办法测试")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期", help_text="当日 24:00 截止。")
    questions = models.PositiveSmallIntegerField(
        "每卷题数", default=20, validators=[MinValueValidator(1, "至少 1 题。"), MaxValueValidator(100)]
    )
    minutes = models.PositiveSmallIntegerField(
        "限时（分钟）", default=30, validators=[MinValueValidator(1, "至少 1 分钟。"), MaxValueValidator(240)]
    )
    use = models.CharField("结果用途", max_length=8, choices=QuizUse, default=QuizUse.RECORD)
    pass_mark = models.PositiveSmallIntegerField(
        "合格线（百分制）", default=60, validators=[MaxValueValidator(100)]
    )
    bonus_max = models.DecimalField(
        "加分上限",
        max_digits=3,
        decimal_places=1,
        default=Decimal(5),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(5), "最多加 5 分。")],
        help_text="折算加分时，集体平均正确率乘以此数。",
    )
    counts_absent = models.BooleanField(
        "未参加的成员按 0 分计",
        default=True,
        help_text="不勾选时，只按已参加成员的平均成绩计。截止前已离开集体的成员都不计。",
    )

    objects = QuizQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "管理办法测试"
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")),
                name="quiz_window",
                violation_error_message="截止日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(questions__gte=1, minutes__gte=1, pass_mark__lte=100, bonus_max__range=(0, 5)),
                name="quiz_makes_sense",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(use=QuizUse.BONUS),
                name="one_bonus_quiz_per_round",
                violation_error_message="本轮考核已有一次折算加分的测试。",
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.name}"

    @property
    def committee_id(self) -> int:
        """Whose bank the questions come from."""
        return self.round.committee_id

    @property
    def is_open(self) -> bool:
        """Whether a member may begin today."""
        in_window = self.opens_on <= clock.today() <= self.closes_on
        return in_window and self.round.state != RoundState.CLOSED

    @property
    def is_over(self) -> bool:
        return clock.today() > self.closes_on or self.round.state == RoundState.CLOSED

    @property
    def ends_at(self) -> datetime:
        """24:00 of the last day: no attempt lasts longer."""
        return timezone.make_aware(datetime.combine(self.closes_on + timedelta(days=1), time.min))

    @property
    def is_taken(self) -> bool:
        """Somebody has begun: what the test asks and how it counts is settled."""
        return self.attempts.exists()

    @property
    def counting_day(self):
        """Whoever is a member on this day counts: the last one, or today while the test runs."""
        return min(self.closes_on, clock.today())


class QuizAttemptQuerySet(models.QuerySet):
    def under_way(self) -> "QuizAttemptQuerySet":
        return self.filter(submitted_at=None)

    def run_out(self) -> "QuizAttemptQuerySet":
        """Begun, not handed in, and out of time."""
        return self.under_way().filter(due_at__lte=clock.now())


class QuizAttempt(models.Model):
    """One member's only attempt.

    `paper` holds the questions as they were asked: text, options in their random order, the right positions;
    `answers` what was chosen, by the question's place on the paper. The paper never leaves the server as a whole.
    """

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts", verbose_name="测试")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="quiz_attempts", verbose_name="创建申报"
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="quiz_attempts", verbose_name="成员")
    paper = models.JSONField("试卷")
    answers = models.JSONField("作答", default=dict)
    asked = models.PositiveSmallIntegerField("题数")
    started_at = models.DateTimeField("开始时间", default=clock.now)
    due_at = models.DateTimeField("交卷时限")
    submitted_at = models.DateTimeField("交卷时间", null=True)
    right = models.PositiveSmallIntegerField("答对题数", null=True)
    is_counted = models.BooleanField("计入考核结果", default=False)

    objects = QuizAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "member"], name="one_attempt_per_person"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(right__isnull=False), name="handed_in_is_marked"
            ),
            models.CheckConstraint(
                condition=Q(right__isnull=True) | Q(right__lte=F("asked")), name="right_of_those_asked"
            ),
        ]

    def __str__(self):
        return f"{self.member} {self.quiz.name}"

    @property
    def is_handed_in(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_run_out(self) -> bool:
        return not self.is_handed_in and clock.now() >= self.due_at

    @property
    def answered(self) -> int:
        return sum(bool(chosen) for chosen in self.answers.values())

    @property
    def score(self) -> int | None:
        """Of 100, whole points, half up; None before it is handed in."""
        return None if self.right is None else (self.right * 200 + self.asked) // (self.asked * 2)


class QuizFigure(models.Model):
    """What a test found for one unit when its round was closed: how many counted then, to be computed again."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="figures", verbose_name="测试")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="quiz_figures", verbose_name="创建申报"
    )
    members = models.PositiveIntegerField("应参加人数")
    taken = models.PositiveIntegerField("参加人数")
    mean = models.DecimalField("平均成绩", max_digits=5, decimal_places=2, null=True)

    class Meta:
        verbose_name = verbose_name_plural = "集体测试成绩"
        ordering = ["quiz"]
        constraints = [models.UniqueConstraint(fields=["quiz", "candidacy"], name="one_quiz_figure_per_unit")]

    def __str__(self):
        return f"{self.quiz.name} {self.mean} 分"
