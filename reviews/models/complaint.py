"""投诉 (S1 二.3 社会监督; domain.md §6): what somebody says about a unit, what was found, and what became of it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import BlindIndexField, EncryptedTextField
from core.validators import validate_plain_paragraphs
from creation_cycle.models.evidence_file import EvidenceFile
from reviews.enums import ComplaintCategory, ComplaintFileOrigin, ComplaintOutcome, Light, Satisfaction
from reviews.enums import ComplaintState as S
from reviews.models.complaint_moves import ComplaintMoves
from units.models import Committee, Unit
from units.queries.conflicts import units_tied_to
from workspace.models import Activity

USER = settings.AUTH_USER_MODEL
FOUND = [S.CONCLUDED, S.ANSWERED, S.REVIEWING]


class ComplaintQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ComplaintQuerySet":
        """The handling body's line, whoever checks it; never who is tied to the unit (回避)."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        seen = Q(committee__in=Committee.objects.overseen_by(user))
        seen |= Q(forwarded_to__in=Committee.objects.served_by(user), forwarded_on__isnull=False)
        seen |= Q(pk__in=ComplaintCheck.objects.filter(checker_id=user.pk).values("complaint"))
        return self.filter(seen).exclude(unit__in=units_tied_to(user))

    def asked_of(self, units) -> "ComplaintQuerySet":
        """Those about which `units` were asked; others they do not hear of."""
        return self.filter(unit__in=units, forwarded_on__isnull=False)

    def working(self) -> "ComplaintQuerySet":
        """Somebody owes the next step."""
        return self.filter(state__in=S.working())

    def verified(self) -> "ComplaintQuerySet":
        return self.filter(outcome__in=ComplaintOutcome.verified())

    def unsettled(self) -> "ComplaintQuerySet":
        return self.filter(state__in=S.unsettled())

    def lit(self, light: str) -> "ComplaintQuerySet":
        """Those whose next deadline is that near today."""
        today, watched = clock.today(), self.filter(due_on__isnull=False)
        match light:
            case Light.RED:
                return watched.filter(due_on__lt=today)
            case Light.YELLOW:
                return watched.filter(due_on__gte=today, warn_on__lte=today)
        return watched.filter(due_on__gte=today, warn_on__gt=today)

    def with_traces(self) -> "ComplaintQuerySet":
        """Those that still hold who complained, or files of theirs."""
        files = ComplaintFile.objects.exclude(file="").filter(origin=ComplaintFileOrigin.COMPLAINANT)
        return self.filter(~Q(name="", contact="") | Q(pk__in=files.values("complaint")))


