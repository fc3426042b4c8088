"""Who may make the workspace's moves and keep its registers; named facts, combined (STYLE 11)."""

import rules

from units.enums import UnitRole
from units.permissions import is_active, keeps


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


MOVES = {
    "workspace.confirm_unitlink": leads_partner,
    "workspace.decline_unitlink": leads_partner,
    "workspace.withdraw_unitlink": leads_proposer,
    "workspace.end_unitlink": leads_proposer | leads_partner,
}

for name, predicate in MOVES.items():
    rules.add_perm(name, is_active & predicate)
