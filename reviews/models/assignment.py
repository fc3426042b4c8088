"""Who assesses whom in which round, and how a reviewer steps back (回避, 谢绝, 交回)."""

from django.conf import settings
from django.db import models
from django.db.models import Count, OuterRef, Q

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from creation_cycle.enums import ItemKind
from creation_cycle.models import Candidacy
from reviews import guards
from reviews.enums import AssignmentState, RoundMode, RoundState, SheetState
from reviews.models.round import Round, RoundPart
from units.models import Committee, Unit


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AssignmentQuerySet":
        """A reviewer sees their own, the organizer's line all of its rounds; 委托 shows a body those of its units."""
        if not user.is_active:
            return self.none()
        if user.is_superuser:
            return self
        overseen = Committee.objects.overseen_by(user)
        delegated = Q(round__mode=RoundMode.DELEGATED, candidacy__recommending_committee__in=overseen)
        return self.filter(Q(reviewer=user) | Q(round__cycle__committee__in=overseen) | delegated)

    def owed_beside(self, user, path: str = "") -> "AssignmentQuerySet":
        """For a subquery: sheets of the outer row's unit and round that the user has yet to hand in.

        `path` leads from the outer row to its assignment.
        """
        return self.owed_by(user).filter(
            round=OuterRef(f"{path}round"), candidacy=OuterRef(f"{path}candidacy")
        )

    def owed_by(self, user) -> "AssignmentQuerySet":
        """Sheets that the user has yet to hand in, in rounds that run."""
        return self.standing().filter(
            reviewer=user, sheet__state=SheetState.DRAFT, round__state=RoundState.OPEN
        )

    def of_reviewer(self, user) -> "AssignmentQuerySet":
        """What lies on the reviewer's own desk; nobody else's, whatever their office."""
        return self.filter(reviewer=user) if user.is_active else self.none()

    def standing(self) -> "AssignmentQuerySet":
        return self.filter(state=AssignmentState.ASSIGNED)

    def by_panel(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Of each panel, by candidacy and form: how many reviewers stand, and how many of them have handed in."""
        handed_in = Count("pk", filter=Q(sheet__state__in=[SheetState.SUBMITTED, SheetState.LOCKED]))
        rows = self.standing().order_by().values_list("candidacy", "part")
        return {(c, p): (n, done) for c, p, n, done in rows.annotate(seats=Count("pk"), done=handed_in)}

    def for_list(self) -> "AssignmentQuerySet":
        """All that a row of the reviewer's list shows, with `scored` of `items`."""
        return (
            self.exclude(state=AssignmentState.WITHDRAWN)
            .select_related("candidacy__unit__region", "candidacy__unit__industry", "round", "sheet")
            .annotate(
                scored=Count("sheet__scores", distinct=True),
                items=Count(
                    "candidacy__standard__items",
                    filter=~Q(candidacy__standard__items__kind=ItemKind.AUTO),
                    distinct=True,
                ),
            )
            .order_by("candidacy__unit__name", "pk")
        )

    def for_scoring(self) -> "AssignmentQuerySet":
        """Standing ones with the sheet, the dossier and the standard that the page shows."""
        return (
            self.standing()
            .filter(sheet__isnull=False)
            .select_related(
                "sheet",
                "round",
                "reviewer",
                "candidacy__standard",
                "candidacy__roster_snapshot",
                "candidacy__judged_self_assessment",
                "candidacy__unit__region",
                "candidacy__unit__industry",
                "candidacy__unit__employer",
                "candidacy__unit__unit_type",
            )
        )


class Assignment(LifecycleModel):
    """One reviewer for one unit in one round."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="assignments", verbose_name="考核轮次")
    candidacy = models.ForeignKey(
        Candidacy, models.PROTECT, related_name="assignments", verbose_name="创建申报"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments", verbose_name="评审人员"
    )
    part = models.ForeignKey(RoundPart, models.PROTECT, related_name="assignments", verbose_name="考核形式")
    on_behalf_of = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cross_assignments",
        verbose_name="代表集体",
        editable=False,
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name="接替",
        editable=False,
    )
    reason = models.TextField("回避、谢绝、交回或撤回理由", blank=True, editable=False)
    state = StateField(
        "状态",
        max_length=10,
        choices=AssignmentState,
        default=AssignmentState.ASSIGNED,
        protected=True,
        editable=False,
    )

    settled = tuple(AssignmentState)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "评审指派"
        ordering = ["round", "candidacy", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "candidacy", "reviewer", "part"],
                condition=Q(state=AssignmentState.ASSIGNED),
                name="assigned_once",
                violation_error_message="该评审人员已指派给这个集体。",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values), name="assignment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=AssignmentState.ASSIGNED) | ~Q(reason=""), name="recusal_has_reason"
            ),
        ]

    def __str__(self):
        return f"{self.reviewer} → {self.candidacy.unit}"

    def save(self, **kwargs):
        if self._state.adding and self.part_id is None:
            self.part = self.round.main_part
        super().save(**kwargs)

    @property
    def is_standing(self) -> bool:
        return self.state == AssignmentState.ASSIGNED

    @property
    def is_late(self) -> bool:
        """The round's last day for scoring is over, and no lead has opened this sheet again."""
        return clock.today() > self.round.closes_on and not self.sheet.reopened_for

    @property
    def is_waiting(self) -> bool:
        """The reviewer still owes this sheet."""
        return self.is_standing and self.sheet.is_draft

    @move(
        state,
        source=AssignmentState.ASSIGNED,
        target=AssignmentState.RECUSED,
        label="申请回避",
        actor="评审人员本人",
        inputs=[NOTE],
        guards=[guards.sheet_not_handed_in],
        locks=["round"],
        consequences=["tell_organizers"],
    )
    def recuse(self, *, note):
        """The reviewer steps back, with a reason."""
        self.reason = note

    @move(
        state,
        source=AssignmentState.ASSIGNED,
        target=AssignmentState.DECLINED,
        label="谢绝评审",
        actor="评审人员本人",
        inputs=[NOTE],
        guards=[guards.nothing_scored_yet],
        consequences=["tell_organizers"],
    )
    def decline(self, *, note):
        """The reviewer cannot take it on, before anything was scored."""
        self.reason = note

    @move(
        state,
        source=AssignmentState.ASSIGNED,
        target=AssignmentState.RETURNED,
        label="交回评审",
        actor="评审人员本人",
        inputs=[NOTE],
        guards=[guards.sheet_not_handed_in],
        locks=["round"],
        consequences=["tell_organizers"],
    )
    def hand_back(self, *, note):
        """The reviewer began and cannot finish; what was scored stays to be read, and does not count."""
        self.reason = note

    @move(
        state,
        source=AssignmentState.ASSIGNED,
        target=AssignmentState.WITHDRAWN,
        label="撤回指派",
        actor="组委会管理员",
        inputs=[NOTE],
        guards=[guards.sheet_not_handed_in],
        locks=["round"],
    )
    def withdraw(self, *, note):
        """The organizer takes the assignment back."""
        self.reason = note
