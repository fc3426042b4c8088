"""The sets of subjects that this house itself can name."""

from core import clock
from credit.enums import EntryState
from credit.models import RedListEntry


def candidates(committee):
    """Whom entries that wait to be checked need an answer about."""
    return _subjects(RedListEntry.objects.filter(policy__committee=committee, state=EntryState.NOMINATED))


def due(committee):
    """Whom entries that are due for their re-test need an answer about."""
    listed = RedListEntry.objects.filter(policy__committee=committee, state=EntryState.LISTED)
    return _subjects(listed.filter(retest_on__lte=clock.today()))


def _subjects(entries):
    """Without those whose answer is clear and fresh already."""
    for entry in entries.select_related("policy", "unit__employer").prefetch_related("unit__members"):
        for clearance in entry.clearances(clock.today()):
            if clearance.finding().blocks:
                yield clearance.subject, entry.unit
