"""Whether units were filed under a rule set: from then on its thresholds stand."""

from datetime import datetime, time

from django.utils import timezone

from core.models import LedgerEntry
from creation_cycle.models import Candidacy, RuleSet


def has_been_applied(rule_set: RuleSet) -> bool:
    """A candidacy of the set's committee and level was filed while the set was in force.

    The moment of filing is the ledger's, so that a version made in the middle of a filing window is still open
    until the first filing after it.
    """
    if rule_set.is_reference or rule_set.committee_id is None:
        return False
    candidacies = Candidacy.objects.filed().filter(
        cycle__committee=rule_set.committee_id, cycle__level=rule_set.level
    )
    if rule_set.industry_id:
        candidacies = candidacies.filter(unit__industry=rule_set.industry_id)
    filings = LedgerEntry.objects.filter(record_type=Candidacy._meta.label_lower, move="file")
    filings = filings.filter(record_id__in=candidacies.values("pk"), at__gte=_in_force_since(rule_set))
    if rule_set.effective_to:
        filings = filings.filter(at__lte=_moment(rule_set.effective_to, time.max))
    return filings.exists()


def _in_force_since(rule_set: RuleSet) -> datetime:
    """The first day's beginning, or the set's making where that was later."""
    since = _moment(rule_set.effective_from, time.min)
    made = LedgerEntry.objects.of(rule_set).filter(move="create").first()
    return max(since, made.at) if made else since


def _moment(day, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
