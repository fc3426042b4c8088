"""异议 of the demo: one answered, one being looked into, one that came anonymously with a photo."""

from django.core.files.base import ContentFile

from core.lifecycle import perform
from creation_cycle.models import Candidacy, Notice
from creation_cycle.services.objections import object_to
from demo import pictures
from demo.story import Cast, days_from_now
from workspace.media.images import clean_image


def answer_one(notice: Notice, candidacy: Candidacy, cast: Cast) -> None:
    """Raised on the notice's second day and dismissed on the fourth: the unit's notice went on."""
    with days_from_now(-23):
        raised = object_to(
            notice,
            candidacy,
            content="名单上的集体人数与我了解的不一致，请核对花名册。",
            name="演示反映人",
            contact="13800000000",
        )
    with days_from_now(-22):
        raised = perform(raised, "accept", by=cast["officer"])
    with days_from_now(-21):
        perform(
            raised,
            "dismiss",
            by=cast["officer"],
            outcome="untrue",
            checked_by="演示核查员甲、演示核查员乙",
            note="核对花名册和在岗名单，人数一致。",
            reply="经两名核查人员核对花名册和在岗名单，该集体备案人数与实际一致，您反映的情况不属实。感谢您的监督。",
        )


def leave_two_open(notice: Notice, candidacy: Candidacy, cast: Cast) -> None:
    """Both about one unit: it waits, the others on the notice go on."""
    with days_from_now(-2):
        phone = object_to(
            notice,
            candidacy,
            content="该集体公开的监督电话上周两次无人接听，请核查。",
            name="演示反映人",
            contact="13900000000",
        )
    with days_from_now(-1):
        perform(phone, "accept", by=cast["officer"])
        picture = ContentFile(pictures.hall(7)[0], "窗口.jpg")
        object_to(
            notice,
            candidacy,
            content="上周三上午九点半，三个窗口只开了一个，群众排队超过半小时，见照片。",
            evidence=[clean_image(picture)],
        )
