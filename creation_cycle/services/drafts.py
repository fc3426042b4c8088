"""What the unit writes into its candidacy before it hands it on; the state column is never touched here."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked
from core.merge import Merged, Seen
from core.services.edits import merge_into
from creation_cycle.models import Candidacy

FILING = frozenset({"kind", "channel", "channel_reason"})
PLAN = frozenset(
    {"plan", "goal", "standard_summary", "sign", "carrier", "slogan", "pledge", "complaint_phone"}
)
STORY = frozenset({"story"})


@transaction.atomic
def save_draft(candidacy: Candidacy, **values) -> Candidacy:
    """Write columns of the filing form, the plan or the story.

    Raises TransitionBlocked when somebody else holds the candidacy by now, and KeyError for any other column.
    """
    return _write(_writable(candidacy, values), values)


@transaction.atomic
def merge_draft(candidacy: Candidacy, *, by, seen: Seen | None, **values) -> Merged:
    """As `save_draft`, but only what this person changed since the page was shown (`core.merge`)."""
    candidacy = _writable(candidacy, values)
    merged = merge_into(candidacy, mine=values, seen=seen, by=by)
    _write(candidacy, merged.values)
    return merged


def _write(candidacy: Candidacy, values: Mapping) -> Candidacy:
    for name, value in values.items():
        setattr(candidacy, name, value)
    candidacy.save(update_fields=sorted(values))
    return candidacy


def _writable(candidacy: Candidacy, names: Iterable[str]) -> Candidacy:
    """The locked row, if all of `names` are the unit's to write in its present state."""
    names = set(names)
    if unknown := names - FILING - PLAN - STORY:
        raise KeyError(f"not a draft column: {sorted(unknown)}")
    candidacy = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    editable = candidacy.is_editable if FILING & names else candidacy.is_plan_editable
    if not editable:
        text = f"当前状态为“{candidacy.get_state_display()}”，内容不能再修改"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    return candidacy
