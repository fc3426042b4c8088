"""What a reviewer says of one item, and what the standard makes of it (domain.md §4). Nothing is written here."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from creation_cycle.enums import ItemKind
from creation_cycle.models import StandardItem
from creation_cycle.rule_book import plain
from creation_cycle.scoring import RuleSpec, WrongAnswer, fits_step, score_item

REMARK_NEEDS_POINTS = "请先填写得分：评语随得分一起保存。"
REMARK_NEEDS_MARKS = "请先逐条核对细则：得分由细则算出，评语随得分一起保存。"
REMARK_NEEDS_CHOICE = "请先选择有或无：说明随选择一起保存。"
FOUND_NEEDS_EVIDENCE = "请写明具体情形和依据。"
DEDUCTION_NEEDS_REASON = "得分低于满分时，请写明扣分理由。"


class RefusedAnswer(WrongAnswer):
    """A `sentence` for the reviewer; `in_remark` says beside which of the two fields it belongs."""

    def __init__(self, sentence: str, *, in_remark: bool = False, rule: Hashable = None):
        super().__init__(sentence, rule)
        self.in_remark = in_remark


@dataclass(frozen=True)
class Answer:
    """By the kind of the item one of `points`, `marks` (rule key → times) and `found`; all None is no answer.

    `settled` fills in the points that follow from marks.
    """

    points: Decimal | None = None
    marks: Mapping[int, int] | None = field(default=None)
    found: bool | None = None
    remark: str = ""

    def is_given(self, item: StandardItem) -> bool:
        if item.is_veto:
            return self.found is not None
        return self.marks is not None if scores_by_marks(item) else self.points is not None


def scores_by_marks(item: StandardItem) -> bool:
    """Old standards have deductions without written rules: those are scored by points, with a reason."""
    return item.is_scored_by_rules and bool(item.rules.all())


def rule_words(rule: RuleSpec, item: StandardItem) -> str:
    """What a scoring rule of the item makes, e.g. “每次 −2 分，最多 3 次”."""
    sign = "−" if item.kind == ItemKind.DEDUCT and not rule.is_bonus else "+"
    if rule.max_times == 1:
        return f"{sign}{plain(rule.points)} 分"
    return f"每次 {sign}{plain(rule.points)} 分，最多 {rule.max_times} 次"


def settled(item: StandardItem, answer: Answer) -> Answer | None:
    """The answer with its points, None for no answer. Raises RefusedAnswer for one that the item does not take.

    `item` comes from `items.for_scoring()`.
    """
    if item.is_auto:
        raise RefusedAnswer(f"“{item.name}”由系统统计，不能填写。")
    if not answer.is_given(item):
        if answer.remark or answer.points is not None:
            raise RefusedAnswer(_needs(item))
        return None
    if item.is_veto:
        return _veto(answer)
    return _by_marks(item, answer) if scores_by_marks(item) else _by_points(item, answer)


def _needs(item: StandardItem) -> str:
    if item.is_veto:
        return REMARK_NEEDS_CHOICE
    return REMARK_NEEDS_MARKS if scores_by_marks(item) else REMARK_NEEDS_POINTS


def _veto(answer: Answer) -> Answer:
    if answer.found and not answer.remark:
        raise RefusedAnswer(FOUND_NEEDS_EVIDENCE, in_remark=True)
    return Answer(points=Decimal(0), found=answer.found, remark=answer.remark)


def _by_marks(item: StandardItem, answer: Answer) -> Answer:
    """The rule that was marked is the reason for what it takes."""
    try:
        points = score_item(item.spec, answer.marks)
    except WrongAnswer as wrong:
        raise RefusedAnswer(wrong.sentence, rule=wrong.rule) from wrong
    marks = {key: times for key, times in answer.marks.items() if times}
    return Answer(points=points, marks=marks, remark=answer.remark)


def _by_points(item: StandardItem, answer: Answer) -> Answer:
    spec = replace(item.spec, kind=ItemKind.JUDGEMENT)
    try:
        points = score_item(spec, answer.points)
    except WrongAnswer as wrong:
        raise RefusedAnswer(wrong.sentence) from wrong
    if not fits_step(spec, points):
        raise RefusedAnswer(f"请按 {plain(spec.step)} 分的整数倍打分。")
    if item.kind == ItemKind.DEDUCT and points < item.points and not answer.remark:
        raise RefusedAnswer(DEDUCTION_NEEDS_REASON, in_remark=True)
    return Answer(points=points, remark=answer.remark)


def answer_of(score, item: StandardItem) -> Answer:
    """A stored score as the answer that it was; of points that no marks explain, marks are still to be made."""
    if item.is_veto:
        return Answer(points=score.points, found=score.found, remark=score.remark)
    if not scores_by_marks(item):
        return Answer(points=score.points, remark=score.remark)
    marks = {int(key): times for key, times in score.marks.items()}
    is_explained = score_item(item.spec, marks) == score.points
    return Answer(points=score.points, marks=marks if is_explained else None, remark=score.remark)


def same_answers(stored: Answer | None, given: Answer | None) -> bool:
    if stored is None or given is None:
        return stored is given
    return stored == replace(given, marks=None if given.marks is None else dict(given.marks))
