"""Every move of a recheck: report, first review, sample, answer; and what the portal does by itself."""

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, Input, LifecycleModel, move
from core.workdays import add_workdays
from creation_cycle.enums import AdjustmentKind
from creation_cycle.guards import recheck as guards
from creation_cycle.recheck_enums import RecheckState as S
from creation_cycle.recheck_enums import Suggestion

SUGGESTION = Input("suggestion", "初评意见", choices=tuple(Suggestion.choices))
OPINION = Input("opinion", "初评说明", kind="textarea", help="集体可以看到。请写明核对了什么、有什么建议。")
MEASURE = Input(
    "measure",
    "拟采取的措施",
    choices=tuple((kind.value, kind.label) for kind in AdjustmentKind.ladder()),
    help="只是提出建议：随后按动态调整程序告知、听取说明，再由组委会决定。",
)
WORKDAYS_TO_MEND = 5
"""Working days a unit has at least after its report was sent back (P)."""


class RecheckMoves(LifecycleModel):
    """The state machine of `Recheck`; the fields it speaks of stand there."""

    state = StateField("状态", max_length=10, choices=S, default=S.DUE, protected=True, editable=False)

    class Meta:
        abstract = True

    @move(
        state,
        source=S.DUE,
        target=S.REPORTED,
        label="提交自查",
        actor="号长",
        guards=[guards.title_stands, guards.report_time, guards.recheck_form_filled],
        consequences=["freeze_findings"],
    )
    def hand_in(self, *, by):
        """The unit has looked through its data and says how the year went."""
        self.reported_on, self.reported_by = clock.today(), by
        self.returned_because = ""

    @move(
        state,
        source=S.REPORTED,
        target=S.DUE,
        label="退回补充",
        actor="初评单位管理员",
        inputs=[NOTE],
        guards=[guards.recheck_not_own_unit],
        consequences=["tell_rechecked"],
    )
    def send_back(self, *, note):
        """Something is missing; at least five working days to complete it."""
        self.returned_because = note
        self.report_by = max(self.report_by, add_workdays(clock.today(), WORKDAYS_TO_MEND).date)
        self.no_longer_escalated()

    @move(
        state,
        source=S.REPORTED,
        target=S.REVIEWED,
        label="初评",
        actor="初评单位管理员",
        inputs=[SUGGESTION, OPINION],
        guards=[guards.title_stands, guards.recheck_not_own_unit],
    )
    def review(self, *, suggestion, opinion, by):
        """The recommending body gives its opinion (S4 一(三)初评，并提出意见)."""
        self.suggestion, self.opinion = suggestion, opinion
        self.reviewed_by, self.reviewed_on = by, clock.today()
        self.no_longer_escalated()

    @move(
        state,
        source=S.REVIEWED,
        target=S.SAMPLED,
        label="抽中抽检",
        actor="系统（公开抽签时）",
        by_system=True,
        guards=[guards.title_is_drawn],
        consequences=["tell_rechecked"],
    )
    def sample(self):
        """Drawn: somebody goes and looks."""
        self.sampled_on = clock.today()

    @move(
        state,
        source=[S.REVIEWED, S.SAMPLED],
        target=S.PASSED,
        label="复核合格",
        actor="组委会管理员",
        guards=[
            guards.title_stands,
            guards.recheck_not_own_unit,
            guards.decider_is_not_first_reviewer,
            guards.conditions_kept,
            guards.not_awaiting_draw,
            guards.sample_was_drawn,
            guards.sample_looked_at,
        ],
        consequences=["tell_rechecked"],
    )
    def keep(self, *, by):
        """The title is kept for another year."""
        self.decided_by, self.decided_on = by, clock.today()
        self.no_longer_escalated()

    @move(
        state,
        source=[S.DUE, S.REVIEWED, S.SAMPLED],
        target=S.FAILED,
        label="复核不合格",
        actor="组委会管理员",
        inputs=[MEASURE, NOTE],
        guards=[
            guards.title_stands,
            guards.recheck_not_own_unit,
            guards.decider_is_not_first_reviewer,
            guards.deadline_missed,
            guards.not_awaiting_draw,
            guards.sample_looked_at,
        ],
        danger=True,
        consequences=["propose_adjustment", "tell_rechecked"],
    )
    def fail(self, *, measure, note, by):
        """Founds a proposal to adjust the title; the title itself stays what it is until that is decided."""
        self.measure, self.reason = measure, note
        self.decided_by, self.decided_on = by, clock.today()
        self.no_longer_escalated()

    @move(
        state,
        source=S.DUE,
        target=S.EXEMPT,
        label="自然保留",
        actor="系统（持有上级称号）",
        by_system=True,
        guards=[guards.higher_title_held],
    )
    def exempt(self):
        """A city title is kept while the unit holds a provincial one or a higher."""
        self.decided_on = clock.today()

    @move(
        state,
        source=S.EXEMPT,
        target=S.DUE,
        label="恢复复核",
        actor="系统（上级称号失效时）",
        by_system=True,
        guards=[guards.no_higher_title],
        consequences=["tell_rechecked"],
    )
    def fall_due(self):
        """The higher title ended within the year: the lower one has to stand by itself, with a month to report."""
        self.decided_on = None
        self.give_time(clock.today())

    @move(
        state,
        source=[S.DUE, S.REPORTED, S.REVIEWED, S.SAMPLED, S.EXEMPT],
        target=S.LAPSED,
        label="终止复核",
        actor="系统（称号终止时）",
        by_system=True,
        guards=[guards.title_is_gone],
    )
    def lapse(self):
        """Nothing is left to be rechecked."""
        self.no_longer_escalated()
