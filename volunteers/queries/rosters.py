"""Whether the members of a unit are on the register, and what to do about those who are not (S4 一(二)2: 全体成员)."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.findings import ADVISORY, Finding
from units.models import Member
from volunteers.models import Volunteer

CLAUSE = "重庆某区通知 一(二)2"
HOW = "请成员在“志愿者登记”页面登记并选择所属组织，组织同意后把志愿者编号填入花名册"


@dataclass(frozen=True)
class Registration:
    """What the register says about one member, with a tone for its badge."""

    word: str
    tone: str
    hint: str = ""

    @property
    def is_found(self) -> bool:
        return self.tone == "ok"


FOUND = Registration("在册", "ok")
MISSING = Registration("未登记", "wait", HOW)
UNKNOWN = Registration("编号未查到", "wait", "请核对编号；在其他平台登记的，请其组织把名册导入本平台")
OTHER = Registration("编号是他人的", "stop", "编号对应的姓名不一致，请核对编号")


def registrations(members: Iterable[Member]) -> dict[int, Registration]:
    """By the member's key; one query for a whole roster."""
    members = list(members)
    numbers = {member.volunteer_number for member in members if member.volunteer_number}
    cards = {member.identity_index for member in members if member.identity_index}
    rows = Volunteer.objects.on_register()
    found = rows.filter(number__in=numbers) | rows.filter(identity_index__in=cards)
    by_number, by_card = {}, {}
    for number, card, name in found.values_list("number", "identity_index", "name"):
        by_number[number] = name
        by_card[card] = number
    return {member.pk: _registration(member, by_number, by_card) for member in members}


def _registration(member: Member, by_number: dict, by_card: dict) -> Registration:
    if member.volunteer_number:
        name = by_number.get(member.volunteer_number)
        if name is None:
            return UNKNOWN
        return FOUND if name == member.name else OTHER
    if number := by_card.get(member.identity_index):
        return Registration("在册，编号未填", "info", f"志愿者编号是 {number}，请补填")
    return MISSING


def finding(members: Iterable[Member], found: dict[int, Registration]) -> Finding:
    """How many of the roster the register knows; it advises, the rule of the standard decides."""
    members = list(members)
    count = sum(found[member.pk].is_found for member in members)
    rest = [member.name for member in members if not found[member.pk].is_found]
    named = "、".join(rest[:5]) + ("等" if len(rest) > 5 else "")
    text = f"{len(members)} 名成员中 {count} 名在志愿者名册中查到" + (f"，未查到：{named}" if rest else "")
    return Finding(
        ok=not rest, text=text, clause=CLAUSE, required="全体成员为注册志愿者", remedy=HOW if rest else "",
        who="号长和成员本人", severity=ADVISORY,
    )  # fmt: skip
