"""Taking an objection through its case: accepted, looked into by two people, answered."""

from core.lifecycle import perform
from creation_cycle.models import Objection

FOUND = {"uphold": "true", "dismiss": "untrue"}


def conclude(objection: Objection, move: str, *, by, **given) -> Objection:
    """`move` is uphold or dismiss; what was found, by whom and the reply may be given."""
    objection = perform(objection, "accept", by=by)
    return perform(objection, move, by=by, **findings(move, **given))


def findings(move: str, **given) -> dict[str, str]:
    """All that the move asks for."""
    return {
        "outcome": FOUND[move],
        "checked_by": "核查甲、核查乙",
        "note": "核查结论",
        "reply": "已经核查，结果如下。",
        **given,
    }
