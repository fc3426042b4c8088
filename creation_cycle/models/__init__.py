from creation_cycle.models.adjustment import Adjustment, AdjustmentFile
from creation_cycle.models.candidacy import Candidacy, RosterSnapshot
from creation_cycle.models.certificate import Certificate
from creation_cycle.models.cycle import Cycle, Quota
from creation_cycle.models.legacy_import import LegacyImport, LegacyRow
from creation_cycle.models.notice import Notice, NoticeEntry
from creation_cycle.models.number_series import NumberSeries
from creation_cycle.models.objection import Objection, ObjectionFile
from creation_cycle.models.plaque import Plaque
from creation_cycle.models.recheck import Recheck
from creation_cycle.models.recheck_draw import RecheckDraw
from creation_cycle.models.recheck_finding import RecheckFinding, RecheckLook, RecheckReminder
from creation_cycle.models.recheck_year import RecheckYear
from creation_cycle.models.rule_set import RuleSet, RuleSetting
from creation_cycle.models.self_assessment import SelfAssessment
from creation_cycle.models.self_assessment_entry import SelfAssessmentEntry
from creation_cycle.models.standard import Standard
from creation_cycle.models.standard_item import ScoringRule, StandardDimension, StandardItem
from creation_cycle.models.title import Recognition, Title

__all__ = [
    "Adjustment",
    "AdjustmentFile",
    "Candidacy",
    "Certificate",
    "Cycle",
    "LegacyImport",
    "LegacyRow",
    "Notice",
    "NoticeEntry",
    "NumberSeries",
    "Objection",
    "ObjectionFile",
    "Plaque",
    "Quota",
    "Recheck",
    "RecheckDraw",
    "RecheckFinding",
    "RecheckLook",
    "RecheckReminder",
    "RecheckYear",
    "Recognition",
    "RosterSnapshot",
    "RuleSet",
    "RuleSetting",
    "ScoringRule",
    "SelfAssessment",
    "SelfAssessmentEntry",
    "Standard",
    "StandardDimension",
    "StandardItem",
    "Title",
]
