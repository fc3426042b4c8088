"""限期整改: the notice that follows from a decision is written by the house that keeps such notices.

    register(issue)

`issue(adjustment, by=...)` makes the 整改通知单 in the decision's own transaction; `withdraw(adjustment, by=...)` takes
it back when the decision is overturned.
"""

from collections.abc import Callable
from typing import NamedTuple


class Rectifying(NamedTuple):
    issue: Callable
    withdraw: Callable


_registered: list[Rectifying] = []


def register(issue: Callable, withdraw: Callable) -> None:
    _registered[:] = [Rectifying(issue, withdraw)]


def registered() -> Rectifying | None:
    """None where no house writes such notices."""
    return _registered[0] if _registered else None
