from workspace.models.activity import Activity, ActivityFile, ActivityType
from workspace.models.care import CareTarget, CareVisit
from workspace.models.cluster import Cluster
from workspace.models.document_template import DocumentTemplate
from workspace.models.duty import Duty, DutyReminder, WallPosting
from workspace.models.growth import (
    GrowthCard,
    GrowthComment,
    GrowthConsent,
    GrowthGoal,
    GrowthPoint,
    GrowthSupporter,
    Quote,
)
from workspace.models.innovation import Innovation, InnovationCategory, InnovationFollowUp
from workspace.models.link import UnitLink
from workspace.models.vote import Vote, VoteTotal, VotingSlip

__all__ = [
    "Activity",
    "ActivityFile",
    "ActivityType",
    "CareTarget",
    "CareVisit",
    "Cluster",
    "DocumentTemplate",
    "Duty",
    "DutyReminder",
    "GrowthCard",
    "GrowthComment",
    "GrowthConsent",
    "GrowthGoal",
    "GrowthPoint",
    "GrowthSupporter",
    "Innovation",
    "InnovationCategory",
    "InnovationFollowUp",
    "Quote",
    "UnitLink",
    "Vote",
    "VoteTotal",
    "VotingSlip",
    "WallPosting",
]
