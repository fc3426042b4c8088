"""证书: one number per recognition, drawn by a job, checkable by anyone (domain.md §11)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django_fsm import FSMField

from core import clock
from core.lifecycle import LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import CertificateState
from creation_cycle.models.title import Recognition
from units.models import Committee


class CertificateQuerySet(models.QuerySet):
    def public(self) -> "CertificateQuerySet":
        """What `/verify/` knows: everything that was ever handed out."""
        return self.exclude(state__in=[CertificateState.QUEUED, CertificateState.FAILED])

    def visible_to(self, user) -> "CertificateQuerySet":
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        named_here = models.Q(recognition__title__committee__in=overseen)
        return self.filter(named_here | models.Q(recognition__title__unit__committee__in=overseen))


class Certificate(LifecycleModel):
    """The proof of one recognition. A past title is only registered: its paper stays with the unit."""

    recognition = models.ForeignKey(
        Recognition, models.PROTECT, related_name="certificates", verbose_name="认定记录"
    )
    number = models.CharField("证书编号", max_length=40, unique=True)
    is_registered_only = models.BooleanField("往届登记（不制发电子证书）", default=False)
    file = models.FileField("证书文件", upload_to="certificates/%Y", blank=True)
    file_hash = models.CharField("文件摘要（SHA-256）", max_length=64, blank=True)
    issued_at = models.DateTimeField("制发时间", null=True, blank=True)
    failure = models.TextField("失败原因", blank=True)
    state = FSMField(
        "状态",
        max_length=10,
        choices=CertificateState,
        default=CertificateState.QUEUED,
        protected=True,
        editable=False,
    )

    settled = ("issued", "replaced", "revoked")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "证书"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recognition"],
                condition=Q(
                    state__in=[CertificateState.QUEUED, CertificateState.ISSUED, CertificateState.FAILED]
                ),
                name="one_current_certificate",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CertificateState.values), name="certificate_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificateState.ISSUED) | Q(is_registered_only=True) | ~Q(file_hash=""),
                name="issued_has_file",
            ),
            models.CheckConstraint(
                condition=~Q(state=CertificateState.FAILED) | ~Q(failure=""), name="failed_has_reason"
            ),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("honor_roll:verify", args=[self.number])

    @move(
        state,
        source=[CertificateState.QUEUED, CertificateState.FAILED],
        target=CertificateState.ISSUED,
        label="制发",
        actor="系统（制证任务）",
        guards=[guards.title_in_force],
        by_system=True,
    )
    def issue(self, *, file="", file_hash=""):
        """Drawn, stored and from now on verifiable."""
        self.file, self.file_hash, self.failure = file, file_hash, ""
        self.issued_at = clock.now()

    @move(
        state,
        source=CertificateState.QUEUED,
        target=CertificateState.FAILED,
        label="制发失败",
        actor="系统（制证任务）",
        guards=[],
        by_system=True,
    )
    def fail(self, *, failure):
        """It could not be drawn; `failure` says what a person has to mend."""
        self.failure = failure

    @move(
        state,
        source=CertificateState.FAILED,
        target=CertificateState.QUEUED,
        label="重新制发",
        actor="组委会管理员",
        consequences=["queue_certificate"],
    )
    def retry(self):
        """After the cause was mended, e.g. a character of the name."""
