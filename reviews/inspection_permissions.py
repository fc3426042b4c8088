"""Who plans inspections, who makes them, and who follows them up."""

import rules

from units.enums import OfficeRole
from units.permissions import holds_any_office, is_officer, serves


@rules.predicate
def runs_inspection(user, inspection=None):
    """Officer of exactly the committee that inspects; without one: an officer anywhere."""
    return (
        is_officer(user) if inspection is None else serves(user, inspection.committee_id, OfficeRole.OFFICER)
    )


@rules.predicate
def inspects(user, inspection=None):
    """检查人员 of this inspection."""
    return inspection is not None and inspection.inspectors.filter(pk=user.pk).exists()


@rules.predicate
def sees_inspection(user, inspection=None):
    if inspection is None:
        return holds_any_office(user)
    return type(inspection).objects.visible_to(user).filter(pk=inspection.pk).exists()


MOVES = {
    "report_inspection": inspects,
    "close_inspection": runs_inspection,
    "cancel_inspection": runs_inspection,
}

PAGES = {
    "view_inspection": sees_inspection,
    "add_inspection": is_officer,
}
