"""The words that a reviewer reads: frozen from the day on which the unit entered the assessment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from creation_cycle.models import Candidacy
from reviews.dossier_texts import Change, changes
from reviews.models import Dossier, Round
from reviews.queries.dossier_content import content_of


@dataclass(frozen=True)
class Reading:
    """A dossier as a page shows it; `taken_at` is None while it is not frozen yet.

    `since` is what the unit's record says differently by now, `former` what it said in `former_round`.
    """

    content: Mapping
    taken_at: datetime | None = None
    since: tuple[Change, ...] = ()
    former_round: Round | None = None
    former: tuple[Change, ...] = ()

    def entry(self, item: int) -> Mapping | None:
        """What the unit says of one item of the standard."""
        return self.content["entries"].get(str(item))


def reading_of(round_: Round, candidacy: Candidacy) -> Reading:
    """Before the unit is under assessment its record as it stands; afterwards what was frozen, and all changes."""
    dossiers = list(candidacy.dossiers.select_related("round").order_by("-taken_at", "-pk"))
    frozen = next((dossier for dossier in dossiers if dossier.round_id == round_.pk), None)
    live = content_of(candidacy)
    if frozen is None:
        return Reading(live, **_former(dossiers[0] if dossiers else None, live))
    earlier = [dossier for dossier in dossiers if dossier.taken_at < frozen.taken_at]
    return Reading(
        frozen.content,
        frozen.taken_at,
        tuple(changes(frozen.content, live)) if dossiers[0] == frozen else (),
        **_former(earlier[0] if earlier else None, frozen.content),
    )


def _former(before: Dossier | None, content: Mapping) -> dict:
    if before is None:
        return {}
    return {"former_round": before.round, "former": tuple(changes(before.content, content))}
