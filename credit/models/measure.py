"""激励措施: what the trustworthy are entitled to, and what was given to whom by whom (S0: 7 areas, 28 measures)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from core import clock
from core.findings import Finding
from core.text import chinese_date
from credit.enums import EntryState, SubjectKind
from credit.models.entry import RedListEntry
from credit.models.partner import Partner
from units.models import Committee


class MeasureQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MeasureQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def public(self) -> "MeasureQuerySet":
        """In force today, and confirmed by the committee: an example promises nobody anything."""
        today = clock.today()
        return self.filter(is_example=False, starts_on__lte=today).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )


class Measure(models.Model):
    """One incentive of one committee. Shipped examples become its own when an officer confirms them."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="measures", verbose_name="发布单位")
    area = models.CharField("领域", max_length=20)
    number = models.PositiveSmallIntegerField("编号")
    content = models.TextField("内容", max_length=600)
    responsible = models.CharField("责任单位", max_length=80, blank=True)
    legal_basis = models.CharField("依据", max_length=200, blank=True)
    subject_kind = models.CharField(
        "适用主体", max_length=12, choices=SubjectKind, blank=True, help_text="留空表示都适用。"
    )
    needs_listing = models.BooleanField("须在红名单内", default=True)
    least_star = models.PositiveSmallIntegerField(
        "志愿者星级不低于", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    starts_on = models.DateField("起始日期", default=clock.today)
    ends_on = models.DateField("截止日期", null=True, blank=True)
    is_example = models.BooleanField(
        "示例", default=False, help_text="示例不公开、不能发放。核对责任单位和依据后取消勾选。"
    )
    source = models.CharField("出处", max_length=200, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "激励措施"
        ordering = ["committee", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"],
                name="measure_number_once",
                violation_error_message="该编号的措施已有登记。",
            ),
            models.CheckConstraint(
                condition=Q(is_example=True) | (~Q(responsible="") & ~Q(legal_basis="")),
                name="confirmed_measure_has_basis",
                violation_error_message="不是示例的措施须填写责任单位和依据。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="measure_ends_after_start",
                violation_error_message="截止日期不能早于起始日期。",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.content[:30]}"

    @property
    def audience(self) -> str:
        """Who is entitled, in one line."""
        parts = [self.get_subject_kind_display() if self.subject_kind else "个人、集体和组织"]
        parts += ["在红名单内"] if self.needs_listing else []
        parts += [f"志愿者星级 {self.least_star} 星及以上"] if self.least_star else []
        return "，".join(parts)

    def entitles(self, entry: RedListEntry, on) -> list[Finding]:
        """Why the subject of an entry may have this on a day, or may not; each condition is data of the measure."""
        clause = self.legal_basis
        in_time = self.starts_on <= on and (self.ends_on is None or self.ends_on >= on)
        end = f"至{chinese_date(self.ends_on)}" if self.ends_on else "起长期有效"
        found = [
            Finding(ok=in_time, text=f"措施自{chinese_date(self.starts_on)}{end}", clause=clause),
            Finding(
                ok=not self.is_example,
                text="示例不能发放" if self.is_example else "措施已核对",
                clause=clause,
            ),
        ]
        if self.subject_kind:
            ok = entry.subject_kind == self.subject_kind
            found.append(Finding(ok=ok, text=f"适用于{self.get_subject_kind_display()}", clause=clause))
        if self.needs_listing:
            ok = entry.state == EntryState.LISTED and (entry.valid_until is None or entry.valid_until >= on)
            found.append(
                Finding(ok=ok, text=f"红名单状态：{entry.get_state_display()}", required="已列入且在有效期内")
            )
        if self.least_star:
            star = entry.star or 0
            found.append(
                Finding(
                    ok=star >= self.least_star,
                    text=f"志愿者星级 {star} 星",
                    required=f"≥{self.least_star} 星",
                )
            )
        return found


class MeasureGrant(models.Model):
    """One measure given to one subject, by whom, with proof. Never changed."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="grants", verbose_name="激励措施")
    entry = models.ForeignKey(RedListEntry, models.PROTECT, related_name="grants", verbose_name="红名单条目")
    granted_on = models.DateField("发放日期", default=clock.today)
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name="提供的伙伴单位"
    )
    provider = models.CharField("提供方", max_length=80, help_text="由伙伴单位提供的，填写该单位名称。")
    proof = models.CharField("凭证", max_length=120, help_text="通知书、合同或票据的编号。")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人",
        editable=False,
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "激励发放"
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(proof="") & ~Q(provider=""), name="grant_has_proof"),
            models.UniqueConstraint(
                fields=["measure", "entry", "proof"],
                name="grant_once",
                violation_error_message="这一凭证已经登记过。",
            ),
        ]

    def __str__(self):
        return f"{self.entry.masked_name}：{self.measure}"
