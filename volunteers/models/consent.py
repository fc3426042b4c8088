"""同意书台账: what a person agreed to, to which wording, and when they took it back (个人信息保护法第十四、十五条)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import EncryptedTextField
from core.validators import validate_phone, validate_plain_text
from volunteers.enums import ConsentChannel, ConsentMatter
from volunteers.models.volunteer import Volunteer


class VolunteerConsentQuerySet(models.QuerySet):
    def in_force(self) -> "VolunteerConsentQuerySet":
        return self.filter(withdrawn_at__isnull=True)

    def to(self, purpose: ConsentMatter) -> "VolunteerConsentQuerySet":
        return self.filter(purpose=purpose)


class VolunteerConsent(models.Model):
    """One agreement to one purpose. Never deleted while the person is on the register: it proves why data was used."""

    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="consents", verbose_name="志愿者")
    purpose = models.CharField("事项", max_length=10, choices=ConsentMatter)
    version = models.CharField("同意书版本", max_length=20)
    channel = models.CharField("方式", max_length=8, choices=ConsentChannel, default=ConsentChannel.ONLINE)
    guardian_name = models.CharField(
        "监护人姓名", max_length=40, blank=True, validators=[validate_plain_text]
    )
    guardian_phone = EncryptedTextField("监护人电话", blank=True, default="", validators=[validate_phone])
    given_at = models.DateTimeField("同意时间", default=clock.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="登记人"
    )
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)

    objects = VolunteerConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "同意书"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["volunteer", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_volunteer_consent_in_force",
                violation_error_message="这一事项已经同意。",
            ),
        ]

    def __str__(self):
        return f"{self.volunteer} · {self.get_purpose_display()}"
