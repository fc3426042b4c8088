"""Every figure of a round out of its handed-in sheets: a fixed number of queries for any number of units.

The same rows always make the same figures, so what a closed round stored can be computed again and compared.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, QuerySet, Sum

from creation_cycle.enums import ItemKind
from creation_cycle.models import Candidacy
from creation_cycle.scoring import half_up
from reviews.aggregation import (
    Total,
    biases,
    calibrated,
    figure_of,
    figure_of_sums,
    spread_of,
    weighted_result,
)
from reviews.enums import Aggregation, VetoState
from reviews.models import Round, RoundPart, Score, ScoreSheet, VetoMark
from reviews.queries.quizzes import QuizOutcome, outcomes_of


@dataclass(frozen=True)
class Part:
    """One form's share of a unit's result; `bias` by reviewer and `most` points, when the round calibrates."""

    part: RoundPart
    totals: tuple[Decimal, ...]
    figure: Decimal
    calibrated: Decimal | None
    bias: Mapping[int, Decimal]
    most: Decimal | None

    @property
    def spread(self) -> Decimal:
        return spread_of(self.totals)


class Share(NamedTuple):
    """A `Part` as far as a ranking needs it, without its sheets."""

    figure: Decimal
    weight: int
    spread: Decimal


@dataclass(frozen=True)
class Figures:
    """What a round finds for one unit; `deducted` is the mean of the points that its sheets took off.

    `mean` and `calibrated` hold the bonus of the tests.
    """

    candidacy: Candidacy
    parts: tuple[Part, ...]
    mean: Decimal
    calibrated: Decimal | None
    deducted: Decimal
    veto: str
    pass_line: Decimal
    quiz: QuizOutcome

    @property
    def bonus(self) -> Decimal:
        return self.quiz.bonus

    @property
    def failed_gate(self) -> str:
        return self.quiz.failed_gate

    @property
    def is_met(self) -> bool:
        return self.mean >= self.pass_line and not self.veto and not self.failed_gate

    @property
    def sheets(self) -> int:
        return sum(len(part.totals) for part in self.parts)

    @property
    def spread(self) -> Decimal:
        """The widest of the forms: sheets of different forms are not compared with each other."""
        return max(part.spread for part in self.parts)


def figures_of(round_: Round, candidacies: Iterable[Candidacy]) -> list[Figures]:
    """For each of `candidacies` (with their standards) that has at least one handed-in sheet, in their order."""
    candidacies = list(candidacies)
    parts = list(round_.parts.all())
    sheets_of = handed_in(round_, candidacies)
    totals, bias = totals_of(sheets_of), _biases(round_)
    vetoes, lost = _vetoes(sheets_of), _lost(sheets_of)
    tested = outcomes_of(round_, candidacies)
    most = {standard.pk: standard.most for standard in {c.standard for c in candidacies}} if bias else {}
    found = []
    for candidacy in candidacies:
        sheets = totals.get(candidacy.pk)
        if not sheets:
            continue
        shares = tuple(
            _part(round_, part, sheets[part.pk], bias.get(part.pk), most.get(candidacy.standard_id))
            for part in parts
            if sheets.get(part.pk)
        )
        quiz = tested[candidacy.pk]
        found.append(
            Figures(
                candidacy=candidacy,
                parts=shares,
                mean=weighted_result((share.figure, share.part.weight) for share in shares) + quiz.bonus,
                calibrated=_calibrated_result(shares, quiz.bonus),
                deducted=_mean_loss(lost.get(candidacy.pk), shares),
                veto="、".join(vetoes.get(candidacy.pk, ())),
                pass_line=candidacy.standard.pass_line if round_.pass_line is None else round_.pass_line,
                quiz=quiz,
            )
        )
    return found


def _part(round_, part: RoundPart, sheets: list[Total], bias: Mapping | None, most: Decimal | None) -> Part:
    totals = tuple(sheet.points for sheet in sheets)
    fair = None
    if bias is not None:
        fair = figure_of(
            [calibrated(sheet.points, bias.get(sheet.reviewer, Decimal(0)), most) for sheet in sheets],
            round_.aggregation,
        )
    return Part(part, totals, figure_of(totals, round_.aggregation), fair, bias or {}, most)


def _calibrated_result(shares: tuple[Part, ...], bonus: Decimal) -> Decimal | None:
    if any(share.calibrated is None for share in shares):
        return None
    return weighted_result((share.calibrated, share.part.weight) for share in shares) + bonus


def handed_in(round_: Round, candidacies: Iterable[Candidacy] | None = None) -> QuerySet[ScoreSheet]:
    """Sheets that count, of these units or of the whole round."""
    sheets = ScoreSheet.objects.counting().filter(assignment__round=round_)
    if candidacies is None:
        return sheets
    return sheets.filter(assignment__candidacy__in=[candidacy.pk for candidacy in candidacies])


def shares_of(round_: Round) -> dict[int, list[Share]]:
    """By candidacy, its forms: of the whole round what `figures_of` finds for each unit, in one aggregate.

    The median alone has to read every total.
    """
    weights = dict(round_.parts.values_list("pk", "weight"))
    is_median = round_.aggregation == Aggregation.MEDIAN
    totals = totals_of(handed_in(round_)) if is_median else {}
    rows = handed_in(round_).order_by().values_list("assignment__candidacy", "assignment__part")
    rows = rows.annotate(Count("pk"), Sum("total"), Min("total"), Max("total"))
    found: dict[int, list[Share]] = defaultdict(list)
    for candidacy, part, *sums in rows:
        if is_median:
            figure = figure_of([sheet.points for sheet in totals[candidacy][part]], Aggregation.MEDIAN)
        else:
            figure = figure_of_sums(*sums, round_.aggregation)
        _, _, lowest, highest = sums
        found[candidacy].append(Share(figure, weights[part], highest - lowest))
    return found


def spreads_of(round_: Round) -> dict[int, Decimal]:
    """By candidacy, the widest spread of its forms; as `Figures.spread`."""
    return {key: half_up(max(share.spread for share in shares)) for key, shares in shares_of(round_).items()}


def totals_of(sheets: QuerySet[ScoreSheet]) -> dict[int, dict[int, list[Total]]]:
    """By candidacy and form, each reviewer's total."""
    found: dict[int, dict[int, list[Total]]] = defaultdict(lambda: defaultdict(list))
    rows = sheets.values_list("assignment__candidacy", "assignment__part", "assignment__reviewer", "total")
    for candidacy, part, reviewer, total in rows.order_by("pk"):
        found[candidacy][part].append(Total(reviewer, candidacy, total))
    return found


