from creation_cycle.forms.evidence import EvidenceForm, EvidenceSearch
from creation_cycle.forms.filing import FilingForm, StartForm
from creation_cycle.forms.plan import PlanForm
from creation_cycle.forms.self_assessment import SelfAssessmentForm
from creation_cycle.forms.story import StoryForm

__all__ = [
    "EvidenceForm",
    "EvidenceSearch",
    "FilingForm",
    "PlanForm",
    "SelfAssessmentForm",
    "StartForm",
    "StoryForm",
]