class Complaint(ComplaintMoves):
    """One complaint. Name and contact are encrypted, seen by the handling body alone, and deleted after some time.

    `summary` is what the officer writes for the unit: the unit reads it and nothing of the complainant's own.
    """

    number = models.CharField("编号", max_length=40, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="complaints", verbose_name="被投诉集体")
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="complaints", verbose_name="受理单位"
    )
    category = models.CharField("类别", max_length=16, choices=ComplaintCategory)
    content = models.TextField("投诉内容", max_length=4000, validators=[validate_plain_paragraphs])
    is_anonymous = models.BooleanField("匿名", default=True, editable=False)
    name = EncryptedTextField("姓名", blank=True, default="")
    contact = EncryptedTextField("联系方式", blank=True, default="")
    contact_index = BlindIndexField("contact")
    code_index = models.CharField("查询码摘要", max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField("收到时间", default=clock.now, editable=False)
    accept_by = models.DateField("受理期限", editable=False)
    finish_by = models.DateField("办结期限", editable=False)
    handler = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name="受理人", editable=False
    )
    accepted_on = models.DateField("受理日期", null=True, editable=False)

    summary = models.TextField(
        "转办摘要", max_length=2000, blank=True, validators=[validate_plain_paragraphs],
        help_text="集体只看到这段文字。请只写需要说明的事实，不写投诉人是谁、什么时候在场等可能暴露身份的内容。",
    )  # fmt: skip
    forwarded_to = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="forwarded_complaints",
        verbose_name="承办单位", help_text="留空为本单位直接办理。承办单位不会看到投诉人的姓名和联系方式。",
    )  # fmt: skip
    forwarded_on = models.DateField("转办日期", null=True, editable=False)
    state_by = models.DateField("单位说明期限", null=True, editable=False)
    statement = models.TextField(
        "情况说明", max_length=2000, blank=True, validators=[validate_plain_paragraphs]
    )
    evidence = models.ManyToManyField(
        Activity, blank=True, related_name="complaints", verbose_name="依据的创建日志"
    )
    stated_on = models.DateField("说明日期", null=True, editable=False)

    outcome = models.CharField("核查结论", max_length=8, choices=ComplaintOutcome, blank=True, editable=False)
    conclusion = models.TextField("结论的依据", blank=True, editable=False)
    concluded_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name="作出结论的人", editable=False
    )
    concluded_on = models.DateField("结论日期", null=True, editable=False)
    measure = models.TextField(
        "处理情况", max_length=2000, blank=True, validators=[validate_plain_paragraphs],
        help_text="经查属实或部分属实的须填写：发出整改通知单、提出动态调整或其他措施。",
    )  # fmt: skip
    reply = models.TextField("答复", blank=True, editable=False)
    replied_on = models.DateField("反馈日期", null=True, editable=False)
    rate_by = models.DateField("评价截止", null=True, editable=False)
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction, blank=True, editable=False)
    rated_on = models.DateField("评价日期", null=True, editable=False)

    review_requested_on = models.DateField("申请复查日期", null=True, editable=False)
    review_request = models.TextField("申请复查的理由", max_length=1000, blank=True, editable=False)
    first_outcome = models.CharField(
        "复查前的结论", max_length=8, choices=ComplaintOutcome, blank=True, editable=False
    )
    reviewed_by = models.ForeignKey(
        USER, models.PROTECT, null=True, related_name="+", verbose_name="复查人", editable=False
    )
    reviewed_on = models.DateField("复查日期", null=True, editable=False)
    review_note = models.TextField("复查结论的依据", blank=True, editable=False)
    review_reply = models.TextField("复查答复", blank=True, editable=False)
    escalated_on = models.DateField("提请上级督办日期", null=True, editable=False)
    reminded_due = models.DateField("已提醒的期限", null=True, editable=False)
    archived_on = models.DateField("归档日期", null=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投诉"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="complaint_state_known"),
            models.CheckConstraint(
                condition=Q(is_anonymous=False) | (Q(name="") & Q(contact="")),
                name="anonymous_complaint_names_nobody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=FOUND)
                | (~Q(outcome="") & ~Q(conclusion="") & Q(concluded_by__isnull=False)),
                name="complaint_concluded_on_facts",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.FORWARDED, S.STATED, S.CHECKING, *FOUND]) | ~Q(summary=""),
                name="complaint_forwarded_with_summary",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.DECLINED, S.ANSWERED, S.REVIEWING, S.ARCHIVED]) | ~Q(reply=""),
                name="complaint_answered_with_reply",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction="") | Q(rated_on__isnull=False, replied_on__isnull=False),
                name="complaint_rated_after_reply",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.REVIEWING)
                | Q(review_requested_on__isnull=False, satisfaction=Satisfaction.DISSATISFIED),
                name="complaint_reviewed_when_dissatisfied",
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        """The unit's own page of it."""
        return reverse("complaints:statement", args=[self.pk])

    @property
    def is_verified(self) -> bool:
        return self.outcome in ComplaintOutcome.verified()

    @property
    def light(self) -> Light | None:
        """红黄绿; None when nobody owes a step."""
        if self.due_on is None:
            return None
        today = clock.today()
        if today > self.due_on:
            return Light.RED
        return Light.YELLOW if today >= self.warn_on else Light.GREEN

    @property
    def days_late(self) -> timedelta:
        return clock.today() - self.due_on


class ComplaintCheck(models.Model):
    """核查: one of two people, and what they found; recorded once, by themselves."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="checks", verbose_name="投诉")
    checker = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name="核查人员")
    outcome = models.CharField("本人的核查结论", max_length=8, choices=ComplaintOutcome, blank=True)
    finding = models.TextField(
        "核查情况", max_length=2000, blank=True, validators=[validate_plain_paragraphs],
        help_text="写明到了哪里、查了什么、看到什么。不要写投诉人的信息。",
    )  # fmt: skip
    checked_on = models.DateField("核查日期", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "核查记录"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complaint", "checker"], name="complaint_checker_once",
                violation_error_message="核查须由两个不同的人进行。",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | (~Q(finding="") & Q(checked_on__isnull=False)),
                name="complaint_check_says_what_was_found",
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.checker)


class ComplaintFile(EvidenceFile):
    """附件 of a complaint, of the unit's statement or of a check; `origin` decides who reads it."""

    complaint = models.ForeignKey(Complaint, models.CASCADE, related_name="files", verbose_name="投诉")
    origin = models.CharField("来源", max_length=12, choices=ComplaintFileOrigin)
    uploaded_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+", verbose_name="上传人")

    class Meta:
        verbose_name = verbose_name_plural = "投诉附件"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["complaint", "number"], name="complaint_file_number_once"),
        ]
