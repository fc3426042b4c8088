"""What a reviewer's phone keeps for the places without signal: one document for each sheet, nothing of others.

A document is plain JSON, in words where a page would have words; `static/js/offline/` draws it. Points, marks and
remarks go by the names of `reviews.sheet_fields`, as the phone sends them back.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.formats import date_format
from django.utils.timezone import localtime

from core.text import chinese_date
from creation_cycle.models import StandardItem
from creation_cycle.rule_book import plain
from reviews.answers import (
    DEDUCTION_NEEDS_REASON,
    FOUND_NEEDS_EVIDENCE,
    REMARK_NEEDS_CHOICE,
    REMARK_NEEDS_MARKS,
    REMARK_NEEDS_POINTS,
    Answer,
    answer_of,
    rule_words,
    scores_by_marks,
)  # fmt: skip
from reviews.enums import RoundState, SheetState
from reviews.models import Assignment, Dossier, Score, ScoreSheet
from reviews.queries.dossiers import Reading, reading_of
from reviews.services.sheets import Conflict
from reviews.sheet_fields import COMMENT, FOUND, fields_of, name_of, remark_name, rule_name
from units.queries.conflicts import conflicts_of

FORMAT = 2
"""Of the document; phones load all of theirs again when it grows."""


def kept_offline(user) -> QuerySet[Assignment]:
    """Sheets that the user has yet to hand in, of rounds that run."""
    own = Assignment.objects.of_reviewer(user).standing()
    waiting = own.filter(round__state=RoundState.OPEN, sheet__state=SheetState.DRAFT)
    return waiting.select_related("sheet", "candidacy").order_by("candidacy__unit__name", "pk")


def stamps(user) -> list[dict]:
    """Which documents the phone should have; a new stamp means that its copy is out of date."""
    own = Dossier.objects.filter(round=OuterRef("round"), candidacy=OuterRef("candidacy"))
    waiting = kept_offline(user).annotate(photos=Count("sheet__photos"), frozen=Exists(own))
    return [{"pk": assignment.pk, "stamp": _stamp(assignment)} for assignment in waiting]


def _stamp(assignment: Assignment) -> str:
    """Empty while the unit may still change its words: such a copy is never up to date."""
    if not assignment.frozen:
        return ""
    sheet = assignment.sheet
    return f"{FORMAT}.{assignment.candidacy.state}.{sheet.revision}.{assignment.photos}"


def document_of(assignment: Assignment) -> dict:
    """`assignment` comes from `for_scoring()`."""
    sheet, candidacy = assignment.sheet, assignment.candidacy
    reading = reading_of(assignment.round, candidacy)
    return {
        "pk": assignment.pk,
        "unit": candidacy.unit.name,
        "round": assignment.round.name,
        "notices": _notices(assignment),
        "dossier": _dossier(reading),
        "items": _items(sheet, reading),
        COMMENT: sheet.comment,
    }


def _notices(assignment: Assignment) -> list[str]:
    sheet = assignment.sheet
    found = [f"您须回避：{reason}" for reason in conflicts_of(assignment.reviewer, assignment.candidacy.unit)]
    if not sheet.is_draft:
        found.append("评分表已提交，不能再修改。")
    elif sheet.reopened_for:
        found.append(f"评审组长退回了您的评分表：{sheet.reopened_for}")
    return found


def _dossier(reading: Reading) -> dict:
    taken = (
        f"{chinese_date(reading.taken_at.date())}进入考核时固定，评审以此为准。" if reading.taken_at else ""
    )
    return {
        "taken": taken,
        "facts": [pair for pair in reading.content["facts"] if pair[1]],
        "checks": reading.content["checks"],
        "texts": [pair for pair in reading.content["texts"] if pair[1]],
    }


def _items(sheet: ScoreSheet, reading: Reading) -> list[dict]:
    scores = {score.item_id: score for score in sheet.scores.all()}
    photos = Counter(sheet.photos.values_list("item", flat=True))
    return [
        _head(item, reading.entry(item.pk))
        | ({} if item.is_auto else _answered(item, scores.get(item.pk), photos[item.pk]))
        for item in sheet.standard.items.for_scoring()
    ]


def _head(item: StandardItem, own: Mapping | None) -> dict:
    return {
        "pk": item.pk,
        "name": item.name,
        "kind": _kind(item),
        "about": " · ".join(_about(item)),
        "guidance": item.guidance,
        "clause": item.clause,
        "own": _own_words(own),
    }


def _answered(item: StandardItem, score: Score | None, photos: int) -> dict:
    return {
        "answer": name_of(item),
        "remark": remark_name(item),
        "fields": _fields(item, answer_of(score, item) if score else None),
        "version": score.version if score else 0,
        "limits": {"points": plain(item.points), "most": plain(item.most), "step": plain(item.step)},
        "sentences": _sentences(item),
        "rules": _rules(item),
        "choices": FOUND if item.is_veto else (),
        "legend": "是否存在这一情形",
        "remark_label": "情形和依据（选“有”时填写）" if item.is_veto else "",
        "worded": ["yes"],
        "held": _held(item, score, photos),
    }


def _kind(item: StandardItem) -> str:
    if item.is_auto or item.is_veto:
        return item.kind
    return "marks" if scores_by_marks(item) else "points"


def _about(item: StandardItem) -> list[str]:
    place = item.dimension.name if item.dimension.name != item.name else ""
    return [word for word in (place, item.get_kind_display(), "、".join(item.method_labels)) if word]


def _own_words(own: Mapping | None) -> dict | None:
    """Records are named only: they are read on line."""
    if own is None:
        return None
    return {
        "claimed": own["claimed"] or "未填写",
        "records": [text for text, _ in own["records"]],
        "texts": _own_texts(own),
    }


def _own_texts(own: Mapping) -> list[str]:
    """As on the page proper, problems and measures under their names."""
    named = (("", own["evidence"]), ("存在问题：", own["problem"]), ("整改措施：", own["measure"]))
    return [f"{name}{text}" for name, text in named if text]


def _sentences(item: StandardItem) -> dict[str, str]:
    """What the portal would refuse, to be said on the phone at once; `reviews.answers` decides."""
    if item.is_veto:
        return {"answer": REMARK_NEEDS_CHOICE, "remark": FOUND_NEEDS_EVIDENCE}
    if scores_by_marks(item):
        return {"answer": REMARK_NEEDS_MARKS}
    return {
        "answer": REMARK_NEEDS_POINTS,
        "range": f"请填写 0 到 {plain(item.most)} 之间的分数，按 {plain(item.step)} 分的整数倍。",
        "remark": DEDUCTION_NEEDS_REASON if item.kind == "deduct" else "",
    }


def _rules(item: StandardItem) -> list[dict]:
    if not scores_by_marks(item):
        return []
    return [
        {
            "name": rule_name(rule.pk),
            "text": rule.text,
            "words": rule_words(rule.spec, item),
            "most": rule.max_times,
        }
        for rule in item.rules.all()
    ]


def _fields(item: StandardItem, answer: Answer | None) -> dict[str, str | int | bool]:
    """Points as people write them, nothing for none."""
    return {
        name: plain(value) if isinstance(value, Decimal) or value is None else value
        for name, value in fields_of(item, answer).items()
    }


def _held(item: StandardItem, score: Score | None, photos: int) -> dict:
    """What the portal holds for an item, to be read back."""
    if score is None:
        return {"answer": "", "remark": "", "photos": photos, "at": ""}
    answer = ("有" if score.found else "无") if item.is_veto else f"{plain(score.points)} 分"
    return {"answer": answer, "remark": score.remark, "photos": photos, "at": _clock(score.saved_at)}


def _clock(moment: datetime) -> str:
    """In words of the portal's own time: the phone's clock may be wrong."""
    return date_format(localtime(moment), "n月j日 H:i")


def item_of(sheet: ScoreSheet, key: int) -> StandardItem:
    """What people score, by its primary key; Http404 for all else."""
    return get_object_or_404(sheet.items_to_score().for_scoring(), pk=key)


def told_conflict(item: StandardItem, conflict: Conflict) -> dict:
    """What another device saved, as `fields` and `version` of a document's item."""
    at = _clock(conflict.saved_at) if conflict.saved_at else ""
    return {"fields": _fields(item, conflict.answer), "version": conflict.version, "at": at}
