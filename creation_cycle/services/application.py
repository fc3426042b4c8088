"""申请达标考核: the unit declares that nothing stands against it and hands its self-assessment over."""

from core.lifecycle import perform
from creation_cycle.models import Candidacy

DECLARATION = "本集体声明：创建期间无违法违纪行为、无安全责任事故、无重大投诉，所报材料真实。"
"""负面清单声明 (domain.md §5.3): shown beside the button, recorded with the move, nothing to type."""


def apply_for_assessment(candidacy: Candidacy, *, by) -> Candidacy:
    """Raises like `perform`; the declaration stands in the ledger with the captain's name and the time."""
    return perform(candidacy, "apply", by=by, note=DECLARATION)
