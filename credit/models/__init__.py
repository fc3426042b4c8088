from credit.models.case import CreditCase
from credit.models.consent import Consent
from credit.models.entry import RedListEntry
from credit.models.objection import ListObjection
from credit.models.policy import ListPolicy, ListQuota, PolicyRule
from credit.models.query import CreditQuery
from credit.models.snapshot import DecisionSnapshot

__all__ = [
    "Consent",
    "CreditCase",
    "CreditQuery",
    "DecisionSnapshot",
    "ListObjection",
    "ListPolicy",
    "ListQuota",
    "PolicyRule",
    "RedListEntry",
]
