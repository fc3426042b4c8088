"""称号: what a unit holds at a level, and each recognition that made its star (S1 二.2; domain.md §2.3)."""

from django.db import models
from django.db.models import Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from creation_cycle import guards
from creation_cycle.adjustment_terms import Terms, terms_from
from creation_cycle.enums import MAX_STAR, STAR_LABELS, TitleState
from creation_cycle.models.candidacy import Candidacy
from creation_cycle.models.cycle import Cycle
from creation_cycle.models.rule_set import RuleSet
from units.enums import Level
from units.models import Committee, Unit


class TitleQuerySet(models.QuerySet):
    def in_force(self) -> "TitleQuerySet":
        """Titles a unit may call its own; a warning does not take one away."""
        return self.filter(state__in=[TitleState.IN_FORCE, TitleState.WARNED])

    def at(self, level: Level) -> "TitleQuerySet":
        return self.filter(level=level)

    def visible_to(self, user) -> "TitleQuerySet":
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        return self.filter(
            Q(unit__in=Unit.objects.kept_by(user))
            | Q(unit__committee__in=overseen)
            | Q(committee__in=overseen)
        )

    def for_honor_roll(self) -> "TitleQuerySet":
        """All that a row of the honor roll shows, in its order: newest recognition first."""
        return self.select_related("unit__region", "unit__industry", "unit__employer").order_by(
            "-last_recognised_on", "-pk"
        )


class Title(LifecycleModel):
    """One unit's title at one level, with 1 to 3 stars. It outlives the cycle that gave it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="titles", verbose_name="集体")
    level = models.CharField("等级", max_length=12, choices=Level)
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="titles", verbose_name="认定机构"
    )
    name = models.CharField("称号名称", max_length=40, help_text="例如：广东省青年文明号。")
    star = models.PositiveSmallIntegerField("星级", choices=list(STAR_LABELS.items()))
    first_recognised_on = models.DateField("首次认定")
    last_recognised_on = models.DateField("最近认定")
    state = StateField(
        "状态", max_length=10, choices=TitleState, default=TitleState.IN_FORCE, protected=True, editable=False
    )
    state_reason = models.TextField("状态说明", blank=True, editable=False)
    state_changed_on = models.DateField("状态变更日期", null=True, blank=True, editable=False)
    warned_until = models.DateField("警告期至", null=True, blank=True, editable=False)

    settled = tuple(TitleState)

    objects = TitleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "称号"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "level"],
                condition=Q(state__in=[TitleState.IN_FORCE, TitleState.WARNED]),
                name="one_title_in_force_per_level",
            ),
            models.CheckConstraint(condition=Q(star__range=(1, MAX_STAR)), name="title_star_range"),
            models.CheckConstraint(condition=Q(state__in=TitleState.values), name="title_state_known"),
            models.CheckConstraint(
                condition=~Q(state=TitleState.REVOKED) | ~Q(state_reason=""), name="revoked_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(warned_until__isnull=True) | (Q(state=TitleState.WARNED) & ~Q(state_reason="")),
                name="only_warnings_run_out",
            ),
            models.CheckConstraint(
                condition=~Q(state=TitleState.ENDED) | Q(state_changed_on__isnull=True) | ~Q(state_reason=""),
                name="ended_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["-last_recognised_on", "-id"], name="title_roll"),
            models.Index(fields=["level", "star", "-last_recognised_on", "-id"], name="title_roll_by_level"),
        ]

    def __str__(self):
        return f"{self.unit} · {self.full_name}"

    @property
    def full_name(self) -> str:
        """二星级广东省青年文明号, the wording of decisions (domain.md §11)."""
        return f"{STAR_LABELS[self.star]}{self.name}"

    @property
    def is_held(self) -> bool:
        """The unit may call it its own; a warning does not take it away."""
        return self.state in (TitleState.IN_FORCE, TitleState.WARNED)

    @property
    def deciding_committee(self) -> Committee | None:
        """Who decides about it: the committee that gave it; of a past title the one of its level on the unit's line."""
        if self.committee_id:
            return self.committee
        own = self.unit.committee
        if own is None:
            return None
        line = Committee.objects.filter(pk__in=[int(key) for key in own.path.strip("/").split("/")])
        return line.filter(level=self.level).order_by("-path").first() or own

    @property
    def adjustment_terms(self) -> Terms:
        """Periods of 动态调整 by the rule set that binds the unit today, else the portal's defaults."""
        committee = self.deciding_committee
        rule_set = committee and RuleSet.objects.pick(
            committee=committee, level=self.level, industry=self.unit.industry, day=clock.today()
        )
        return terms_from(rule_set)

    def as_it_is(self) -> dict:
        """State, reason and star, so that a decision that is overturned can be undone."""
        until = self.warned_until
        return {
            "state": str(self.state),
            "reason": self.state_reason,
            "star": self.star,
            "warned_until": until.isoformat() if until else None,
        }

    @move(
        state,
        source=TitleState.IN_FORCE,
        target=TitleState.WARNED,
        label="警告提醒",
        actor="系统（动态调整决定生效时）",
        by_system=True,
    )
    def warn(self, *, reason, until):
        """The title stays, with a warning that runs out on `until`."""
        self._note(reason)
        self.warned_until = until

    @move(
        state,
        source=TitleState.WARNED,
        target=TitleState.IN_FORCE,
        label="解除警告",
        actor="组委会管理员",
        inputs=[NOTE],
        guards=[guards.not_own_unit],
        consequences=["end_warning"],
    )
    def lift_warning(self):
        """Before its time, because what was wrong is mended; the record says why."""
        self._clear()

    @move(
        state,
        source=TitleState.WARNED,
        target=TitleState.IN_FORCE,
        label="警告期满",
        actor="系统（到期自动）",
        guards=[guards.warning_over],
        by_system=True,
        consequences=["end_warning"],
    )
    def outlast_warning(self):
        """Its months are over."""
        self._clear()

    @move(
        state,
        source=[TitleState.IN_FORCE, TitleState.WARNED],
        target=TitleState.REVOKED,
        label="撤销称号",
        actor="系统（动态调整决定生效时）",
        by_system=True,
        consequences=["suspend_honour"],
    )
    def revoke(self, *, reason):
        """撤销称号、撤牌: certificate and plaque follow in the same transaction."""
        self._note(reason)

    @move(
        state,
        source=[TitleState.WARNED, TitleState.REVOKED],
        target=TitleState.IN_FORCE,
        label="恢复称号",
        actor="系统（申诉后撤销决定时）",
        by_system=True,
        consequences=["restore_honour"],
    )
    def reinstate(self):
        """The decision against it was overturned."""
        self._clear()

    @move(
        state,
        source=[TitleState.IN_FORCE, TitleState.WARNED],
        target=TitleState.ENDED,
        label="终止称号",
        actor="组委会审批人",
        inputs=[NOTE],
        guards=[guards.not_own_unit, guards.no_open_adjustment],
        danger=True,
        consequences=["suspend_honour", "recall_plaques"],
    )
    def end(self, *, note):
        """Without blame: the unit was dissolved, or gave the title back."""
        self._note(note)

    def _note(self, reason: str) -> None:
        self.state_reason, self.state_changed_on, self.warned_until = reason, clock.today(), None

    def _clear(self) -> None:
        self.state_reason, self.state_changed_on, self.warned_until = "", clock.today(), None


