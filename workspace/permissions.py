"""Who may make the workspace's moves and keep its registers; named facts, combined (STYLE 11)."""

import rules

from units.enums import OfficeRole, UnitRole
from units.models import Committee
from units.permissions import holds_any_office, is_active, is_officer, keeps, serves


def _leads(user, unit_id) -> bool:
    return keeps(user, unit_id, UnitRole.CAPTAIN, UnitRole.DEPUTY)


@rules.predicate
def leads_proposer(user, link=None):
    """号长 or 副号长 of the unit that proposed the link."""
    return link is not None and _leads(user, link.proposer_id)


@rules.predicate
def leads_partner(user, link=None):
    """号长 or 副号长 of the unit that was asked."""
    return link is not None and _leads(user, link.partner_id)


@rules.predicate
def leads_unit(user, unit=None):
    """号长 or 副号长: whoever speaks for the unit towards others."""
    return unit is not None and _leads(user, unit.pk)


@rules.predicate
def officer_of_committee(user, record=None):
    """Officer of the record's own committee; without a record: an officer anywhere."""
    return is_officer(user) if record is None else serves(user, record.committee_id, OfficeRole.OFFICER)


@rules.predicate
def oversees_committee_of(user, record=None):
    """Officer of the record's committee or of one above it; without a record: an officer anywhere."""
    if record is None:
        return is_officer(user)
    return Committee.objects.overseen_by(user, OfficeRole.OFFICER).filter(pk=record.committee_id).exists()


@rules.predicate
def oversees_committee(user, committee=None):
    """Whoever serves there or above, in any office, reads what a committee recorded."""
    if committee is None:
        return holds_any_office(user)
    return Committee.objects.overseen_by(user).filter(pk=committee.pk).exists()


@rules.predicate
def officer_there(user, committee=None):
    """Officer of exactly this committee: its activities are its own to record."""
    return committee is not None and serves(user, committee.pk, OfficeRole.OFFICER)


MOVES = {
    "workspace.confirm_unitlink": leads_partner,
    "workspace.decline_unitlink": leads_partner,
    "workspace.withdraw_unitlink": leads_proposer,
    "workspace.end_unitlink": leads_proposer | leads_partner,
}

for name, predicate in MOVES.items():
    rules.add_perm(name, is_active & predicate)

rules.add_perm("workspace.propose_unitlink", is_active & leads_unit)

PAGES = {
    "workspace.view_documenttemplate": holds_any_office,
    "workspace.add_documenttemplate": is_officer,
    "workspace.change_documenttemplate": officer_of_committee,
    "workspace.view_duty": holds_any_office,
    "workspace.add_duty": is_officer,
    "workspace.change_duty": officer_of_committee,
    "workspace.view_activitytype": holds_any_office,
    "workspace.view_innovationcategory": holds_any_office,
    "workspace.add_innovationcategory": is_officer,
    "workspace.change_innovationcategory": officer_of_committee,
    "workspace.view_committee_year": oversees_committee,
    "workspace.keep_committee_year": officer_there,
    "workspace.view_cluster": holds_any_office,
    "workspace.add_cluster": is_officer,
    "workspace.change_cluster": oversees_committee_of,
}

rules.add_perm("workspace", is_active & holds_any_office)
for name, predicate in PAGES.items():
    rules.add_perm(name, is_active & predicate)
