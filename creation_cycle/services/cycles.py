"""The cycle's clockwork: dates move it, and what is still live at its end lapses."""

from datetime import date

from core.lifecycle import consequence, declared_moves, perform
from creation_cycle.models import Candidacy, Cycle


def advance_due(day: date) -> int:
    """Move every cycle as far as its dates allow by `day`; safe to run twice. Returns the moves made."""
    moves = 0
    while due := list(Cycle.objects.due(day)):
        for cycle in due:
            perform(cycle, _next_move(cycle), by=None)
            moves += 1
    return moves


def _next_move(cycle: Cycle) -> str:
    return next(edge.name for edge in declared_moves(Cycle) if edge.source == cycle.state)


@consequence("lapse_candidacies")
def lapse_candidacies(cycle: Cycle, *, by, **_) -> None:
    """Every candidacy still live in a closed cycle lapses, each with its own ledger entry."""
    for candidacy in Candidacy.objects.live().filter(cycle=cycle).iterator(chunk_size=500):
        perform(candidacy, "lapse", by=None, note="所在创建周期已结束")
