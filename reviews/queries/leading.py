"""What a lead sees of a round: who has handed in, and which marks of 一票否决 wait; of drafts never more than that."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from creation_cycle.models import Candidacy
from reviews.enums import RoundState
from reviews.models import Assignment, Round, VetoMark
from reviews.queries.pool import TO_ASSESS


@dataclass
class PanelRow:
    """One unit: `seats` with their sheets; `is_hidden` while the reader owes a sheet of this unit themselves."""

    candidacy: Candidacy
    is_hidden: bool
    seats: list[Assignment] = field(default_factory=list)

    @property
    def handed_in(self) -> int:
        return sum(not seat.sheet.is_draft for seat in self.seats)


def units_of(round_: Round, user) -> QuerySet[Candidacy]:
    """Units with a panel, by name; `is_hidden` keeps the reader's own open ones blind.

    One that withdrew has no place among them; a closed round has those for which it found a result.
    """
    panels = Assignment.objects.standing().filter(round=round_, candidacy=OuterRef("pk"))
    owed = panels.filter(reviewer=user, sheet__state="draft", round__state="open")
    is_closed = round_.state == RoundState.CLOSED
    stays = Q(pk__in=round_.results.values("candidacy")) if is_closed else Q(state__in=TO_ASSESS)
    rows = Candidacy.objects.filter(stays, Exists(panels)).annotate(is_hidden=Exists(owed))
    return rows.select_related("unit").order_by("unit__name", "pk")


def panels_of(round_: Round, candidacies: Iterable[Candidacy]) -> list[PanelRow]:
    """The rows of one page, with their seats in one query."""
    rows = {candidacy.pk: PanelRow(candidacy, candidacy.is_hidden) for candidacy in candidacies}
    seats = (
        Assignment.objects.standing()
        .filter(round=round_, candidacy__in=[key for key, row in rows.items() if not row.is_hidden])
        .select_related("reviewer", "part", "sheet", "on_behalf_of")
        .only(
            "candidacy", "state", "part__kind", "sheet__state", "on_behalf_of__name",
            "reviewer__name", "reviewer__username",
        )
        .order_by("-part__weight", "reviewer__name", "pk")
    )  # fmt: skip
    for seat in seats:
        rows[seat.candidacy_id].seats.append(seat)
    return list(rows.values())


def marks_of(round_: Round, user) -> QuerySet[VetoMark]:
    """Marks of 一票否决 that the reader may see, those that wait first."""
    marks = VetoMark.objects.visible_to(user).filter(score__sheet__assignment__round=round_)
    return marks.for_list().order_by("decided_at", "pk")
