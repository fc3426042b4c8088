"""Keeping a score sheet's draft: from the page field by field, from other devices item by item.

Every write goes through `_keep`, under the sheet's lock: what the item does not take is refused, what has not
changed keeps its version. Versions count the changes of one sheet, so that a device that saw an older answer, or
an answer that was cleared meanwhile, is always found out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from core import clock
from core.lifecycle import Finding, TransitionBlocked
from core.merge import Merged, Seen, merge
from core.services.edits import merge_into, place_of
from creation_cycle.models import StandardItem
from reviews.answers import Answer, RefusedAnswer, answer_of, same_answers, settled
from reviews.enums import RoundState
from reviews.models import Score, ScoreSheet
from reviews.sheet_fields import COMMENT, answer_from, fields_of, names_of


@dataclass(frozen=True)
class Saved:
    """What the portal holds for an item from now on; `answer` None when it was cleared (version 0)."""

    answer: Answer | None
    version: int
    saved_at: datetime


@dataclass(frozen=True)
class Conflict:
    """Another device saved something else meanwhile: that stays, nothing was written."""

    answer: Answer | None
    version: int
    saved_at: datetime | None


@transaction.atomic
def save_scores(
    sheet: ScoreSheet,
    *,
    points: Mapping[int, Decimal | None] | None = None,
    marks: Mapping[int, Mapping[int, int] | None] | None = None,
    remarks: Mapping[int, str] | None = None,
    found: Mapping[int, bool | None] | None = None,
    comment: str | None = None,
) -> ScoreSheet:
    """Keep answers by the primary key of their item, whatever was there before; others stay as they are.

    `points`, `marks` (rule key → times) and `found` name the items, each by its kind; None clears one. Raises
    TransitionBlocked when the sheet is no draft any more, RefusedAnswer for what an item does not take.
    """
    sheet = lock_draft(sheet)
    points, marks, found, remarks = points or {}, marks or {}, found or {}, remarks or {}
    items = items_by_key(sheet)
    scores = {score.item_id: score for score in sheet.scores.all()}
    for key in {**points, **marks, **found}:
        answer = Answer(points.get(key), marks.get(key), found.get(key), remarks.get(key, ""))
        _keep(sheet, items[key], scores.get(key), settled(items[key], answer))
    if comment is not None:
        sheet.comment = comment
    sheet.save()
    return sheet


@dataclass(frozen=True)
class Kept:
    """What became of a page: `merged` field by field, `refused` by item where two devices do not go together."""

    merged: Merged
    refused: Mapping[int, RefusedAnswer]


@transaction.atomic
def keep_page(sheet: ScoreSheet, *, fields: Mapping[str, Any], seen: Seen | None, by) -> Kept:
    """Merge what one page says (`reviews.sheet_fields`) with what other pages saved meanwhile (`core.merge`).

    Items of which a field is missing in `fields`, because it was not valid, stay as they are. Raises
    TransitionBlocked as `save_scores` does.
    """
    sheet = lock_draft(sheet)
    page = _Page(sheet, fields)
    refused = page.refused(seen)
    mine = page.without(refused)
    merged = merge_into(sheet, mine=mine, seen=seen, by=by, theirs={name: page.theirs[name] for name in mine})
    page.write(merged.values)
    return Kept(merged, refused)


class _Page:
    """The fields of one page beside those that are stored."""

    def __init__(self, sheet: ScoreSheet, fields: Mapping[str, Any]):
        self.sheet, self.items = sheet, items_by_key(sheet)
        self.scores = {score.item_id: score for score in sheet.scores.select_related("veto_mark")}
        self.names = {key: names_of(item) for key, item in self.items.items()}
        self.theirs = {COMMENT: sheet.comment}
        for key, item in self.items.items():
            self.theirs |= fields_of(item, answer_of(self.scores[key], item) if key in self.scores else None)
        whole = {name for names in self.names.values() if set(names) <= set(fields) for name in names}
        self.mine = {name: value for name, value in fields.items() if name in whole or name == COMMENT}

    def refused(self, seen: Seen | None) -> dict[int, RefusedAnswer]:
        """Items whose fields do not go together once both devices' changes are in."""
        theirs = {name: self.theirs[name] for name in self.mine}
        changed = merge(seen, self.mine, theirs, place=place_of(self.sheet)).values
        found = {}
        for key in self._touched(changed):
            try:
                self._settle(key, changed)
            except RefusedAnswer as wrong:
                found[key] = wrong
        return found

    def without(self, refused: Mapping[int, object]) -> dict[str, Any]:
        left_out = {name for key in refused for name in self.names[key]}
        return {name: value for name, value in self.mine.items() if name not in left_out}

    def write(self, changed: Mapping[str, Any]) -> None:
        for key in self._touched(changed):
            _keep(self.sheet, self.items[key], self.scores.get(key), self._settle(key, changed))
        self.sheet.comment = changed.get(COMMENT, self.sheet.comment)
        self.sheet.save()

    def _touched(self, changed: Mapping[str, Any]) -> list[int]:
        return [key for key, names in self.names.items() if set(names) & set(changed)]

    def _settle(self, key: int, changed: Mapping[str, Any]) -> Answer | None:
        item, score = self.items[key], self.scores.get(key)
        answer = settled(item, answer_from(item, {**self.theirs, **changed}))
        if answer is None and score is not None:
            _require_clearable(score)
        return answer


