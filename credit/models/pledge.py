"""诚信承诺: 主动承诺、公开亮诺、自觉践诺, each with its page and what became of it (S0)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.masking import mask_name
from core.validators import validate_plain_paragraphs, validate_plain_text
from credit import guards
from credit.enums import FollowUpResult, PledgeState, PublicBasis, SubjectKind
from credit.models.consent import Consent
from units.models import Committee, Unit
from units.models.unit import new_slug

S = PledgeState


class PledgeQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PledgeQuerySet":
        """The committee's line, and the keepers of the unit that pledged."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        return self.filter(Q(committee__in=overseen) | Q(unit__in=Unit.objects.kept_by(user)))

    def public(self) -> "PledgeQuerySet":
        return self.filter(is_public=True)


class Pledge(LifecycleModel):
    """One promise of one subject. People stand on its page masked, and only with their consent."""

    committee = models.ForeignKey(Committee, models.PROTECT, related_name="pledges", verbose_name="受理单位")
    subject_kind = models.CharField(
        "主体类型", max_length=12, choices=SubjectKind, default=SubjectKind.COLLECTIVE
    )
    name = models.CharField("承诺人", max_length=80, validators=[validate_plain_text])
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name="创建集体"
    )
    slug = models.CharField("网页代号", max_length=40, unique=True, editable=False)
    title = models.CharField("承诺事项", max_length=60, validators=[validate_plain_text])
    content = models.TextField("承诺内容", max_length=2000, validators=[validate_plain_paragraphs])
    made_on = models.DateField("承诺日期", default=clock.today)
    until = models.DateField("承诺期限", null=True, blank=True)
    shown_on = models.DateField("亮诺日期", null=True, editable=False)
    ended_on = models.DateField("办结日期", null=True, editable=False)
    reason = models.TextField("撤下的原因", blank=True, editable=False)
    public_basis = models.CharField(
        "公开依据", max_length=14, choices=PublicBasis, blank=True, editable=False
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name="同意记录",
        help_text="个人承诺公开前须有本人同意。",
    )  # fmt: skip
    is_public = models.BooleanField("可以公开", default=False, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.OFFERED, protected=True, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "诚信承诺"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=S.values), name="pledge_state_known"),
            models.CheckConstraint(
                condition=Q(is_public=False) | (Q(state__in=[S.SHOWN, S.KEPT]) & ~Q(public_basis="")),
                name="public_pledge_has_basis",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | ~Q(subject_kind=SubjectKind.PERSON)
                | Q(public_basis=PublicBasis.CONSENT, consent__isnull=False),
                name="public_personal_pledge_has_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.WITHDRAWN) | ~Q(reason=""), name="withdrawn_pledge_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.shown_name}：{self.title}"

    def save(self, **kwargs):
        if not self.slug:
            self.slug = new_slug(self.title)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("credit:pledge", args=[self.slug])

    @property
    def is_person(self) -> bool:
        return self.subject_kind == SubjectKind.PERSON

    @property
    def shown_name(self) -> str:
        return mask_name(self.name) if self.is_person else self.name

    @property
    def has_consent(self) -> bool:
        return self.consent_id is not None and self.consent.is_in_force

    @move(
        state,
        source=S.OFFERED,
        target=S.SHOWN,
        label="公开亮诺",
        actor="信用管理员",
        guards=[guards.pledge_may_be_shown],
    )
    def show(self):
        """On a page of its own, for everybody to hold the subject to it."""
        self.public_basis = PublicBasis.CONSENT if self.is_person else PublicBasis.NOT_PERSONAL
        self.shown_on, self.is_public = clock.today(), True

    @move(
        state,
        source=S.SHOWN,
        target=S.KEPT,
        label="确认践诺",
        actor="信用管理员",
        guards=[guards.pledge_followed_up],
    )
    def keep(self):
        """Followed up and found kept; the page stays."""
        self.ended_on = clock.today()

    @move(
        state,
        source=[S.OFFERED, S.SHOWN, S.KEPT],
        target=S.WITHDRAWN,
        label="撤下",
        actor="信用管理员",
        inputs=[NOTE],
        danger=True,
    )
    def take_down(self, *, note):
        """Off the public pages, with the reason."""
        self.reason, self.is_public, self.ended_on = note, False, clock.today()

    @move(
        state,
        source=[S.OFFERED, S.SHOWN, S.KEPT],
        target=S.WITHDRAWN,
        label="本人撤回同意",
        actor="系统（本人撤回同意时）",
        inputs=[NOTE],
        by_system=True,
    )
    def leave(self, *, note):
        """The person took the consent back: the page is gone at once."""
        self.reason, self.is_public, self.ended_on = note, False, clock.today()


class PledgeFollowUp(models.Model):
    """How a pledge was kept, as somebody found on a day."""

    pledge = models.ForeignKey(Pledge, models.CASCADE, related_name="follow_ups", verbose_name="诚信承诺")
    on = models.DateField("核查日期", default=clock.today)
    result = models.CharField("履诺情况", max_length=8, choices=FollowUpResult, default=FollowUpResult.KEPT)
    text = models.TextField("说明", max_length=600, validators=[validate_plain_paragraphs])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="核查人",
        editable=False,
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = "践诺记录"
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.on} {self.get_result_display()}"
