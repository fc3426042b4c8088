"""号号联创、新老结对、互学互访: a link between two units, real only when both captains say so (S3 四(二))."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.validators import validate_plain_paragraphs, validate_plain_text
from units.models import Unit
from workspace import guards
from workspace.enums import LinkKind, LinkState

S = LinkState
LIVE = [S.PROPOSED, S.CONFIRMED]


class UnitLinkQuerySet(models.QuerySet):
    def of(self, unit) -> "UnitLinkQuerySet":
        return self.filter(Q(proposer=unit) | Q(partner=unit))

    def between(self, unit, other) -> "UnitLinkQuerySet":
        """Of exactly these two, whoever proposed."""
        return self.filter(Q(proposer=unit, partner=other) | Q(proposer=other, partner=unit))

    def live(self) -> "UnitLinkQuerySet":
        """Proposed or confirmed: of each kind there is one between two units."""
        return self.filter(state__in=LIVE)

    def expired(self) -> "UnitLinkQuerySet":
        """Confirmed for a time that has passed: they only wait for somebody to say so."""
        return self.filter(state=S.CONFIRMED, ends_on__lt=clock.today())

    def over(self) -> "UnitLinkQuerySet":
        """Declined, withdrawn or ended."""
        return self.exclude(state__in=LIVE)

    def agreed(self) -> "UnitLinkQuerySet":
        """Links that both sides had confirmed, without those that were ended before they began."""
        begun = Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on"))
        return self.filter(begun, state__in=[S.CONFIRMED, S.ENDED])

    def held(self, first, last) -> "UnitLinkQuerySet":
        """Agreed links that held on some day from `first` to `last`."""
        agreed = self.agreed().filter(starts_on__lte=last)
        return agreed.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first))

    def current(self) -> "UnitLinkQuerySet":
        """Links that hold today."""
        today = clock.today()
        return self.held(today, today).filter(state=S.CONFIRMED)

    def visible_to(self, user) -> "UnitLinkQuerySet":
        units = Unit.objects.visible_to(user)
        return self.filter(Q(proposer__in=units) | Q(partner__in=units))


class UnitLink(LifecycleModel):
    """One unit proposes, the other confirms."""

    kind = models.CharField("形式", max_length=12, choices=LinkKind)
    proposer = models.ForeignKey(Unit, models.PROTECT, related_name="proposed_links", verbose_name="发起集体")
    partner = models.ForeignKey(Unit, models.PROTECT, related_name="received_links", verbose_name="对方集体")
    topic = models.CharField("共建主题", max_length=60, validators=[validate_plain_text])
    text = models.TextField("共建内容", max_length=600, blank=True, validators=[validate_plain_paragraphs])
    starts_on = models.DateField("开始日期", default=clock.today)
    ends_on = models.DateField("结束日期", null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发起人", editable=False
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="确认人",
        editable=False,
    )
    confirmed_on = models.DateField("确认日期", null=True, editable=False)
    reason = models.TextField("说明", blank=True, editable=False)
    state = StateField("状态", max_length=10, choices=S, default=S.PROPOSED, protected=True, editable=False)

    objects = UnitLinkQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "联创结对"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(proposer=F("partner")), name="link_joins_two"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="link_state_known"),
            models.CheckConstraint(
                condition=~Q(state=S.CONFIRMED)
                | (Q(confirmed_by__isnull=False) & Q(confirmed_on__isnull=False)),
                name="confirmed_link_has_confirmer",
            ),
            models.CheckConstraint(
                condition=Q(state=S.ENDED) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="link_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.UniqueConstraint(
                "kind",
                Least("proposer", "partner"),
                Greatest("proposer", "partner"),
                condition=Q(state__in=LIVE),
                name="one_live_link",
                violation_error_message="两个集体之间已有同一形式的联创结对。",
            ),
        ]

    def __str__(self):
        return f"{self.proposer} 与 {self.partner}：{self.get_kind_display()}"

    @move(state, source=S.PROPOSED, target=S.CONFIRMED, label="同意结对", actor="对方号长",
          guards=[guards.both_units_active, guards.confirmer_is_not_proposer],
          consequences=["tell_proposer"])  # fmt: skip
    def confirm(self, *, by):
        """The other captain agrees; from now on the link counts."""
        self.confirmed_by, self.confirmed_on = by, clock.today()

    @move(state, source=S.PROPOSED, target=S.DECLINED, label="不同意", actor="对方号长", inputs=[NOTE],
          consequences=["tell_proposer"])  # fmt: skip
    def decline(self, *, note):
        """The other captain does not agree, and says why."""
        self.reason = note

    @move(state, source=S.PROPOSED, target=S.WITHDRAWN, label="撤回", actor="发起集体号长",
          consequences=["tell_partner"])  # fmt: skip
    def withdraw(self):
        """Taken back before the other side answered."""

    @move(state, source=S.CONFIRMED, target=S.ENDED, label="结束结对", actor="任一方号长", danger=True,
          consequences=["tell_both"])  # fmt: skip
    def end(self):
        """Over from today, or since the day that was agreed; what was done together stays in both logs.

        Ended before it began, it has never held: its end stands before its beginning.
        """
        self.ends_on = min(self.ends_on or clock.today(), clock.today())

    def other(self, unit) -> Unit:
        """The unit at the other end, seen from `unit`."""
        return self.partner if self.proposer_id == unit.pk else self.proposer