@transaction.atomic
def save_item(
    sheet: ScoreSheet, item: StandardItem, *, answer: Answer, base_version: int
) -> Saved | Conflict:
    """Keep one answer of a device that had seen `base_version` of it (0: no answer yet).

    Sending the same twice is no conflict. Raises as `save_scores` does.
    """
    sheet = lock_draft(sheet)
    item = items_by_key(sheet)[item.pk]
    given = settled(item, answer)
    score = sheet.scores.filter(item=item).first()
    version, stored = (score.version, answer_of(score, item)) if score else (0, None)
    if version != base_version and not same_answers(stored, given):
        return Conflict(stored, version, score.saved_at if score else None)
    kept = _keep(sheet, item, score, given)
    sheet.save()
    return Saved(given, kept.version if kept else 0, kept.saved_at if kept else clock.now())


def lock_draft(sheet: ScoreSheet) -> ScoreSheet:
    """The sheet under its lock; raises TransitionBlocked when nothing may be written into it any more."""
    sheet = ScoreSheet.objects.select_for_update(of=("self",)).select_related(
        "assignment__round", "assignment__candidacy__standard"
    ).get(pk=sheet.pk)  # fmt: skip
    if not sheet.is_draft:
        raise TransitionBlocked([Finding(ok=False, text="评分表已提交，不能修改")])
    if sheet.assignment.round.state == RoundState.CLOSED:
        raise TransitionBlocked([Finding(ok=False, text="本轮考核已结束，评分表不能再修改")])
    if not sheet.assignment.is_standing:
        raise TransitionBlocked([Finding(ok=False, text="您已不再评审该集体，评分表不能再修改")])
    return sheet


def items_by_key(sheet: ScoreSheet) -> dict[int, StandardItem]:
    """What people score, with all that scoring reads."""
    return {item.pk: item for item in sheet.items_to_score().for_scoring()}


def _keep(sheet: ScoreSheet, item: StandardItem, score: Score | None, answer: Answer | None) -> Score | None:
    """Write what has changed, under the sheet's next number."""
    if same_answers(answer_of(score, item) if score else None, answer):
        return score
    sheet.revision += 1
    if answer is None:
        return _clear(score)
    score = score or Score(sheet=sheet, item=item)
    score.points, score.found, score.remark = answer.points, answer.found, answer.remark
    score.marks = {str(key): times for key, times in (answer.marks or {}).items()}
    score.version, score.saved_at = sheet.revision, clock.now()
    score.save()
    return score


def _clear(score: Score) -> None:
    _require_clearable(score)
    score.delete()


def _require_clearable(score: Score) -> None:
    """A veto that was once handed in is answered with 有 or 无: its mark hangs on it."""
    if hasattr(score, "veto_mark"):
        raise RefusedAnswer("请选择有或无。")
