"""证书: a title has one in force, drawn by a job and checkable by anyone; what it was before keeps its number.

A paper that is lost, misprinted or overtaken by another star is never edited: it becomes 已换发 and names the next
number (domain.md §11; docs/decisions/0026-certificates-for-ever.md).
"""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import STAR_LABELS, CertificateState
from creation_cycle.models.title import Recognition, Title
from units.models import Committee


class CertificateQuerySet(models.QuerySet):
    def public(self) -> "CertificateQuerySet":
        """What `/verify/` knows: everything that was ever handed out."""
        return self.exclude(state__in=[CertificateState.QUEUED, CertificateState.FAILED])

    def current(self) -> "CertificateQuerySet":
        """Those that stand for their title, or are on their way."""
        return self.filter(state__in=CertificateState.current())

    def visible_to(self, user) -> "CertificateQuerySet":
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        return self.filter(Q(title__committee__in=overseen) | Q(title__unit__committee__in=overseen))


class Certificate(LifecycleModel):
    """The proof of a title at one star. A past title is only registered: its paper stays with the unit.

    `recognition` is the 认定 behind it; after an adjustment of the star (`is_adjusted`) its own star differs.
    """

    title = models.ForeignKey(Title, models.PROTECT, related_name="certificates", verbose_name="称号")
    recognition = models.ForeignKey(
        Recognition, models.PROTECT, related_name="certificates", verbose_name="认定记录"
    )
    star = models.PositiveSmallIntegerField("所载星级", choices=list(STAR_LABELS.items()))
    is_adjusted = models.BooleanField("星级经动态调整", default=False)
    dated_on = models.DateField("落款日期")
    number = models.CharField("证书编号", max_length=40, unique=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name="代替"
    )
    is_registered_only = models.BooleanField("往届登记（不制发电子证书）", default=False)
    file = models.FileField("证书文件", upload_to="certificates/%Y", blank=True)
    file_hash = models.CharField("文件摘要（SHA-256）", max_length=64, blank=True, db_index=True)
    signer = models.CharField("签名证书指纹（SHA-256）", max_length=64, blank=True, db_index=True)
    issued_at = models.DateTimeField("制发时间", null=True, blank=True)
    failure = models.TextField("失败原因", blank=True)
    state_reason = models.TextField("换发或撤销理由", blank=True, editable=False)
    state_changed_on = models.DateField("换发或撤销日期", null=True, blank=True, editable=False)
    state = StateField(
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
                fields=["title"],
                condition=Q(state__in=CertificateState.current(), is_registered_only=False),
                name="one_certificate_in_force",
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
            models.CheckConstraint(condition=Q(star__range=(1, 3)), name="certificate_star_range"),
            models.CheckConstraint(
                condition=~Q(state__in=[CertificateState.REPLACED, CertificateState.REVOKED])
                | ~Q(state_reason=""),
                name="certificate_ended_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(replaces=models.F("pk")), name="certificate_replaces_another"
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
    def issue(self, *, file="", file_hash="", signer=""):
        """Drawn, signed by the key whose certificate is `signer`, stored and from now on verifiable."""
        self.file, self.file_hash, self.signer, self.failure = file, file_hash, signer, ""
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

    @move(
        state,
        source=CertificateState.ISSUED,
        target=CertificateState.REPLACED,
        label="换发",
        actor="组委会管理员",
        guards=[guards.honour_not_own_unit, guards.title_in_force, guards.drawn_here],
        consequences=["issue_successor"],
        inputs=[NOTE],
        danger=True,
    )
    def reissue(self, *, note):
        """Lost, damaged or misprinted: the same star under a new number; the old one stays known as 已换发."""
        self._end(note)

    @move(
        state,
        source=[CertificateState.QUEUED, CertificateState.ISSUED, CertificateState.FAILED],
        target=CertificateState.REPLACED,
        label="由新证书代替",
        actor="系统（再次认定或星级调整时）",
        guards=[],
        inputs=[NOTE],
        by_system=True,
    )
    def supersede(self, *, note):
        """The title has another star, or was recognised again."""
        self._end(note)

    @move(
        state,
        source=[CertificateState.ISSUED, CertificateState.REPLACED],
        target=CertificateState.REVOKED,
        label="撤销证书",
        actor="组委会管理员",
        guards=[guards.honour_not_own_unit],
        inputs=[NOTE],
        danger=True,
    )
    def revoke(self, *, note):
        """Issued in error: the paper falls while its title stands."""
        self._end(note)

    @move(
        state,
        source=CertificateState.REVOKED,
        target=CertificateState.REVOKED,
        label="重新颁发",
        actor="组委会管理员",
        guards=[
            guards.honour_not_own_unit,
            guards.title_in_force,
            guards.drawn_here,
            guards.newest_and_alone,
        ],
        consequences=["issue_successor"],
        inputs=[NOTE],
        locks=["title"],
        danger=True,
    )
    def renew(self, *, note):
        """Revoked by mistake: the same words under a new number; this one stays 已撤销 and names the next."""
        self.state_reason = f"{self.state_reason}；{note}"

    @move(
        state,
        source=CertificateState.REVOKED,
        target=CertificateState.REVOKED,
        label="随称号恢复换发",
        actor="系统（恢复称号时）",
        guards=[guards.title_in_force, guards.newest_and_alone],
        consequences=["issue_successor"],
        inputs=[NOTE],
        by_system=True,
    )
    def return_with_title(self, *, note):
        """The decision that revoked the title was overturned: its paper comes back under a new number."""
        self.state_reason = f"{self.state_reason}；{note}"

    @move(
        state,
        source=[
            CertificateState.QUEUED,
            CertificateState.ISSUED,
            CertificateState.FAILED,
            CertificateState.REPLACED,
        ],
        target=CertificateState.REVOKED,
        label="随称号撤销",
        actor="系统（撤销称号时）",
        guards=[],
        inputs=[NOTE],
        by_system=True,
    )
    def fall_with_title(self, *, note):
        """The title was revoked, and every paper of it with it."""
        self._end(note)

    def _end(self, reason):
        self.state_reason, self.state_changed_on = reason, clock.today()
