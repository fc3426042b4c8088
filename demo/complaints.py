"""投诉 of the demo: one just arrived, one that `captain2` has to answer, one being checked, one answered."""

from django.core.files.base import ContentFile

from core.lifecycle import perform
from demo import pictures
from demo.story import Cast, days_from_now
from reviews.models import Complaint
from reviews.services.complaint_checks import assign_checkers, record_check
from reviews.services.complaints import complain, save_statement
from units.models import Unit
from workspace.media.images import clean_image

KNOWN_CODE = "DEMQ2345WXYZ"
"""The tracking code of the answered complaint, for whoever tries `/complaints/track/` in the demo."""


def take_in(asked: Unit, titled: list[Unit], cast: Cast) -> None:
    """`titled` hold titles of the city."""
    with days_from_now(-3):
        _arrive(titled[0])
    with days_from_now(-6):
        _ask(asked, cast)
    _being_checked(titled[1], cast)
    _answered(titled[2], cast)


def _arrive(unit: Unit) -> None:
    picture = clean_image(ContentFile(pictures.hall(11)[0], "窗口.jpg"))
    complain(
        unit,
        category="service",
        content="周二下午两点到窗口办事，三个窗口只有一个有人，排了五十分钟才办上，见照片。",
        name="演示投诉人",
        contact="13800000000",
        evidence=[picture],
    )


def _forwarded(unit: Unit, cast: Cast, content: str, summary: str, **said) -> Complaint:
    complaint, _ = complain(unit, content=content, **{"category": "service", **said})
    complaint = perform(complaint, "accept", by=cast["officer"])
    complaint.summary = summary
    complaint.save()
    return perform(complaint, "forward", by=cast["officer"])


def _ask(unit: Unit, cast: Cast) -> None:
    _forwarded(
        unit,
        cast,
        "上周给公布的监督电话打了三次，都没有人接。",
        "反映公布的监督电话在工作时间多次无人接听。请说明值守安排和上周的接听记录。",
        category="other",
    )


def _stated(unit: Unit, cast: Cast, words: tuple[str, str, str], **said) -> Complaint:
    content, summary, statement = words
    complaint = _forwarded(unit, cast, content, summary, **said)
    save_statement(complaint, by=cast.captains[unit.pk], statement=statement)
    complaint = perform(complaint, "hand_in_statement", by=cast.captains[unit.pk])
    assign_checkers(complaint, [cast["county"], cast["east"]], by=cast["officer"])
    return perform(complaint, "check_facts", by=cast["officer"])


def _being_checked(unit: Unit, cast: Cast) -> None:
    words = (
        "看到店铺门口把青年文明号标识印在促销海报上。",
        "反映集体把青年文明号标识用于促销宣传。请说明海报的制作和张贴情况。",
        "海报由合作单位制作，我们没有审核到位，发现后已于当天撤下。",
    )
    with days_from_now(-28):
        complaint = _stated(unit, cast, words, category="misuse")
        check = complaint.checks.get(checker=cast["county"])
        record_check(
            check, outcome="true", finding="现场查看并核对海报样稿，海报印有标识。", by=cast["county"]
        )


def _answered(unit: Unit, cast: Cast) -> None:
    words = (
        "周五下午四点半就停止叫号，说系统坏了，其实没有坏。",
        "反映提前停止叫号。请说明当日叫号系统和窗口情况。",
        "当日 16:30 系统升级，提前通知不够醒目，造成误会。",
    )
    with days_from_now(-20):
        complaint = _stated(unit, cast, words, code=KNOWN_CODE)
        for check in complaint.checks.select_related("checker"):
            finding = "核对系统日志和监控：升级属实，停号比公告早了十分钟。"
            record_check(check, outcome="partly", finding=finding, by=check.checker)
    with days_from_now(-9):
        complaint = perform(
            complaint, "conclude", by=cast["officer"], outcome="partly", note="系统日志和监控录像一致。"
        )
        complaint.measure = "已要求集体提前一天张贴升级公告，并安排人工取号。"
        complaint.save()
        perform(
            complaint,
            "feed_back",
            by=cast["officer"],
            reply="经两名核查人员核对系统日志和监控，系统升级属实，但停止叫号比公告早了十分钟。"
            "集体已改为提前一天公告，升级期间人工取号。感谢您的监督。",
        )
