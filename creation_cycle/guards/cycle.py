"""Guards of the cycle's own clockwork."""

from django.db.models import prefetch_related_objects

from core import clock
from core.lifecycle import Finding, Guard, guard
from core.text import chinese_date
from creation_cycle.enums import CycleState


def stage_begun(column: str) -> Guard:
    """The stage's start date, held in `column`, has come."""

    @guard(clause="中山市实施意见 四(一)、(三)")
    def begun(cycle) -> Finding:
        """Windows are explicit dates; odd and even years only prefill them."""
        day = getattr(cycle, column)
        return Finding(
            ok=clock.today() >= day,
            text=f"本阶段自{chinese_date(day)}开始",
            measured=chinese_date(clock.today()),
        )

    return begun


@guard(clause="中山市实施意见 四(一)")
def cycle_over(cycle) -> Finding:
    """The last day of the cycle has passed."""
    return Finding(
        ok=clock.today() > cycle.closes_on, text=f"周期于{chinese_date(cycle.closes_on)} 24:00 结束"
    )


@guard(no_clause="an internal consistency check: only a closed cycle lapses what is still live in it")
def cycle_closed(candidacy) -> Finding:
    return Finding(ok=candidacy.cycle.state == CycleState.CLOSED, text="所在创建周期已结束")


@cycle_closed.for_all
def _cycles_closed(candidacies) -> dict[int, Finding]:
    prefetch_related_objects(candidacies, "cycle")
    return {candidacy.pk: cycle_closed.check(candidacy) for candidacy in candidacies}
