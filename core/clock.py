"""The one clock that domain code reads, so that a demo can be moved through a two-year cycle in minutes.

Outside a demo this is the machine's clock and nothing can move it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present moment, timezone-aware."""
    return _pretended.get() or timezone.now() + demo_offset()


def today() -> date:
    """The present day in the portal's time zone."""
    return timezone.localdate(now())


def demo_offset() -> timedelta:
    """How far the demo clock stands ahead; shared by web, worker and scheduler through a small file."""
    if not settings.DEMO:
        return timedelta()
    try:
        return timedelta(days=int(Path(settings.DEMO_CLOCK_FILE).read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()


def set_demo_offset(days: int) -> None:
    """Move the demo clock to `days` ahead of the machine's; raises RuntimeError outside a demo."""
    if not settings.DEMO:
        raise RuntimeError("the clock can only be moved in a demo")
    path = Path(settings.DEMO_CLOCK_FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(days))


@contextmanager
def pretend(moment: datetime) -> Iterator[None]:
    """Run the body as if it were `moment`: the demo data is told as a story with true dates."""
    token = _pretended.set(moment)
    try:
        yield
    finally:
        _pretended.reset(token)
