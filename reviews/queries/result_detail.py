"""One unit's result, opened down to the single score: forms, sheets, and every item beside every reviewer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from creation_cycle.models import Candidacy, SelfAssessmentEntry, StandardItem
from reviews.aggregation import TRIMMED_FROM, calibrated, spread_of
from reviews.enums import Aggregation
from reviews.models import Round, Score, ScoreSheet
from reviews.queries.figures import Figures, Part, figures_of


@dataclass(frozen=True)
class SheetColumn:
    """One sheet; `is_left_out` as the highest or the lowest, `bias` and `calibrated` where the round calibrates."""

    sheet: ScoreSheet
    is_left_out: bool
    bias: Decimal | None
    calibrated: Decimal


@dataclass(frozen=True)
class ItemRow:
    """One item with one score for each column, None where a reviewer did not answer it."""

    item: StandardItem
    scores: Sequence[Score | None]
    spread: Decimal


@dataclass(frozen=True)
class PartDetail:
    """One form: how its figure came about, and the table behind it; `measured` counts on every sheet alike."""

    share: Part
    explanation: str
    columns: Sequence[SheetColumn]
    rows: Sequence[ItemRow]
    measured: Sequence[SelfAssessmentEntry]


def detail_of(round_: Round, candidacy: Candidacy):
    """(figures, forms) of one unit; None without any handed-in sheet."""
    [figures] = figures_of(round_, [candidacy]) or [None]
    if figures is None:
        return None
    return figures, [_part_detail(round_, candidacy, share) for share in figures.parts]


def _part_detail(round_: Round, candidacy: Candidacy, share: Part) -> PartDetail:
    sheets = list(
        ScoreSheet.objects.counting()
        .filter(assignment__round=round_, assignment__candidacy=candidacy, assignment__part=share.part)
        .select_related("assignment__reviewer", "assignment__candidacy")
        .order_by("assignment__reviewer__name", "pk")
    )
    ignored = left_out(round_, sheets)
    columns = _columns(sheets, ignored, share)
    measured = list(sheets[0].measured()) if sheets else []
    return PartDetail(share, explain(round_, share), columns, _item_rows(candidacy, sheets), measured)


def _columns(sheets: list[ScoreSheet], ignored: set[int], share: Part) -> list[SheetColumn]:
    most = share.most or Decimal(0)
    columns = []
    for sheet in sheets:
        bias = share.bias.get(sheet.assignment.reviewer_id)
        fair = calibrated(sheet.total, bias or Decimal(0), most)
        columns.append(SheetColumn(sheet, sheet.pk in ignored, bias, fair))
    return columns


def explain_sum(figures: Figures) -> str:
    """How the unit's points follow from its forms: `80.00 × 90% + 100.00 × 10% = 82.00`."""
    shares = figures.parts
    whole = sum(share.part.weight for share in shares)
    if len(shares) == 1:
        written = f"{shares[0].part.get_kind_display()} {shares[0].figure} 分"
    else:
        added = " + ".join(f"{share.figure} × {share.part.weight}%" for share in shares)
        written = added if whole == 100 else f"（{added}）÷ {whole}%"
    bonus = f" + 测试加分 {figures.bonus}" if figures.bonus else ""
    return f"{written}{bonus} = {figures.mean}"


def explain(round_: Round, share: Part) -> str:
    """How the figure follows from the totals, so that anybody can do the sum again."""
    totals = sorted(share.totals)
    written = "、".join(f"{total:f}" for total in totals)
    if round_.aggregation == Aggregation.MEDIAN:
        return f"{len(totals)} 份评分 {written}，取中位数 {share.figure} 分"
    if round_.aggregation == Aggregation.TRIMMED and len(totals) >= TRIMMED_FROM:
        return (
            f"{len(totals)} 份评分 {written}，去掉一个最低分 {totals[0]} 和一个最高分 {totals[-1]}，"
            f"其余 {len(totals) - 2} 份平均 {share.figure} 分"
        )
    return f"{len(totals)} 份评分 {written}，平均 {share.figure} 分"


def left_out(round_: Round, sheets: list[ScoreSheet]) -> set[int]:
    """Keys of the sheets of one panel that the method leaves out: the highest and the lowest."""
    if round_.aggregation != Aggregation.TRIMMED or len(sheets) < TRIMMED_FROM:
        return set()
    by_total = sorted(sheets, key=lambda sheet: sheet.total)
    return {by_total[0].pk, by_total[-1].pk}


def _item_rows(candidacy: Candidacy, sheets: list[ScoreSheet]) -> list[ItemRow]:
    scores = Score.objects.filter(sheet__in=sheets).select_related("item__dimension")
    by_place = {(score.sheet_id, score.item_id): score for score in scores}
    rows = []
    for item in candidacy.standard.items.scored_by_people().for_scoring():
        given = [by_place.get((sheet.pk, item.pk)) for sheet in sheets]
        points = [score.points for score in given if score is not None]
        rows.append(ItemRow(item, given, spread_of(points) if points else Decimal(0)))
    return rows
