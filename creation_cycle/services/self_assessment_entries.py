"""Writing into the open version: answers field by field as two people may give them at once, and picked records."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked
from core.merge import Merged, Seen
from core.services.edits import merge_into
from creation_cycle.models import Candidacy, SelfAssessment, SelfAssessmentEntry
from creation_cycle.models.self_assessment_entry import RECORDS
from creation_cycle.queries.evidence import record_keys
from creation_cycle.services.self_assessments import lock_assessing, measure

RECORDS_FIELD = "records"
WRITTEN = ("points", "marks", "found", "evidence", "problem", "measure", "measure_due")


@transaction.atomic
def keep_answers(
    candidacy: Candidacy, *, by, answers: Mapping[int, Mapping[str, Any]], seen: Mapping[int, Seen | None]
) -> dict[int, Merged]:
    """Merge what a page says of some items, by the key of the item, into the open version (`core.merge`).

    `answers` has names of `SelfAssessmentEntry.fields` and `records`, keys as `queries.evidence` gives them.
    Raises TransitionBlocked when nothing may be written any more, KeyError for an item of another standard.
    """
    version = _locked_version(candidacy)
    entries = {
        entry.item_id: entry for entry in version.entries.for_scoring().select_for_update(of=("self",))
    }
    held = record_keys(entries.values())
    merged = {}
    for item, given in answers.items():
        entry = entries[item]
        theirs = {**entry.fields, RECORDS_FIELD: held[entry.pk]}
        merged[item] = merge_into(
            entry, mine=given, seen=seen.get(item), by=by, theirs={name: theirs[name] for name in given}
        )
        _write(entry, merged[item].values)
    changed = [entries[item] for item, result in merged.items() if result.values]
    SelfAssessmentEntry.objects.bulk_update(changed, WRITTEN)
    measure(version)
    return merged


@transaction.atomic
def choose_records(candidacy: Candidacy, *, item: int, was: Collection[str], chosen: Collection[str]) -> None:
    """Take over what one page of the picker changed: it opened with the ticks `was` and has those `chosen` now.

    What somebody else ticked or unticked meanwhile stays.
    """
    version = _locked_version(candidacy)
    entry = version.entries.select_for_update(of=("self",)).get(item=item)
    for relation, keys in _by_relation(set(chosen) - set(was)).items():
        getattr(entry, relation).add(*keys)
    for relation, keys in _by_relation(set(was) - set(chosen)).items():
        getattr(entry, relation).remove(*keys)


def _locked_version(candidacy: Candidacy) -> SelfAssessment:
    version = lock_assessing(candidacy).self_assessments.open().select_for_update().first()
    if version is None:
        text = "这一版自评已经完成，不能再修改；可以开始新一版"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    return version


def _write(entry: SelfAssessmentEntry, values: Mapping[str, Any]) -> None:
    values = dict(values)
    records = values.pop(RECORDS_FIELD, None)
    if values:
        entry.write(values)
    if records is not None:
        for relation, keys in _by_relation(records).items():
            getattr(entry, relation).set(keys)


def _by_relation(keys: Collection[str]) -> dict[str, list[int]]:
    """Primary keys by the relation that holds them: `activities-12` → activities: [12]."""
    found: dict[str, list[int]] = {relation: [] for relation in RECORDS}
    for key in keys:
        relation, _, number = key.rpartition("-")
        found[relation].append(int(number))
    return found
