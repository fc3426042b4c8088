"""管理办法测试: does a unit know the rules it creates by (S3 四(三) 办法掌握程度测试)."""

import uuid
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core import clock
from creation_cycle.models import Candidacy
from reviews.enums import QuestionKind, QuizUse
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
        today = clock.today()
        return self.filter(opens_on__lte=today, closes_on__gte=today)


class Quiz(models.Model):
    """One test of one round: every member has one attempt, with questions drawn at random from the bank."""

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
        help_text="用作加分时，平均正确率乘以此数。",
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
                condition=Q(questions__gte=1, minutes__gte=1, pass_mark__lte=100), name="quiz_makes_sense"
            ),
        ]

    def __str__(self):
        return f"{self.round} {self.name}"


class QuizAttempt(models.Model):
    """One member's only attempt. `paper` holds the questions as they were asked, `answers` what was chosen."""

    quiz = models.ForeignKey(Quiz, models.PROTECT, related_name="attempts", verbose_name="测试")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="quiz_attempts", verbose_name="创建申报"
    )
    member = models.ForeignKey(Member, models.PROTECT, related_name="quiz_attempts", verbose_name="成员")
    key = models.UUIDField("代号", default=uuid.uuid4, unique=True, editable=False)
    paper = models.JSONField("试卷")
    answers = models.JSONField("作答", default=dict)
    started_at = models.DateTimeField("开始时间", default=clock.now)
    due_at = models.DateTimeField("交卷时限")
    submitted_at = models.DateTimeField("交卷时间", null=True)
    right = models.PositiveSmallIntegerField("答对题数", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "答卷"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["quiz", "member"], name="one_attempt_per_person"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(right__isnull=False), name="handed_in_is_marked"
            ),
        ]

    def __str__(self):
        return f"{self.member} {self.quiz.name}"
