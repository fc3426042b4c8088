"""What a unit writes in answer to a paper of its committee: a text, and records of its log that show it."""

from django.db import transaction

from core.lifecycle import Finding, LifecycleModel, TransitionBlocked
from core.merge import Merged, Seen
from core.services.edits import merge_into


@transaction.atomic
def keep_answer(record: LifecycleModel, *, open_in: str, by, seen: Seen | None = None, **values) -> Merged:
    """Merge the text field of `values` and `evidence` into the record while it is in the state `open_in`.

    Raises TransitionBlocked once it has left that state.
    """
    record = type(record).objects.select_for_update(of=("self",)).get(pk=record.pk)
    if record.state != open_in:
        text = f"当前状态为“{record.get_state_display()}”，内容不能再修改"
        raise TransitionBlocked([Finding(ok=False, text=text)])
    theirs = {
        name: record.evidence.kept() if name == "evidence" else getattr(record, name) for name in values
    }
    merged = merge_into(record, mine=values, theirs=theirs, seen=seen, by=by)
    texts = {name: value for name, value in merged.values.items() if name != "evidence"}
    for name, value in texts.items():
        setattr(record, name, value)
    if texts:
        record.save(update_fields=[*texts])
    if "evidence" in merged.values:
        record.evidence.set(merged.values["evidence"])
    return merged
