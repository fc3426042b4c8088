"""Every move of a red list entry: 候选 → 核查 → 公示 → 列入 → 到期 or 移出, with 暂停 between."""

from core import clock
from core.fields import StateField
from core.lifecycle import NOTE, LifecycleModel, move
from core.months import months_later
from core.workdays import add_workdays
from credit import guards
from credit.enums import EntryState as S


class EntryMoves(LifecycleModel):
    """The state machine of `RedListEntry`; the fields it speaks of stand there."""

    state = StateField(
        "状态", max_length=12, choices=S, default=S.NOMINATED, protected=True, editable=False, db_index=True
    )

    class Meta:
        abstract = True

    @move(
        state,
        source=S.NOMINATED,
        target=S.CHECKED,
        label="核查通过",
        actor="信用管理员",
        guards=[guards.not_own_entry, guards.subject_known, guards.eligible, guards.credit_clear],
        locks=["policy"],
        consequences=["keep_entry_credit"],
    )
    def vet(self, *, by):
        """Every condition of the list is met, and the answer about the subject is clear and fresh."""
        self.checked_by = by

    @move(
        state,
        source=S.CHECKED,
        target=S.PUBLICISED,
        label="公示",
        actor="信用管理员",
        guards=[guards.not_own_entry, guards.has_public_basis],
    )
    def publicise(self):
        """Before the public for the list's working days; a person with the masked name only."""
        deadline = add_workdays(clock.today(), self.policy.notice_workdays)
        self.publicised_on, self.objections_until = clock.today(), deadline.date
        self.is_provisional, self.is_public = deadline.provisional, True

    @move(
        state,
        source=S.PUBLICISED,
        target=S.LISTED,
        label="列入",
        actor="信用管理员",
        guards=[
            guards.not_own_entry,
            guards.lister_is_not_checker,
            guards.notice_period_over,
            guards.no_open_list_objection,
            guards.has_public_basis,
            guards.credit_clear,
            guards.honour_stands,
            guards.place_left,
        ],
        locks=["policy"],
        consequences=["keep_entry_credit", "tell_unit_of_entry"],
    )
    def enlist(self, *, by):
        """On the list from today, for the months that the list says."""
        self.listed_by, self.listed_on, self.reason = by, clock.today(), ""
        self.valid_until = months_later(self.listed_on, self.policy.valid_months)
        self.retest_on = months_later(self.listed_on, self.policy.retest_months)
        self.is_public = True

    @move(
        state,
        source=S.LISTED,
        target=S.SUSPENDED,
        label="暂停",
        actor="信用管理员",
        inputs=[NOTE],
        guards=[guards.not_own_entry],
        danger=True,
        consequences=["tell_unit_of_entry"],
    )
    def suspend(self, *, note):
        """Off the public page while something is looked into."""
        self._leave_the_page(note)

    @move(
        state,
        source=S.LISTED,
        target=S.SUSPENDED,
        label="自动暂停",
        actor="系统（荣誉失效或复核未通过时）",
        inputs=[NOTE],
        by_system=True,
        consequences=["tell_credit_officers", "tell_unit_of_entry"],
    )
    def pause(self, *, note):
        """The honour behind it fell away, or the re-test was not met: a person decides what follows."""
        self._leave_the_page(note)

    @move(
        state,
        source=S.SUSPENDED,
        target=S.LISTED,
        label="恢复列入",
        actor="信用管理员",
        inputs=[NOTE],
        guards=[
            guards.not_own_entry,
            guards.honour_stands,
            guards.eligible,
            guards.has_public_basis,
            guards.credit_clear,
        ],
        locks=["policy"],
        consequences=["tell_unit_of_entry"],
    )
    def reinstate(self):
        """Looked into and found in order; its time on the list goes on as before."""
        self.reason, self.is_public = "", True

    @move(
        state,
        source=[S.NOMINATED, S.CHECKED, S.PUBLICISED],
        target=S.REMOVED,
        label="不予列入",
        actor="信用管理员",
        inputs=[NOTE],
        guards=[guards.not_own_entry],
        danger=True,
        consequences=["tell_unit_of_entry"],
    )
    def decline(self, *, note):
        """Not taken onto the list; nothing else follows for the subject."""
        self._end(note)

    @move(
        state,
        source=[S.LISTED, S.SUSPENDED],
        target=S.REMOVED,
        label="移出",
        actor="信用管理员",
        inputs=[NOTE],
        guards=[guards.not_own_entry],
        danger=True,
        consequences=["tell_unit_of_entry"],
    )
    def remove(self, *, note):
        """Off the list for good, with the reason."""
        self._end(note)

    @move(
        state,
        source=[S.NOMINATED, S.CHECKED, S.PUBLICISED, S.LISTED, S.SUSPENDED],
        target=S.REMOVED,
        label="本人撤回同意",
        actor="系统（本人撤回同意时）",
        inputs=[NOTE],
        by_system=True,
        consequences=["tell_credit_officers"],
    )
    def leave(self, *, note):
        """The person took the consent back: it has effect at once (PIPL art. 15)."""
        self._end(note)

    @move(
        state,
        source=[S.LISTED, S.SUSPENDED],
        target=S.EXPIRED,
        label="到期",
        actor="系统（到期自动）",
        guards=[guards.validity_over],
        by_system=True,
        consequences=["tell_unit_of_entry"],
    )
    def expire(self):
        """Its months are over; whoever still deserves it is nominated anew."""
        self.is_public, self.ended_on = False, clock.today()

    def _leave_the_page(self, note):
        self.reason, self.is_public = note, False

    def _end(self, note):
        self.reason, self.is_public, self.ended_on = note, False, clock.today()
