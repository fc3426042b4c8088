"""What a phone keeps of an inspection for the places without signal, and what its pages show.

The document has the form of a score sheet's (`reviews.queries.offline`), so that the same scripts draw it.
"""

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime

from core.text import chinese_date
from reviews.enums import Look
from reviews.models import Inspection, InspectionItem
from reviews.services.inspections import PROBLEM_NEEDS_WORDS, WORDS_NEED_LOOK, OtherLook
from units.queries.conflicts import conflicts_of

FORMAT = 1


def key_of(inspection: Inspection) -> str:
    """How phones tell it from a sheet."""
    return f"i{inspection.pk}"


def due_for(user) -> QuerySet[Inspection]:
    """Inspections that the user has yet to hand in, the first to end first."""
    own = Inspection.objects.of_inspector(user).planned().select_related("unit__region", "committee")
    seen = Count("items", filter=~Q(items__look=""))
    return own.annotate(seen=seen, points=Count("items")).order_by("closes_on", "pk")


def done_by(user) -> QuerySet[Inspection]:
    own = Inspection.objects.of_inspector(user).exclude(state="planned").select_related("unit__region")
    return own.order_by("-reported_on", "-pk")


def inspection_stamps(user) -> list[dict]:
    """Which documents the phone should have; a new stamp means that its copy is out of date."""
    waiting = due_for(user).annotate(photos=Count("items__photos"))
    return [
        {"pk": key_of(inspection), "stamp": f"{FORMAT}.{inspection.revision}.{inspection.photos}"}
        for inspection in waiting
    ]


def inspection_document(inspection: Inspection, user) -> dict:
    items = inspection.items.annotate(photo_count=Count("photos")).order_by("order", "pk")
    return {
        "pk": key_of(inspection),
        "unit": inspection.unit.name,
        "round": inspection.get_kind_display(),
        "notices": _notices(inspection, user),
        "dossier": {"taken": "", "facts": _facts(inspection), "checks": [], "texts": []},
        "items": [_point(item) for item in items],
        "comment": inspection.comment,
    }


def _notices(inspection: Inspection, user) -> list[str]:
    found = [f"您须回避：{reason}" for reason in conflicts_of(user, inspection.unit)]
    return found if inspection.is_draft else [*found, "检查情况已提交，不能再修改。"]


def _facts(inspection: Inspection) -> list[tuple[str, str]]:
    unit = inspection.unit
    window = f"{chinese_date(inspection.opens_on)}至{chinese_date(inspection.closes_on)}"
    secret = (
        "暗访，不通知集体，请不要事先说明身份" if inspection.kind == "unannounced" else "明查，已通知集体"
    )
    facts = [
        ("方式", secret),
        ("检查时间", window),
        ("检查重点", inspection.purpose),
        ("所在区划", str(unit.region)),
        ("所属单位", str(unit.employer or "")),
        ("监督电话", unit.complaint_phone),
    ]
    return [fact for fact in facts if fact[1]]


def look_name(item: InspectionItem) -> str:
    return f"found-{item.pk}"


def remark_name(item: InspectionItem) -> str:
    return f"remark-{item.pk}"


def fields_of(item: InspectionItem, look: str, remark: str) -> dict[str, str]:
    return {look_name(item): look, remark_name(item): remark}


def _point(item: InspectionItem) -> dict:
    return {
        "pk": item.pk,
        "name": item.name,
        "kind": "check",
        "about": "现场检查",
        "guidance": item.guidance,
        "clause": item.clause,
        "own": None,
        "answer": look_name(item),
        "remark": remark_name(item),
        "fields": fields_of(item, item.look, item.remark),
        "version": item.version,
        "sentences": {"answer": WORDS_NEED_LOOK, "remark": PROBLEM_NEEDS_WORDS},
        "rules": [],
        "choices": Look.choices,
        "legend": "看到的情况",
        "remark_label": "说明（选“存在问题”时填写）",
        "worded": [Look.PROBLEM.value],
        "held": _held(item),
    }


def _held(item: InspectionItem) -> dict:
    answer = item.get_look_display() if item.look else ""
    at = _clock(item.saved_at) if item.saved_at else ""
    return {"answer": answer, "remark": item.remark, "photos": item.photo_count, "at": at}


def _clock(moment) -> str:
    return date_format(localtime(moment), "n月j日 H:i")


def told_look(item: InspectionItem, other: OtherLook) -> dict:
    """What another device saved, as `fields` and `version` of a document's item."""
    at = _clock(other.saved_at) if other.saved_at else ""
    return {"fields": fields_of(item, other.look, other.remark), "version": other.version, "at": at}


def inspection_of(recheck) -> str:
    """For `creation_cycle.recheck_looks`: a visit that was planned for this recheck and handed in, in one sentence."""
    visit = recheck.inspections.filter(reported_on__isnull=False).order_by("-reported_on", "-pk").first()
    if visit is None:
        return ""
    problems = visit.items.problems().count()
    seen = f"发现 {problems} 项问题" if problems else "没有发现问题"
    return f"{visit.get_kind_display()} {visit.number}（{chinese_date(visit.reported_on)}）：{seen}"
