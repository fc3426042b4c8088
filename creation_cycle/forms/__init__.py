from creation_cycle.forms.filing import FilingForm, StartForm
from creation_cycle.forms.plan import PlanForm
from creation_cycle.forms.self_assessment import SelfAssessmentForm

__all__ = ["FilingForm", "PlanForm", "SelfAssessmentForm", "StartForm"]
