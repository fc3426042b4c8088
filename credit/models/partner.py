"""青年信用体系建设伙伴计划: who gives what, for which terms (S0: nine firms)."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from core import clock
from core.validators import validate_credit_code, validate_plain_text
from units.models import Committee


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PartnerQuerySet":
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        return self.filter(committee__in=Committee.objects.overseen_by(user))

    def current(self) -> "PartnerQuerySet":
        """With a term that runs today: what is over ends by the calendar, nobody has to close it."""
        return self.filter(Exists(PartnerTerm.objects.running(clock.today()).filter(partner=OuterRef("pk"))))


class Partner(models.Model):
    """An enterprise or body that gives incentives to the trustworthy."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="partners", verbose_name="签约单位")
    name = models.CharField("伙伴单位", max_length=80, validators=[validate_plain_text])
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, validators=[validate_credit_code]
    )
    services = models.TextField("提供的服务", max_length=600)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "伙伴单位"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "name"],
                name="partner_once",
                violation_error_message="该伙伴单位已有登记，续约请增加一个合作期。",
            )
        ]

    def __str__(self):
        return self.name

    @property
    def is_current(self) -> bool:
        today = clock.today()
        return any(term.is_running(today) for term in self.terms.all())


class PartnerTermQuerySet(models.QuerySet):
    def running(self, on) -> "PartnerTermQuerySet":
        return self.filter(starts_on__lte=on, ends_on__gte=on).filter(
            Q(stopped_on__isnull=True) | Q(stopped_on__gt=on)
        )


class PartnerTerm(models.Model):
    """One agreed time; a renewal is another term that begins after this one."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="terms", verbose_name="伙伴单位")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期")
    agreement = models.CharField("协议编号", max_length=60)
    stopped_on = models.DateField("提前终止日期", null=True, blank=True)
    stop_reason = models.CharField("提前终止原因", max_length=200, blank=True)

    objects = PartnerTermQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "合作期"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="term_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True) | ~Q(stop_reason=""),
                name="stopped_term_has_reason",
                violation_error_message="提前终止须写明原因。",
            ),
            models.UniqueConstraint(
                fields=["partner", "starts_on"],
                name="term_once",
                violation_error_message="同一天开始的合作期已有登记。",
            ),
        ]

    def __str__(self):
        return f"{self.starts_on} — {self.ends_on}"

    def is_running(self, on) -> bool:
        return self.starts_on <= on <= self.ends_on and (self.stopped_on is None or self.stopped_on > on)
