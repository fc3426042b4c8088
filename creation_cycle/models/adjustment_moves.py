"""Every move of an adjustment: told, heard, decided, in effect, appealed (domain.md §6).

What touches the title locks unit and title in this order, as `certify` does after the cycle; a decision locks nothing
else than its own row, for its effect asks the title again.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from core import clock, workdays
from core.fields import StateField
from core.lifecycle import NOTE, Finding, Input, LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import AdjustmentState as S

PERSONAL = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
"""A mobile or an identity number: nothing that the public is to read."""


@dataclass(frozen=True)
class PublicText(Input):
    """Words that anybody may read: they name no numbers of people."""

    def fault(self, value) -> Finding | None:
        if PERSONAL.search(str(value or "")):
            return Finding(
                ok=False, text=f"{self.label}会向社会公开，请去掉手机号码或证件号码", rule=self.name
            )
        return super().fault(value)


DECISION_NUMBER = Input("decision_number", "决定文号", help="例如：中青联发〔2026〕9号", max_length=60)
PUBLIC_REASON = PublicText(
    "public_reason",
    "公开的理由",
    kind="textarea",
    help="核验证书的人和公众会看到。写事实和结论，不写个人信息。",
    max_length=300,
)
OUTCOME = PublicText(
    "appeal_outcome",
    "公开的申诉结果",
    kind="textarea",
    help="例如：经复核，原决定事实清楚，予以维持。不写个人信息。",
    max_length=300,
)
STATEMENT = Input("statement", "陈述申辩", kind="textarea", max_length=5000)
APPEAL = Input("appeal_reasons", "申诉理由", kind="textarea", max_length=5000)


class AdjustmentMoves(LifecycleModel):
    """The state machine of `Adjustment`; the fields it speaks of stand there."""

    state = StateField(
        "状态", max_length=10, choices=S, default=S.PROPOSED, protected=True, editable=False, db_index=True
    )

    class Meta:
        abstract = True

    @move(
        state,
        source=S.PROPOSED,
        target=S.NOTIFIED,
        label="告知集体",
        actor="组委会管理员",
        guards=[guards.not_own_unit, guards.facts_stated, guards.measure_fits_title],
        consequences=["serve_adjustment_notice"],
    )
    def notify(self, *, by):
        """The unit is told facts, clause and what is intended; whoever serves a proposal of the portal owns it."""
        period = workdays.add_workdays(clock.today(), self.terms.statement_workdays)
        self.notified_on, self.notified_by = clock.today(), by
        self.statement_until, self.is_provisional = period.date, period.provisional
        self.proposed_by = self.proposed_by or by

    @move(
        state,
        source=S.NOTIFIED,
        target=S.NOTIFIED,
        label="提交陈述申辩",
        actor="号长",
        inputs=[STATEMENT],
        guards=[guards.statement_period_open, guards.not_stated_yet],
        consequences=["tell_adjusting_committee"],
    )
    def hand_in_statement(self, *, by, statement):
        """What the unit says to it, word for word."""
        self.statement, self.stated_by, self.statement_on = statement, by, clock.today()

    @move(
        state,
        source=[S.PROPOSED, S.NOTIFIED],
        target=S.DECIDED,
        label="作出决定",
        actor="组委会审批人",
        inputs=[DECISION_NUMBER, NOTE, PUBLIC_REASON],
        guards=[
            guards.not_own_unit,
            guards.decider_had_no_part,
            guards.facts_stated,
            guards.statement_heard,
            guards.basis_verified,
            guards.measure_fits_title,
            guards.rectification_possible,
        ],
        consequences=["follow_decision"],
        danger=True,
    )
    def decide(self, *, by, decision_number, note, public_reason):
        """By a second person, on what was verified, after the unit was heard."""
        self.decided_by, self.decided_on = by, clock.today()
        self.decision_number = decision_number.strip()
        self.decision_reason, self.public_reason = note, public_reason.strip()

    @move(
        state,
        source=[S.PROPOSED, S.NOTIFIED],
        target=S.DISMISSED,
        label="不予处理",
        actor="组委会审批人",
        inputs=[NOTE],
        guards=[guards.not_own_unit, guards.decider_had_no_part],
        consequences=["tell_adjusted_unit"],
    )
    def dismiss(self, *, by, note):
        """The facts do not bear it; the unit is told if it was told before."""
        self.decided_by, self.decided_on, self.decision_reason = by, clock.today(), note

    @move(
        state,
        source=[S.PROPOSED, S.NOTIFIED],
        target=S.DISMISSED,
        label="自动终止",
        actor="系统（所依据的决定撤销时）",
        by_system=True,
        consequences=["tell_adjusted_unit"],
    )
    def fall_away(self, *, note):
        """What it rested on was overturned."""
        self.decided_on, self.decision_reason = clock.today(), note

    @move(
        state,
        source=S.DECIDED,
        target=S.IN_EFFECT,
        label="决定生效",
        actor="系统（送达后）",
        guards=[guards.decision_made, guards.measure_fits_title],
        locks=["title__unit", "title"],
        by_system=True,
        consequences=["carry_out_adjustment", "tell_adjusted_unit"],
    )
    def take_effect(self):
        """Served on the unit's desk, and carried out in the same moment: title, star, certificate, plaque."""
        self.effective_on, self.title_before = clock.today(), self.title.as_it_is()
        self.appeal_until = workdays.add_workdays(clock.today(), self.terms.appeal_workdays).date

    @move(
        state,
        source=S.IN_EFFECT,
        target=S.APPEALED,
        label="申诉",
        actor="号长",
        inputs=[APPEAL],
        guards=[guards.appeal_open],
        consequences=["tell_appeal_committee"],
    )
    def appeal(self, *, by, appeal_reasons):
        """Once, to the next upper committee; the effect stands meanwhile."""
        self.appeal_reasons, self.appealed_by, self.appealed_on = appeal_reasons, by, clock.today()
        self.appeal_committee = self.committee.parent or self.committee
        self.appeal_due_on = clock.today() + timedelta(days=self.terms.appeal_decision_days)

    @move(
        state,
        source=S.APPEALED,
        target=S.UPHELD,
        label="维持决定",
        actor="上一级组委会",
        inputs=[NOTE, OUTCOME],
        guards=[guards.not_own_unit, guards.appeal_decider_had_no_part],
        consequences=["tell_adjusted_unit"],
    )
    def uphold(self, *, by, note, appeal_outcome):
        """The decision stands, for good."""
        self._answer_appeal(by, note, appeal_outcome)

    @move(
        state,
        source=S.APPEALED,
        target=S.OVERTURNED,
        label="撤销决定",
        actor="上一级组委会",
        inputs=[NOTE, OUTCOME],
        guards=[guards.not_own_unit, guards.appeal_decider_had_no_part, guards.effect_can_be_undone],
        locks=["title__unit", "title"],
        consequences=["undo_adjustment", "tell_adjusted_unit"],
        danger=True,
    )
    def overturn(self, *, by, note, appeal_outcome):
        """The decision falls, and with it all that it did; that it was made stays on record."""
        self._answer_appeal(by, note, appeal_outcome)

    def _answer_appeal(self, by, note: str, appeal_outcome: str) -> None:
        self.appeal_decided_by, self.appeal_decided_on = by, clock.today()
        self.appeal_note, self.appeal_outcome = note, appeal_outcome.strip()
