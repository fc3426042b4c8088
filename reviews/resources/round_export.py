"""A closed round as a workbook: all that a selection has to justify, in the shape of a committee's own table.

Every sheet lists the round's units in the order of their places, some at a time, in a fixed number of queries. Only
sheets that were handed in and count are written; a draft never is. 说明 tells how to do the sums again by hand.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import Rank, RowNumber
from django.utils import timezone

from core.spreadsheets.writing import Value
from creation_cycle.enums import ItemKind
from creation_cycle.models import SelfAssessmentEntry
from reviews.aggregation import biases
from reviews.enums import VetoState
from reviews.models import Dossier, QuizFigure, Round, RoundResult, Score, ScoreSheet, SpreadReview, VetoMark
from reviews.queries.figures import totals_of_part
from reviews.queries.result_detail import left_out

MEASURED = "系统数据"

Rows = Iterator[Sequence[Value]]


@dataclass(frozen=True)
class Section:
    """One sheet: `columns` with their widths; `rows` of so many units `at_once`."""

    name: str
    columns: Callable[[Round], Mapping[str, int]]
    rows: Callable[[Round, Sequence[RoundResult]], Rows]
    at_once: int


def ranked(round_: Round, start: int, count: int) -> list[RoundResult]:
    """Results from `start` (from 0) on, numbered; of `place`, too, equal points share one."""
    results = round_.results.annotate(
        number=Window(RowNumber(), order_by=[F("mean").desc(), F("pk")]),
        place=Window(Rank(), order_by=F("mean").desc()),
    )
    related = (
        "candidacy__unit__employer", "candidacy__unit__industry", "candidacy__unit__region",
        "candidacy__recommending_committee",
    )  # fmt: skip
    return list(results.select_related(*related).order_by("-mean", "pk")[start : start + count])


def _result_columns(round_: Round) -> dict[str, int]:
    parts = {f"{part.get_kind_display()}得分（权重 {part.weight}%）": 14 for part in round_.parts.all()}
    return {
        "序号": 6, "名次": 6, "集体": 28, "单位": 28, "行业": 10, "区划": 14, "推荐单位": 22, **parts, "测试加分": 10,
        "总分": 10, "达标线": 8, "一票否决": 20, "未通过的测试": 20, "平均扣分": 10, "最大分差": 10, "校准参考": 10,
        "考核结论": 10, "目前状态": 10,
    }  # fmt: skip


def _result_rows(round_: Round, results: Sequence[RoundResult]) -> Rows:
    parts = list(round_.parts.all())
    figures: dict[int, dict] = defaultdict(dict)
    for result in RoundResult.objects.filter(pk__in=[r.pk for r in results]).prefetch_related("figures"):
        figures[result.pk] = {figure.part_id: figure.figure for figure in result.figures.all()}
    for result in results:
        candidacy, unit = result.candidacy, result.candidacy.unit
        yield [
            result.number, result.place, unit.name, str(unit.employer), str(unit.industry), str(unit.region),
            str(candidacy.recommending_committee or ""), *(figures[result.pk].get(part.pk) for part in parts),
            result.bonus, result.mean, result.pass_line, result.veto, result.failed_gate, result.deducted,
            result.spread, result.calibrated, "达标" if result.is_met else "未达标", candidacy.get_state_display(),
        ]  # fmt: skip


def _sheet_columns(round_: Round) -> dict[str, int]:
    return {
        "集体": 28, "考核形式": 12, "评审人员": 12, "代表集体": 20, "总分": 10, "是否计入": 16,
        "宽严（＋偏宽，－偏严）": 14, "提交时间": 18, "总体意见": 50,
    }  # fmt: skip


def _sheet_rows(round_: Round, results: Sequence[RoundResult]) -> Rows:
    biased = {
        part.pk: biases(totals_of_part(round_, part)) if round_.is_calibrated else {}
        for part in round_.parts.all()
    }
    panels: dict[tuple[int, int], list[ScoreSheet]] = defaultdict(list)
    for sheet in _sheets(round_, results):
        panels[sheet.assignment.candidacy_id, sheet.assignment.part_id].append(sheet)
    for (_, part), panel in panels.items():
        ignored = left_out(round_, panel)
        for sheet in panel:
            given = sheet.assignment
            yield [
                given.candidacy.unit.name, given.part.get_kind_display(), str(given.reviewer),
                str(given.on_behalf_of or ""), sheet.total, "不计（最高或最低）" if sheet.pk in ignored else "计入",
                biased[part].get(given.reviewer_id), _moment(sheet.submitted_at), sheet.comment,
            ]  # fmt: skip


def _score_columns(round_: Round) -> dict[str, int]:
    return {
        "集体": 28, "考核形式": 12, "评审人员": 12, "维度": 14, "维度权重": 8, "评分项": 28, "类型": 10, "分值": 8,
        "得分": 8, "否决情形": 8, "按细则记分": 40, "评语": 50,
    }  # fmt: skip


def _score_rows(round_: Round, results: Sequence[RoundResult]) -> Rows:
    sheets = _sheets(round_, results)
    scores: dict[int, list[Score]] = defaultdict(list)
    found = Score.objects.filter(sheet__in=[sheet.pk for sheet in sheets]).select_related("item__dimension")
    for score in found.prefetch_related("item__rules").order_by("sheet", "item__order", "item"):
        scores[score.sheet_id].append(score)
    measured = _measured(round_, results)
    by_unit: dict[int, list[ScoreSheet]] = defaultdict(list)
    for sheet in sheets:
        by_unit[sheet.assignment.candidacy_id].append(sheet)
    for result in results:
        unit = result.candidacy.unit.name
        for entry in measured[result.candidacy_id]:
            yield [unit, "各形式", MEASURED, *_item(entry), None, entry.measured, None]
        for sheet in by_unit[result.candidacy_id]:
            given = sheet.assignment
            for score in scores[sheet.pk]:
                veto = ("有" if score.found else "无") if score.item.is_veto else None
                head = (unit, given.part.get_kind_display(), str(given.reviewer))
                yield [*head, *_item(score), veto, "；".join(score.marked), score.remark]


def _item(answer: Score | SelfAssessmentEntry) -> tuple[Value, ...]:
    item = answer.item
    dimension = item.dimension
    return dimension.name, dimension.weight, item.name, item.get_kind_display(), item.points, answer.points


def _measured(round_: Round, results: Sequence[RoundResult]) -> dict[int, list[SelfAssessmentEntry]]:
    """By candidacy: what the portal counted itself, the same for every reviewer."""
    versions = Dossier.objects.versions(round_.pk, [result.candidacy for result in results])
    entries = SelfAssessmentEntry.objects.filter(
        assessment__in=versions.values(), item__kind=ItemKind.AUTO, points__isnull=False
    ).select_related("assessment")
    found: dict[int, list[SelfAssessmentEntry]] = defaultdict(list)
    for entry in entries.select_related("item__dimension").order_by("item__order", "item"):
        found[entry.assessment.candidacy_id].append(entry)
    return found


def _review_columns(round_: Round) -> dict[str, int]:
    return {"集体": 28, "最大分差": 10, "分差提醒": 10, "核对人": 12, "核对时间": 18, "核对意见": 60}


def _review_rows(round_: Round, results: Sequence[RoundResult]) -> Rows:
    units = [result.candidacy_id for result in results]
    reviews = SpreadReview.objects.filter(round=round_, candidacy__in=units).select_related("by")
    by_unit = {review.candidacy_id: review for review in reviews}
    for result in results:
        review = by_unit.get(result.candidacy_id)
        if review or result.spread > round_.spread_limit:
            told = [str(review.by), _moment(review.at), review.note] if review else ["", "", ""]
            yield [result.candidacy.unit.name, result.spread, round_.spread_limit, *told]


def _veto_columns(round_: Round) -> dict[str, int]:
    return {
        "集体": 28, "否决项": 28, "标记人": 12, "情形和证据": 50, "核实结论": 14, "核实人": 12, "核实时间": 18,
        "核实意见": 50,
    }  # fmt: skip


def _veto_rows(round_: Round, results: Sequence[RoundResult]) -> Rows:
    sheets = ScoreSheet.objects.counting().filter(assignment__round=round_)
    units = [result.candidacy_id for result in results]
    marks = VetoMark.objects.filter(score__sheet__in=sheets.filter(assignment__candidacy__in=units)).exclude(
        state=VetoState.WITHDRAWN
    )
    for mark in marks.for_list().order_by("score__sheet__assignment__candidacy", "pk"):
        given = mark.score.sheet.assignment
        yield [
            given.candidacy.unit.name, mark.score.item.name, str(given.reviewer), mark.score.remark,
            mark.get_state_display(), str(mark.decided_by or ""), _moment(mark.decided_at), mark.note,
        ]  # fmt: skip


def _quiz_columns(round_: Round) -> dict[str, int]:
    return {
        "集体": 28,
        "测试": 20,
        "结果用途": 14,
        "应参加人数": 10,
        "参加人数": 10,
        "平均成绩（百分制）": 12,
    }


def _quiz_rows(round_: Round, results: Sequence[RoundResult]) -> Rows:
    figures = QuizFigure.objects.filter(
        quiz__round=round_, candidacy__in=[result.candidacy_id for result in results]
    )
    for figure in figures.select_related("quiz", "candidacy__unit").order_by("candidacy", "quiz"):
        yield [
            figure.candidacy.unit.name, figure.quiz.name, figure.quiz.get_use_display(), figure.members,
            figure.taken, figure.mean,
        ]  # fmt: skip


def _sheets(round_: Round, results: Sequence[RoundResult]) -> list[ScoreSheet]:
    """Those that count, unit by unit in the order of `results`, the form with the most weight first."""
    places = {result.candidacy_id: place for place, result in enumerate(results)}
    sheets = ScoreSheet.objects.counting().filter(
        assignment__round=round_, assignment__candidacy__in=list(places)
    )
    related = (
        "assignment__candidacy__unit", "assignment__reviewer", "assignment__part", "assignment__on_behalf_of",
    )  # fmt: skip
    found = list(
        sheets.select_related(*related).order_by("-assignment__part__weight", "assignment__part", "pk")
    )
    found.sort(key=lambda sheet: places[sheet.assignment.candidacy_id])
    return found


def _moment(value) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else ""


SECTIONS = (
    Section("考核结果", _result_columns, _result_rows, 500),
    Section("各评审人员评分", _sheet_columns, _sheet_rows, 300),
    Section("逐项得分", _score_columns, _score_rows, 25),
    Section("分差核对", _review_columns, _review_rows, 1000),
    Section("一票否决", _veto_columns, _veto_rows, 1000),
    Section("测试成绩", _quiz_columns, _quiz_rows, 1000),
)