def _biases(round_: Round) -> dict[int, dict]:
    """By form, each reviewer's bias over the whole round; nothing when the round does not calibrate."""
    if not round_.is_calibrated:
        return {}
    return {part.pk: biases(totals_of_part(round_, part)) for part in round_.parts.all()}


def totals_of_part(round_: Round, part: RoundPart) -> list[Total]:
    """Every handed-in sheet of one form: what calibration compares."""
    rows = handed_in(round_).filter(assignment__part=part).order_by("pk")
    return [Total(*row) for row in rows.values_list("assignment__reviewer", "assignment__candidacy", "total")]


def _vetoes(sheets: QuerySet[ScoreSheet]) -> dict[int, list[str]]:
    """By candidacy, the items of 一票否决 that a second person confirmed."""
    confirmed = VetoMark.objects.filter(state=VetoState.CONFIRMED, score__sheet__in=sheets)
    rows = confirmed.order_by("score__item__order", "score__item").values_list(
        "score__sheet__assignment__candidacy", "score__item__name"
    )
    found: dict[int, list[str]] = defaultdict(list)
    for candidacy, item in rows:
        if item not in found[candidacy]:
            found[candidacy].append(item)
    return found


def _lost(sheets: QuerySet[ScoreSheet]) -> dict[int, Decimal]:
    """By candidacy: what items of deduction lost, on all of its sheets."""
    scores = Score.objects.filter(
        sheet__in=sheets, item__kind=ItemKind.DEDUCT, points__lt=F("item__points")
    ).values("sheet__assignment__candidacy")
    rows = scores.annotate(lost=Sum(F("item__points") - F("points")))
    return dict(rows.values_list("sheet__assignment__candidacy", "lost"))


def _mean_loss(lost: Decimal | None, shares: tuple[Part, ...]) -> Decimal:
    """As a mean of the sheets: fewer of it wins a tie (domain.md §2.4)."""
    return half_up(lost, sum(len(share.totals) for share in shares)) if lost else Decimal(0)
