from credit.models.batch import QueryBatch
from credit.models.case import CreditCase
from credit.models.consent import Consent
from credit.models.entry import RedListEntry
from credit.models.measure import Measure, MeasureGrant
from credit.models.objection import ListObjection
from credit.models.partner import Partner, PartnerTerm
from credit.models.pledge import Pledge, PledgeFollowUp
from credit.models.policy import ListPolicy, ListQuota, PolicyRule
from credit.models.query import CreditQuery
from credit.models.retest import RetestNote
from credit.models.snapshot import DecisionSnapshot

__all__ = [
    "Consent",
    "CreditCase",
    "CreditQuery",
    "DecisionSnapshot",
    "ListObjection",
    "ListPolicy",
    "ListQuota",
    "Measure",
    "MeasureGrant",
    "Partner",
    "PartnerTerm",
    "Pledge",
    "PledgeFollowUp",
    "PolicyRule",
    "QueryBatch",
    "RedListEntry",
    "RetestNote",
]
