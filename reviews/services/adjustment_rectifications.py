"""限期整改: the 整改通知单 that a decision about a title brings with it (see `creation_cycle.rectifying`)."""

from datetime import timedelta

from core import clock
from core.lifecycle import perform
from creation_cycle.models import Adjustment
from reviews.enums import RectificationState
from reviews.models import Rectification
from reviews.services import rectifications


def issue(adjustment: Adjustment, *, by) -> Rectification:
    """In the transaction of the decision; the deadline is the rule set's."""
    due = clock.today() + timedelta(days=adjustment.terms.rectify_days)
    notice = Rectification(
        committee=adjustment.committee,
        unit=adjustment.unit,
        problem=problem_of(adjustment),
        clause=adjustment.clause,
        due_on=due,
    )
    return rectifications.issue(notice, by=by)


def withdraw(adjustment: Adjustment, *, by) -> None:
    """The decision fell on appeal: what was to be mended need not be any more."""
    open_ = [RectificationState.ISSUED, RectificationState.ANSWERED]
    notices = Rectification.objects.filter(
        unit=adjustment.unit_id, problem=problem_of(adjustment), state__in=open_
    )
    for notice in notices:
        perform(notice, "fall_away", by=None, note=f"经申诉，{adjustment.decision_number}已撤销")


def problem_of(adjustment: Adjustment) -> str:
    """The facts as the unit was told them, with the decision that asks for mending."""
    return f"{adjustment.facts[:1900]}\n（依据决定：{adjustment.decision_number}）"
