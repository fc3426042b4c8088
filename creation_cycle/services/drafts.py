"""What the unit writes into its candidacy before it hands it on; the state column is never touched here."""

from collections.abc import Iterable, Mapping

from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked
from creation_cycle.models import Candidacy, SelfAssessmentEntry

FILING = frozenset({"kind", "channel", "channel_reason"})
PLAN = frozenset({"plan", "standard_summary", "sign", "carrier", "slogan", "pledge", "complaint_phone"})
STORY = frozenset({"story"})


@transaction.atomic
def save_draft(candidacy: Candidacy, **values) -> Candidacy:
    """Write columns of the filing form, the plan or the story.

    Raises TransitionBlocked when somebody else holds the candidacy by now, and KeyError for any other column.
    """
    return _write(_writable(candidacy, values), values)


@transaction.atomic
def save_self_assessment(
    candidacy: Candidacy, *, entries: Mapping[int, Mapping | None], **values
) -> Candidacy:
    """Write own scores by the key of their item (None takes one back) together with the story.

    Raises like `save_draft`; items that the pinned standard does not have are a KeyError too.
    """
    candidacy = _writable(candidacy, {**values, "story": ""})
    if foreign := set(entries) - set(candidacy.standard.items.values_list("pk", flat=True)):
        raise KeyError(f"not an item of {candidacy.standard}: {sorted(foreign)}")
    taken_back = [key for key, given in entries.items() if given is None]
    candidacy.self_assessment.filter(item__in=taken_back).delete()
    SelfAssessmentEntry.objects.bulk_create(
        [
            SelfAssessmentEntry(candidacy=candidacy, item_id=key, **given)
            for key, given in entries.items()
            if given
        ],
        update_conflicts=True,
        unique_fields=["candidacy", "item"],
        update_fields=["points", "evidence", "problem"],
    )
    return _write(candidacy, values)


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
