"""Who is on the register already, by the card; in the words of whoever wants to record them a second time."""

from core.crypto import blind_index
from volunteers.enums import VolunteerState
from volunteers.models import Volunteer

MERGED = "该证件的档案已并入 {number}，请按保留的档案更新"
FORGOTTEN = "本人已要求删除个人信息，须由本人重新登记"
KNOWN = "该证件号码已经登记"


def known_by(identity_number: str) -> tuple[Volunteer | None, str]:
    """The record that stands for the card, and why there can be no second one; empty when there can."""
    found = Volunteer.objects.with_identity(identity_number).select_related("merged_into").first()
    if found and found.state == VolunteerState.MERGED:
        return found.merged_into, MERGED.format(number=found.merged_into.number)
    if found:
        return found, KNOWN
    is_forgotten = Volunteer.objects.filter(forgotten_index=blind_index(identity_number)).exists()
    return None, FORGOTTEN if is_forgotten else ""
