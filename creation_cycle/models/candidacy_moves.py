"""Every move of a candidacy (DESIGN §4): from whom, to where, and what has to be true."""

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, Input, LifecycleModel, move
from creation_cycle import guards
from creation_cycle.enums import CandidacyState as S


class CandidacyMoves(LifecycleModel):
    """The state machine of `Candidacy`; the fields it speaks of stand there."""

    state = StateField(
        "状态", max_length=12, choices=S, default=S.DRAFT, protected=True, editable=False, db_index=True
    )

    class Meta:
        abstract = True

    @move(
        state,
        source=[S.DRAFT, S.RETURNED],
        target=S.SUBMITTED,
        label="提交备案",
        actor="号长",
        guards=[
            guards.not_dissolved,
            guards.filing_window_open,
            guards.unit_data_complete,
            guards.filing_rules,
            guards.special_channel_reasoned,
            guards.holds_lower_title,
            guards.kind_fits_titles,
            guards.no_other_live_candidacy,
            guards.not_recognised_in_cycle,
            guards.not_sanctioned_in_cycle,
            guards.revocation_waited_out,
            guards.has_recommending_body,
            guards.quota_left,
        ],
        locks=["cycle", "unit"],
    )
    def submit(self):
        """The unit hands in its basic information: 简易备案."""
        self.recommending_committee = self.find_recommending_committee()
        self.reason = ""

    @move(
        state,
        source=[S.SUBMITTED, S.RECOMMENDED],
        target=S.RETURNED,
        label="退回修改",
        actor="受理的团组织",
        inputs=[NOTE],
        guards=[guards.not_own_unit],
        consequences=["tell_keepers"],
    )
    def return_for_changes(self, *, note):
        """The body that holds it asks for changes."""
        self.reason = note

    @move(
        state,
        source=S.SUBMITTED,
        target=S.RECOMMENDED,
        label="推荐",
        actor="推荐团组织管理员",
        guards=[guards.not_own_unit, guards.filing_rules, guards.quota_left, guards.special_quota_left],
        locks=["cycle", "unit"],
    )
    def recommend(self, *, by):
        """下一级团组织审核符合基础条件."""
        self.recommended_by = by

    @move(
        state,
        source=S.RECOMMENDED,
        target=S.FILED,
        label="备案",
        actor="组委会管理员",
        guards=[
            guards.not_own_unit,
            guards.filer_is_not_recommender,
            guards.filing_rules,
            guards.holds_lower_title,
            guards.kind_fits_titles,
            guards.standard_available,
        ],
        locks=["cycle", "unit"],
        consequences=["freeze_roster", "tell_keepers"],
    )
    def file(self):
        """The organizing committee files it: standard pinned, number given; the roster freezes with it."""
        self.standard = self.find_standard()
        self.filing_number = self.next_filing_number()

    @move(
        state,
        source=[S.SUBMITTED, S.RECOMMENDED],
        target=S.DECLINED,
        label="不予备案",
        actor="受理的团组织",
        inputs=[NOTE],
        guards=[guards.not_own_unit],
        danger=True,
        consequences=["tell_keepers"],
    )
    def decline(self, *, note):
        """Not filed in this cycle."""
        self.reason = note

    @move(
        state,
        source=S.FILED,
        target=S.CREATING,
        label="启动创建",
        actor="号长",
        guards=[guards.creation_prepared],
        consequences=["open_self_assessment"],
    )
    def begin(self):
        """对标创建 begins: plan, standard, sign and carrier are there, pledge and phone are public."""

    @move(
        state,
        source=[S.CREATING, S.NOT_MET],
        target=S.APPLIED,
        label="申请达标考核",
        actor="号长",
        guards=[guards.self_assessment_complete, guards.assessment_rules],
        needs=["open_round"],
    )
    def apply(self):
        """The unit hands its self-assessment over for assessment; that version is what reviewers read."""
        self.judged_self_assessment = self.present_self_assessment

    @move(
        state,
        source=S.APPLIED,
        target=S.ASSESSING,
        label="进入考核",
        actor="组委会管理员",
        guards=[guards.not_own_unit],
        needs=["panel_ready"],
        locks=["cycle"],
        consequences=["freeze_dossier"],
    )
    def assess(self):
        """Reviewers begin, on the unit's words as they stand now."""

    @move(
        state,
        source=S.ASSESSING,
        target=S.MET,
        label="达标",
        actor="系统（考核结束时）",
        needs=["sheets_settled"],
        by_system=True,
        consequences=["tell_keepers"],
    )
    def meet(self):
        """The closed round found the unit up to standard."""

    @move(
        state,
        source=S.ASSESSING,
        target=S.NOT_MET,
        label="未达标",
        actor="系统（考核结束时）",
        needs=["sheets_settled"],
        by_system=True,
        consequences=["open_self_assessment", "tell_keepers"],
    )
    def fall_short(self):
        """The closed round found the unit below the pass line or vetoed; it may apply again."""

    @move(
        state,
        source=S.MET,
        target=S.NOMINATED,
        label="拟认定",
        actor="组委会管理员",
        guards=[
            guards.not_own_unit,
            guards.cap_left,
            guards.credit_is_clear,
            guards.not_sanctioned_in_cycle,
            guards.revocation_waited_out,
        ],
        needs=["rounds_held", "result_stands", "not_staged", "complaints_settled"],
        locks=["cycle"],
        consequences=["keep_credit"],
    )
    def nominate(self, *, by):
        """Proposed for recognition, inside the 2:1 cap."""
        self.nominated_by = by

    @move(
        state,
        source=S.NOMINATED,
        target=S.PUBLICISED,
        label="公示",
        actor="组委会管理员（发布公示时）",
        guards=[guards.not_own_unit, guards.listed_on_open_notice],
        consequences=["tell_keepers"],
    )
    def publicise(self):
        """Opening a public notice puts the unit before the public."""

    @move(
        state,
        source=S.PUBLICISED,
        target=S.CONTESTED,
        label="异议核查",
        actor="系统（收到异议时）",
        guards=[guards.objection_open],
        by_system=True,
        consequences=["tell_keepers"],
    )
    def contest(self):
        """An objection arrived: while it is looked into, the unit cannot be certified; the clock goes on."""

    @move(
        state,
        source=S.CONTESTED,
        target=S.PUBLICISED,
        label="恢复公示",
        actor="组委会管理员（异议不成立时）",
        guards=[guards.not_own_unit, guards.no_open_objection],
    )
    def resume(self):
        """Every objection was dismissed."""

    @move(
        state,
        source=S.PUBLICISED,
        target=S.CERTIFIED,
        label="认定",
        actor="组委会审批人",
        inputs=[Input("decision_number", "认定文号", help="例如：中青联发〔2026〕6号", max_length=60)],
        guards=[
            guards.not_own_unit,
            guards.approver_is_not_nominator,
            guards.not_recognised_in_cycle,
            guards.notice_over,
            guards.no_open_objection,
            guards.credit_is_clear,
            guards.not_sanctioned_in_cycle,
            guards.revocation_waited_out,
        ],
        needs=["complaints_settled"],
        locks=["cycle", "unit"],
        consequences=["recognise", "keep_credit", "post_honour", "tell_keepers"],
        danger=True,
    )
    def certify(self, *, by, decision_number):
        """Recognised by decision: a title, a star, a certificate."""
        self.certified_by = by
        self.decision_number = decision_number.strip()
        self.decided_on = clock.today()

    @move(
        state,
        source=[S.MET, S.NOMINATED, S.PUBLICISED, S.CONTESTED],
        target=S.REJECTED,
        label="不予认定",
        actor="组委会管理员",
        inputs=[NOTE],
        guards=[guards.not_own_unit],
        needs=["not_staged"],
        danger=True,
        consequences=["tell_keepers"],
    )
    def reject(self, *, note):
        """Not recognised in this cycle."""
        self.reason = note

    @move(
        state, source=S.before_nomination(), target=S.WITHDRAWN, label="撤回申报", actor="号长", danger=True
    )
    def withdraw(self):
        """The unit gives up before it is proposed."""

    @move(
        state,
        source=S.live(),
        target=S.LAPSED,
        label="失效",
        actor="系统（周期结束时）",
        guards=[guards.cycle_closed],
        by_system=True,
        consequences=["tell_keepers"],
    )
    def lapse(self):
        """The cycle closed before the unit came to an end."""
