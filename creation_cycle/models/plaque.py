"""牌匾台账: which plaque hangs where, who received it, and what became of it (domain.md §11)."""

from dataclasses import dataclass
from datetime import date

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, Finding, Input, LifecycleModel, move
from core.validators import validate_plain_text
from creation_cycle import guards
from creation_cycle.enums import STAR_LABELS, PlaqueState
from creation_cycle.models.title import Title
from units.models import Committee, Unit

S = PlaqueState
RECIPIENT = Input("recipient", "领取人", help="在交接单上签字的人。", max_length=40)


@dataclass(frozen=True)
class PastDay(Input):
    """A day that has come."""

    def fault(self, value) -> Finding | None:
        if isinstance(value, date) and value > clock.today():
            return Finding(ok=False, text=f"{self.label}不能晚于今天", rule=self.name)
        return super().fault(value)


HANDED_ON = PastDay("handed_on", "交付日期", kind="date")


def private_storage():
    """Photos may show people: the portal hands them out, never the web server."""
    return storages["private"]


class PlaqueQuerySet(models.QuerySet):
    def current(self) -> "PlaqueQuerySet":
        """Those that stand for their title, or are on their way."""
        return self.filter(state__in=S.current())

    def visible_to(self, user) -> "PlaqueQuerySet":
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        return self.filter(
            Q(title__unit__in=Unit.objects.kept_by(user))
            | Q(title__committee__in=overseen)
            | Q(title__unit__committee__in=overseen)
        )


class Plaque(LifecycleModel):
    """One plaque of metal: its number is engraved, its code leads to the unit's public page."""

    title = models.ForeignKey(Title, models.PROTECT, related_name="plaques", verbose_name="称号")
    number = models.CharField("牌匾编号", max_length=40, unique=True)
    star = models.PositiveSmallIntegerField("所载星级", choices=list(STAR_LABELS.items()))
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name="代替"
    )
    made_on = models.DateField("建账日期", default=clock.today)
    recipient = models.CharField("领取人", max_length=40, blank=True, validators=[validate_plain_text])
    handed_on = models.DateField("交付日期", null=True, blank=True)
    photo = models.FileField("挂牌照片", upload_to="plaques/%Y", storage=private_storage, blank=True)
    hung_on = models.DateField("挂牌日期", null=True, blank=True)
    returned_on = models.DateField("收回日期", null=True, blank=True)
    state_reason = models.TextField("遗失、补发或收回理由", blank=True, editable=False)
    state = StateField(
        "状态", max_length=12, choices=S, default=PlaqueState.PREPARED, protected=True, editable=False
    )

    objects = PlaqueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "牌匾"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title"], condition=Q(state__in=S.current()), name="one_plaque_in_force"
            ),
            models.CheckConstraint(condition=Q(state__in=S.values), name="plaque_state_known"),
            models.CheckConstraint(condition=Q(star__range=(1, 3)), name="plaque_star_range"),
            models.CheckConstraint(
                condition=~Q(state__in=[S.HANDED_OVER, S.HUNG])
                | (~Q(recipient="") & Q(handed_on__isnull=False)),
                name="plaque_handed_over_to_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=S.HUNG) | (~Q(photo="") & Q(hung_on__isnull=False)),
                name="plaque_hung_with_photo",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[S.LOST, S.REPLACED, S.RECALLED, S.WITHHELD]) | ~Q(state_reason=""),
                name="plaque_reason_given",
            ),
        ]

    def __str__(self):
        return self.number

    @move(
        state,
        source=S.PREPARED,
        target=S.HANDED_OVER,
        label="交付",
        actor="组委会管理员",
        guards=[guards.plaque_title_in_force],
        inputs=[RECIPIENT, HANDED_ON],
    )
    def hand_over(self, *, recipient, handed_on):
        """Signed for by `recipient` on the handover sheet."""
        self.recipient, self.handed_on = recipient, handed_on

    @move(
        state,
        source=S.HANDED_OVER,
        target=S.HUNG,
        label="登记挂牌",
        actor="号长",
        guards=[guards.photo_there],
    )
    def hang(self):
        """It hangs where the public sees it, and a photo shows so."""
        self.hung_on = clock.today()

    @move(
        state,
        source=[S.HANDED_OVER, S.HUNG],
        target=S.LOST,
        label="登记遗失",
        actor="号长或组委会管理员",
        guards=[],
        inputs=[NOTE],
        danger=True,
    )
    def report_lost(self, *, note):
        """Whoever finds it knows from its number that it no longer stands."""
        self.state_reason = note

    @move(
        state,
        source=[S.HANDED_OVER, S.HUNG, S.LOST],
        target=S.REPLACED,
        label="补发",
        actor="组委会管理员",
        guards=[guards.honour_not_own_unit, guards.plaque_title_in_force],
        consequences=["prepare_successor_plaque"],
        inputs=[NOTE],
        danger=True,
    )
    def reissue(self, *, note):
        """Lost or damaged: a new plaque under a new number."""
        self.state_reason = note

    @move(
        state,
        source=[S.HANDED_OVER, S.HUNG, S.LOST],
        target=S.RECALLED,
        label="通知收回",
        actor="系统（称号撤销、终止或星级调整时）",
        guards=[],
        inputs=[NOTE],
        by_system=True,
    )
    def recall(self, *, note):
        """It may hang no longer; the committee fetches it."""
        self.state_reason = note

    @move(
        state,
        source=S.PREPARED,
        target=S.WITHHELD,
        label="不再交付",
        actor="系统（称号撤销、终止或星级调整时）",
        guards=[],
        inputs=[NOTE],
        by_system=True,
    )
    def withhold(self, *, note):
        """Never handed over, and never to be."""
        self.state_reason = note

    @move(
        state,
        source=[S.RECALLED, S.REPLACED],
        target=S.RETURNED,
        label="登记收回",
        actor="组委会管理员",
        guards=[],
    )
    def take_back(self):
        """Back in the committee's hands; a lost one may turn up after its successor was made."""
        self.returned_on = clock.today()
