"""Every move of a complaint: received, accepted, forwarded, stated, checked, concluded, answered, filed away."""

from datetime import date, timedelta

from django.db import models

from core import clock, workdays
from core.fields import StateField
from core.lifecycle import Input, LifecycleModel, move
from reviews import complaint_guards as guards
from reviews.enums import ComplaintOutcome
from reviews.enums import ComplaintState as S
from reviews.models.complaint_terms import ComplaintTerms

OUTCOME = Input("outcome", "核查结论", choices=tuple(ComplaintOutcome.choices))
BASIS = Input(
    "note", "结论的依据", kind="textarea", help="写明查了什么、根据什么得出结论。不要写投诉人的任何信息。"
)
REPLY = Input(
    "reply",
    "给投诉人的答复",
    kind="textarea",
    help="投诉人凭查询码可以看到。请用平实的语言写明查了什么、结果如何、怎样处理，不要写他人的个人信息。",
)
REASON = Input("note", "不予受理的理由", kind="textarea", help="投诉人凭查询码可以看到。")
OFFICER, UPPER = "受理单位管理员", "上级团组织管理员"


class ComplaintMoves(LifecycleModel):
    """The state machine of `Complaint`; the fields it speaks of stand there."""

    state = StateField(
        "状态", max_length=10, choices=S, default=S.RECEIVED, protected=True, editable=False, db_index=True
    )
    due_on = models.DateField("本步期限", null=True, editable=False, db_index=True)
    warn_on = models.DateField("提醒日", null=True, editable=False)

    class Meta:
        abstract = True

    def watch(self, due: date | None) -> None:
        """The next step is due on `due`; from some working days before it the light is yellow."""
        self.due_on = due
        days = ComplaintTerms.of(self.committee).warn_workdays
        self.warn_on = workdays.workdays_before(due, days) if due else None

    def _days_to_rate(self) -> date:
        return clock.today() + timedelta(days=ComplaintTerms.of(self.committee).rating_days)

    @move(
        state,
        source=S.RECEIVED,
        target=S.ACCEPTED,
        label="受理",
        actor=OFFICER,
        guards=[guards.complaint_not_own_unit],
    )
    def accept(self, *, by):
        """It names facts that can be looked into."""
        self.handler, self.accepted_on = by, clock.today()
        self.watch(self.finish_by)

    @move(
        state,
        source=S.RECEIVED,
        target=S.DECLINED,
        label="不予受理",
        actor=OFFICER,
        inputs=[REASON],
        guards=[guards.complaint_not_own_unit],
    )
    def decline(self, *, by, note):
        """It names no facts, or has nothing to do with the unit; the complainant reads the reason."""
        self.handler, self.reply, self.replied_on = by, note.strip(), clock.today()
        self.rate_by = self._days_to_rate()
        self.watch(None)

    @move(
        state,
        source=S.ACCEPTED,
        target=S.FORWARDED,
        label="转办",
        actor=OFFICER,
        guards=[guards.complaint_not_own_unit, guards.summary_written, guards.body_independent],
        consequences=["ask_unit"],
    )
    def forward(self):
        """The unit is asked for its side, by the officer's own summary; a body below may do the checking."""
        self.forwarded_on = clock.today()
        days = ComplaintTerms.of(self.committee).statement_workdays
        self.state_by = workdays.add_workdays(self.forwarded_on, days).date
        self.watch(min(self.state_by, self.finish_by))

    @move(
        state,
        source=S.FORWARDED,
        target=S.STATED,
        label="提交情况说明",
        actor="号长",
        guards=[guards.statement_written],
        consequences=["tell_complaint_handlers"],
    )
    def hand_in_statement(self):
        """The unit says what happened from its side."""
        self.stated_on = clock.today()
        self.watch(self.finish_by)

    @move(
        state,
        source=[S.FORWARDED, S.STATED],
        target=S.CHECKING,
        label="开始核查",
        actor=OFFICER,
        guards=[guards.complaint_not_own_unit, guards.unit_was_heard, guards.two_checkers],
        consequences=["tell_checkers"],
    )
    def check_facts(self):
        """Two people look into it; each of them records what they found."""
        self.watch(self.finish_by)

    @move(
        state,
        source=S.CHECKING,
        target=S.CONCLUDED,
        label="作出结论",
        actor=OFFICER,
        inputs=[OUTCOME, BASIS],
        guards=[guards.complaint_not_own_unit, guards.two_checkers, guards.checks_recorded],
    )
    def conclude(self, *, by, outcome, note):
        """What the facts are; only 属实 and 部分属实 can found a sanction."""
        self.outcome, self.conclusion = outcome, note.strip()
        self.concluded_by, self.concluded_on = by, clock.today()

    @move(
        state,
        source=S.CONCLUDED,
        target=S.ANSWERED,
        label="反馈投诉人",
        actor=OFFICER,
        inputs=[REPLY],
        guards=[guards.complaint_not_own_unit, guards.consequence_recorded],
        consequences=["tell_accused"],
    )
    def feed_back(self, *, reply):
        """The complainant reads the reply under the tracking code and may say whether it satisfies."""
        self.reply, self.replied_on = reply.strip(), clock.today()
        self.rate_by = self._days_to_rate()
        self.watch(None)

    @move(
        state,
        source=S.ANSWERED,
        target=S.REVIEWING,
        label="申请上级复查",
        actor="系统（投诉人不满意时）",
        guards=[guards.was_not_satisfied, guards.review_left],
        by_system=True,
        consequences=["tell_upper_body"],
    )
    def ask_review(self):
        """Whoever is not satisfied may ask the body above once."""
        self.review_requested_on = clock.today()
        days = ComplaintTerms.of(self.committee).total_days
        self.watch(self.review_requested_on + timedelta(days=days))

    @move(
        state,
        source=S.REVIEWING,
        target=S.ANSWERED,
        label="复查答复",
        actor=UPPER,
        inputs=[OUTCOME, BASIS, REPLY],
        guards=[guards.complaint_not_own_unit, guards.reviewer_is_new],
        consequences=["tell_complaint_handlers", "tell_accused"],
    )
    def review(self, *, by, outcome, note, reply):
        """The body above looks at it again; its outcome takes the place of the first one."""
        self.first_outcome, self.outcome = self.outcome, outcome
        self.reviewed_by, self.reviewed_on = by, clock.today()
        self.review_note, self.review_reply = note.strip(), reply.strip()
        self.watch(None)

    @move(
        state,
        source=[S.DECLINED, S.ANSWERED],
        target=S.ARCHIVED,
        label="归档",
        actor=OFFICER,
        guards=[guards.complaint_not_own_unit, guards.answer_days_over, guards.consequence_recorded],
    )
    def archive(self):
        """The case is closed."""
        self.archived_on = clock.today()

    @move(
        state,
        source=[S.DECLINED, S.ANSWERED],
        target=S.ARCHIVED,
        label="到期归档",
        actor="系统（评价期满时）",
        guards=[guards.answer_days_over, guards.consequence_recorded],
        by_system=True,
    )
    def file_away(self):
        """Nobody has to click what the calendar knows."""
        self.archived_on = clock.today()
