"""The forms of a candidacy (S4 附件; domain.md §5.1, §5.3, §5.4); see `workspace.documents`."""

from creation_cycle.documents.application import APPLICATION
from creation_cycle.documents.filing import FILING
from creation_cycle.documents.self_assessment import SELF_ASSESSMENT

__all__ = ["APPLICATION", "CANDIDACY_FORMS", "FILING", "SELF_ASSESSMENT"]

CANDIDACY_FORMS = (FILING, APPLICATION, SELF_ASSESSMENT)
"""In the order in which a unit needs them."""