class Recognition(models.Model):
    """One 认定: it made or raised a title. Past ones are imported from what newspapers printed."""

    title = models.ForeignKey(Title, models.PROTECT, related_name="recognitions", verbose_name="称号")
    cycle = models.ForeignKey(
        Cycle, models.PROTECT, null=True, blank=True, related_name="recognitions", verbose_name="创建周期"
    )
    candidacy = models.OneToOneField(
        Candidacy, models.PROTECT, null=True, blank=True, related_name="recognition", verbose_name="创建申报"
    )
    label = models.CharField("届次或周期", max_length=80)
    star = models.PositiveSmallIntegerField("认定星级", choices=list(STAR_LABELS.items()))
    is_star_assumed = models.BooleanField("星级按政策推定", default=False)
    recognised_on = models.DateField("认定日期")
    is_year_only = models.BooleanField("只知道年份", default=False)
    decision_number = models.CharField("认定文号", max_length=60, blank=True)
    source = models.CharField("公布来源", max_length=120, blank=True)
    past_number = models.CharField(
        "原证书编号", max_length=40, blank=True, help_text="纸质证书上印的编号，照原样保留，可以核验。"
    )
    past_number_key = models.CharField("原证书编号（规范）", max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "认定记录"
        ordering = ["-recognised_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["title", "cycle"], condition=Q(cycle__isnull=False), name="one_star_per_cycle"
            ),
            models.UniqueConstraint(fields=["title", "label"], name="recognition_once"),
            models.UniqueConstraint(
                fields=["past_number_key"], condition=~Q(past_number_key=""), name="past_number_once"
            ),
            models.CheckConstraint(
                condition=Q(cycle__isnull=True) | ~Q(decision_number=""), name="own_recognition_has_decision"
            ),
        ]

    def __str__(self):
        return f"{self.label} {self.get_star_display()}"
