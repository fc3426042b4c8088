"""Who keeps service projects, and the stays at their stations."""

import rules

from units.enums import OfficeRole
from units.models import Committee
from units.permissions import holds_any_office, is_active, serves_anywhere

KEEPERS = (OfficeRole.OFFICER, OfficeRole.VOLUNTEER)


def committee_of(record) -> int:
    """Key of the committee whose action a row belongs to, up the chain of foreign keys."""
    for name in ("indicator", "station", "project", "action"):
        if hasattr(record, f"{name}_id"):
            return committee_of(getattr(record, name))
    return record.committee_id


@rules.predicate
def keeps_projects(user, record=None):
    """管理员 or 志愿服务管理员 at or above the action's committee; without a record: anywhere."""
    if record is None:
        return serves_anywhere(user, *KEEPERS)
    return Committee.objects.overseen_by(user, *KEEPERS).filter(pk=committee_of(record)).exists()


MOVES = {
    "arrive_stay": keeps_projects,
    "leave_stay": keeps_projects,
    "cancel_stay": keeps_projects,
    "miss_stay": keeps_projects,
    "call_off_stay": rules.always_false,
}

PAGES = {
    **{f"view_{name}": holds_any_office for name in (
        "serviceaction", "serviceproject", "indicator", "progressreport", "youthstation")},
    **{f"{right}_{name}": keeps_projects for right in ("add", "change") for name in (
        "serviceaction", "serviceproject", "indicator", "hopehut", "youthstation")},
    "add_progressreport": keeps_projects,
    "view_hopehut": keeps_projects,
    "view_stay": keeps_projects,
}  # fmt: skip

for _name, _predicate in {**MOVES, **PAGES}.items():
    rules.add_perm(f"volunteers.{_name}", is_active & _predicate)
