"""What the register holds about one person, for that person: to read, and to take away (个人信息保护法第四十五条)."""

from core.models import AccessRecord
from core.templatetags.portal import cn_date, cn_datetime
from volunteers.enums import ConsentMatter
from volunteers.models import Volunteer
from volunteers.services.exporting import SEXES

MOST_LOOKS = 50


def facts(volunteer: Volunteer, *, plain: bool) -> dict[str, str]:
    """Numbers masked unless asked for: others may look over one's shoulder."""
    identity = volunteer.identity_number if plain else volunteer.masked_identity_number
    return {
        "志愿者编号": volunteer.number,
        "姓名": volunteer.name,
        "证件": f"{volunteer.get_identity_kind_display()} {identity}".strip(),
        "出生日期": cn_date(volunteer.birth_date) if plain else _year(volunteer.birth_date),
        "性别": SEXES[volunteer.sex],
        "联系电话": volunteer.phone if plain else volunteer.masked_phone,
        "居住区划": str(volunteer.region or ""),
        "服务技能": "、".join(skill.name for skill in volunteer.skills.all()),
        "登记组织": str(volunteer.organisation or ""),
        "注册日期": cn_date(volunteer.registered_on),
    }


def _year(day) -> str:
    return f"{day.year}年" if day else ""


def consent_rows(volunteer: Volunteer) -> list[dict]:
    """Every matter, agreed to or not."""
    held = {consent.purpose: consent for consent in volunteer.consents.in_force()}
    return [{"matter": matter, "consent": held.get(matter.value)} for matter in ConsentMatter]


def looks(volunteer: Volunteer):
    """Who looked at the record and what for, newest first."""
    return AccessRecord.objects.of(volunteer).select_related("user")[:MOST_LOOKS]


def everything(volunteer: Volunteer) -> dict:
    """For taking away, as plain values: facts, organisations, consents, requests, and who looked."""
    return {
        "我的资料": facts(volunteer, plain=True),
        "我的组织": [
            {"组织": str(row.organisation), "状态": row.get_state_display(), "申请日期": cn_date(row.asked_on)}
            for row in volunteer.memberships.select_related("organisation")
        ],
        "同意书": [
            {"事项": row.get_purpose_display(), "版本": row.version, "同意时间": cn_datetime(row.given_at),
             "撤回时间": cn_datetime(row.withdrawn_at)}
            for row in volunteer.consents.all()
        ],
        "个人信息申请": [
            {"事项": row.get_kind_display(), "说明": row.text, "状态": row.get_state_display(), "答复": row.answer}
            for row in volunteer.data_requests.all()
        ],
        "查看记录": [
            {"查看人": str(look.user), "时间": cn_datetime(look.at), "内容": look.what, "用途": look.purpose}
            for look in AccessRecord.objects.of(volunteer).select_related("user")
        ],
    }  # fmt: skip


def hold_words(volunteer: Volunteer) -> str:
    """Why the record may not be deleted for the time being; empty when it may."""
    if not volunteer.hold_until:
        return ""
    return f"您的资料依法留存至{cn_date(volunteer.hold_until)}：{volunteer.hold_reason}。期满前不能删除。"
