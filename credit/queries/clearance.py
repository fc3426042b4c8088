"""What other houses ask before they decide: is there a clear and fresh answer about this subject?"""

from datetime import date

from core.findings import Finding
from credit.clearance import Clearance
from credit.models import CreditQuery
from credit.subjects import Subject, unit_subjects


def clear_and_fresh(subject: Subject, on: date, *, role: str = "主体") -> Finding:
    """The last answer about `subject` by `on`, as a Finding that blocks unless it is fresh and clear or accepted."""
    return CreditQuery.objects.clearances([(role, subject)], on)[0].finding()


def clearances_of_unit(unit, scope: str, on: date) -> list[Clearance]:
    """The answers about a collective's employer, and captain, as `scope` (QueryScope) says."""
    return CreditQuery.objects.clearances(unit_subjects(unit, scope), on)
