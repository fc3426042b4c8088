"""Two records beside each other, before one is merged into the other; numbers masked."""

from volunteers.models import Volunteer


def comparison(duplicate: Volunteer, kept: Volunteer) -> list[tuple[str, str, str, bool]]:
    """Label, one record, the other, and whether they differ. Compared is what is stored, shown is what may be."""
    mine, theirs = _facts(duplicate), _facts(kept)
    return [
        (label, shown, theirs[label][0], value != theirs[label][1]) for label, (shown, value) in mine.items()
    ]


def _facts(volunteer: Volunteer) -> dict[str, tuple[str, object]]:
    born = f"{volunteer.birth_date.year}年" if volunteer.birth_date else ""
    count = volunteer.memberships.count()
    return {
        "志愿者编号": (volunteer.number, ""),
        "姓名": (volunteer.masked_name, volunteer.name),
        "证件": (
            f"{volunteer.get_identity_kind_display()} {volunteer.masked_identity_number}",
            volunteer.identity_index,
        ),
        "出生年份": (born, volunteer.birth_date),
        "性别": (volunteer.get_sex_display(), volunteer.sex),
        "联系电话": (volunteer.masked_phone, volunteer.phone_index),
        "登记组织": (str(volunteer.organisation or ""), volunteer.organisation_id),
        "加入的其他组织": (f"{count} 个", ""),
    }
