"""The cycle's clockwork: dates move it, and what is still live at its end lapses."""

import logging
from datetime import date

from core.bulk_moves import perform_all
from core.lifecycle import TransitionBlocked, consequence, declared_moves, perform
from creation_cycle.models import Candidacy, Cycle

logger = logging.getLogger(__name__)


def advance_due(day: date) -> int:
    """Move every cycle as far as its dates allow by `day`; safe to run twice. Returns the moves made.

    A cycle that cannot move is logged and does not keep the others waiting.
    """
    moves, stuck = 0, set()
    while due := list(Cycle.objects.due(day).exclude(pk__in=stuck)):
        for cycle in due:
            try:
                perform(cycle, _next_move(cycle), by=None)
                moves += 1
            except TransitionBlocked:
                logger.exception("cycle %s cannot move on", cycle.pk)
                stuck.add(cycle.pk)
    return moves


def _next_move(cycle: Cycle) -> str:
    return next(edge.name for edge in declared_moves(Cycle) if edge.source == cycle.state)


@consequence("lapse_candidacies")
def lapse_candidacies(cycle: Cycle, *, by, **_) -> None:
    """Every candidacy still live in a closed cycle lapses, each with its own ledger entry."""
    perform_all(Candidacy.objects.live().filter(cycle=cycle), "lapse", note="所在创建周期已结束")
