"""A unit's own words as its record stands now, as plain JSON; the shape is told in `reviews.dossier_texts`."""

import hashlib
import json

from core.text import chinese_date
from creation_cycle.models import Candidacy, RosterSnapshot, SelfAssessmentEntry
from creation_cycle.queries.evidence import Record, evidence_of
from creation_cycle.rule_book import plain

TEXTS = ("plan", "goal", "standard_summary", "sign", "carrier", "slogan", "pledge", "story")


def content_of(candidacy: Candidacy) -> dict:
    """What a reviewer reads about the unit: nothing about single persons beyond what has to be judged."""
    snapshot = getattr(candidacy, "roster_snapshot", None)
    return {
        "facts": _facts(candidacy, snapshot),
        "checks": [finding["text"] for finding in snapshot.findings] if snapshot else [],
        "texts": [[candidacy._meta.get_field(name).verbose_name, getattr(candidacy, name)] for name in TEXTS],
        "entries": _entries(candidacy),
    }


def digest_of(content: dict) -> str:
    """SHA-256 over the canonical JSON, so that a copy on paper can be compared."""
    return hashlib.sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _facts(candidacy: Candidacy, snapshot: RosterSnapshot | None) -> list[list[str]]:
    unit = candidacy.unit
    taken = f"{snapshot.headcount} 人（{chinese_date(snapshot.taken_at.date())}）" if snapshot else ""
    place = " · ".join(str(part) for part in (unit.region, unit.industry) if part)
    return [
        ["集体名称", unit.name],
        ["所属单位", str(unit.employer or "")],
        ["地区与行业", place],
        ["集体类型", str(unit.unit_type or "")],
        ["申报", f"{candidacy.get_level_display()}青年文明号 · {candidacy.get_kind_display()}"],
        ["创建标准", str(candidacy.standard or "")],
        ["备案时人数", taken],
        ["监督电话", candidacy.complaint_phone],
    ]


def _entries(candidacy: Candidacy) -> dict[str, dict]:
    """By the primary key of the item, as JSON has it: text."""
    version = candidacy.judged_self_assessment
    if version is None:
        return {}
    entries = list(version.entries.for_scoring())
    records = evidence_of(entries, candidacy.unit)
    return {str(entry.item_id): _entry(entry, records[entry.pk]) for entry in entries}


def _entry(entry: SelfAssessmentEntry, records: list[Record]) -> dict:
    return {
        "name": entry.item.name,
        "claimed": _claimed(entry),
        "evidence": entry.evidence,
        "problem": entry.problem,
        "measure": entry.measure,
        "records": [[_line(record), record.url if record.is_open else ""] for record in records],
    }


def _claimed(entry: SelfAssessmentEntry) -> str:
    if entry.item.is_auto:
        return entry.measured
    if entry.item.is_veto:
        return "有" if entry.found else "无"
    points = "" if entry.points is None else f"{plain(entry.points)} 分"
    return "；".join(filter(None, [points, *entry.marked]))


def _line(record: Record) -> str:
    return f"{record}（集体已撤下）" if record.is_removed else str(record)
