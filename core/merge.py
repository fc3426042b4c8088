"""Two people edit one record: a three-way merge field by field, in which nothing is overwritten unseen.

A form carries, for each field, a short keyed digest of what it showed (`core.forms.MergingForm`). When it is
saved, three values meet: what was shown (as a digest), what this person sends (mine) and what is stored (theirs).

    changed by        result
    nobody            nothing is written
    me alone          mine is written
    the other alone   theirs stays
    both, alike       nothing is written
    both, differently conflict: theirs stays, the page shows both and asks (docs/decisions/0016)

How a form of yours merges:

    class PlanForm(MergingForm, forms.ModelForm): …                      # core.forms; the mixin stands first

    merged = form.take(keep_plan(plan, by=user, seen=form.seen, **form.given))            # the view
    # merged.conflicts: core.views.autosave.AutosavingForm shows them, `{% field %}` draws the choice

    @transaction.atomic                                                                   # the service
    def keep_plan(plan, *, by, seen=None, **values) -> Merged:
        plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        merged = merge_into(plan, mine=values, seen=seen, by=by)                          # core.services.edits
        for name, value in merged.values.items():
            setattr(plan, name, value)                     # many-to-many: getattr(plan, name).set(value)
        plan.save(update_fields=sorted(merged.values))
        return merged

`seen=None` means that no page was shown (a program calls): then mine is written, as ever.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Manager, Model

from core.crypto import fingerprint

DIGEST_LENGTH = 16
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Seen:
    """What the page had shown: digests by field; `yielded` fields were given up in favour of the other's value."""

    digests: Mapping[str, str]
    yielded: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed differently. Who and when are empty when nobody noted it."""

    name: str
    mine: Any
    theirs: Any
    theirs_digest: str
    editor: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class Merged:
    """`values` is to be written, `kept` are fields of the other that stay, `stored` what page and row now share.

    `record` is the locked row that was merged into; once the caller has written, it is what is stored.
    """

    values: Mapping[str, Any]
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    kept: frozenset[str] = frozenset()
    stored: Mapping[str, Any] = field(default_factory=dict)
    record: Model | None = None

    def now_storing(self, **values) -> "Merged":
        """Where the row keeps something else than was sent (a service completed it): what it keeps."""
        return replace(self, stored={**self.stored, **values})


def canonical(value) -> str:
    """One text for values that a person would call the same, whether they come from a form or from a row."""
    match value:
        case None | "":
            return ""
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").strip()
        case Decimal():
            return f"{value.normalize():f}"
        case datetime() | date() | time():
            return value.isoformat()
        case Model():
            return str(value.pk)
        case Manager():
            return canonical(set(value.values_list("pk", flat=True)))
        case tuple():
            return "\x1f".join(canonical(part) for part in value)
        case Iterable():
            return "\x1f".join(sorted(canonical(part) for part in value))
    return str(value)


def digest(value, *, place: str) -> str:
    """Keyed, so that a page that shows it gives nothing away; `place` names record and field."""
    return fingerprint(canonical(value), context=place)[:DIGEST_LENGTH]


def digests(values: Mapping[str, Any], *, place: str) -> dict[str, str]:
    """The digest of each value, as a form of `place` carries them."""
    return {name: digest(value, place=f"{place}.{name}") for name, value in values.items()}


def merge(seen: Seen | None, mine: Mapping[str, Any], theirs: Mapping[str, Any], *, place: str) -> Merged:
    """Weigh `mine` against `theirs`, which has a value for every name of `mine`; nothing is read or written."""
    values, conflicts, kept, stored = {}, {}, set(), {}
    my_digests, their_digests = digests(mine, place=place), digests(theirs, place=place)
    for name, value in mine.items():
        shown = seen.digests.get(name) if seen else their_digests[name]
        if seen and name in seen.yielded:
            kept.add(name)
        elif my_digests[name] == their_digests[name]:
            stored[name] = theirs[name]
        elif my_digests[name] == shown:
            kept.add(name)
        elif their_digests[name] == shown:
            values[name] = stored[name] = value
        else:
            conflicts[name] = Conflict(name, value, theirs[name], their_digests[name])
    return Merged(values, conflicts, frozenset(kept), stored)
