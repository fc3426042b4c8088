"""Storing what a round found, and proving later that the stored figures follow from the sheets."""

from collections.abc import Iterable
from dataclasses import dataclass

from reviews.models import PartFigure, Round, RoundResult, VetoMark
from reviews.queries.figures import Figures, figures_of
from reviews.services import quizzes
from units.models import Unit

STORED = (
    "sheets", "mean", "pass_line", "veto", "spread", "deducted", "calibrated", "bonus", "failed_gate",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A stored figure that the sheets do not make: somebody wrote past the portal."""

    unit: Unit
    field: str
    stored: object
    computed: object


def settle_units(round_: Round) -> list[RoundResult]:
    """Store the result of every unit that the round assesses; running it again writes the same."""
    units = list(round_.candidacies_under_assessment().order_by("pk"))
    quizzes.settle(round_, units)
    found = figures_of(round_, units)
    results = RoundResult.objects.bulk_create(
        [_result(round_, figures) for figures in found],
        update_conflicts=True,
        unique_fields=["round", "candidacy"],
        update_fields=STORED,
    )
    PartFigure.objects.filter(result__in=results).delete()
    PartFigure.objects.bulk_create(
        [
            figure
            for result, figures in zip(results, found, strict=True)
            for figure in _figures(round_, result, figures)
        ]
    )
    return results


def differences(round_: Round) -> list[Difference]:
    """Stored results against those that the locked sheets make now; empty as long as nobody tampered.

    一票否决 of units with marks from before there was a second person is left out: it counted undecided then.
    """
    stored = list(round_.results.select_related("candidacy__unit", "candidacy__standard"))
    computed = {
        figures.candidacy.pk: _result(round_, figures)
        for figures in figures_of(round_, [result.candidacy for result in stored])
    }
    undecided = marked_before(round_)
    return [
        Difference(result.candidacy.unit, result._meta.get_field(name).verbose_name, *pair)
        for result in stored
        for name in STORED
        if not (name == "veto" and result.candidacy_id in undecided)
        and (pair := _pair(result, computed.get(result.candidacy_id), name))[0] != pair[1]
    ]


def marked_before(round_: Round) -> set[int]:
    """Candidacies of a closed round whose veto marks nobody decided: they are older than the second person."""
    return VetoMark.objects.undecided_units(round_, round_.results.values("candidacy"))


def _pair(stored: RoundResult, computed: RoundResult | None, name: str) -> tuple:
    return getattr(stored, name), getattr(computed, name, None)


def _result(round_: Round, figures: Figures) -> RoundResult:
    return RoundResult(
        round=round_, candidacy=figures.candidacy, **{name: getattr(figures, name) for name in STORED}
    )


def _figures(round_: Round, result: RoundResult, figures: Figures) -> Iterable[PartFigure]:
    for share in figures.parts:
        yield PartFigure(
            result=result,
            part=share.part,
            sheets=len(share.totals),
            method=round_.aggregation,
            figure=share.figure,
            lowest=min(share.totals),
            highest=max(share.totals),
        )
