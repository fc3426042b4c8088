"""What decisions here mean for the credit registers below: snapshots kept, honours posted down."""

from core import clock
from core.lifecycle import consequence
from creation_cycle.models import Candidacy, Title
from credit.enums import SubjectKind
from credit.queries.clearance import clearances_of_unit
from credit.services import red_list, snapshots
from credit.subjects import Subject


def honour_key(title: Title) -> str:
    """Under which a title's honour stands in the red list."""
    return f"title:{title.pk}"


@consequence("keep_credit")
def keep_credit(candidacy: Candidacy, *, by, **_) -> None:
    """The answers that stood behind the decision, as they were that day."""
    asked = clearances_of_unit(candidacy.unit, candidacy.cycle.credit_query, clock.today())
    snapshots.keep(f"candidacy:{candidacy.pk}", candidacy.get_state_display(), asked)


@consequence("post_honour")
def post_honour(candidacy: Candidacy, *, by, **_) -> None:
    """A certified collective becomes a candidate of the red list, where its line keeps one (S0)."""
    title = candidacy.recognition.title
    unit, committee = candidacy.unit, candidacy.cycle.committee
    red_list.post_honour(
        source_key=honour_key(title),
        committee=committee,
        subject=Subject(SubjectKind.COLLECTIVE, unit.name, unit_id=unit.pk),
        honour=title.full_name,
        honour_level=title.level,
        granting_body=committee.issuer_name or committee.name,
        granted_on=candidacy.decided_on,
        document_number=candidacy.decision_number,
        by=by,
    )


@consequence("suspend_honour")
def suspend_honour(title: Title, *, by, **_) -> None:
    """A title that is gone carries nothing on the red list; a person decides what becomes of the entry."""
    red_list.suspend_honour(
        honour_key(title), f"{title.full_name}{title.get_state_display()}：{title.state_reason}"
    )


@consequence("restore_honour")
def restore_honour(title: Title, *, by, **_) -> None:
    """The decision against the title was overturned: the entry may be taken back onto the page by a person."""
    red_list.restore_honour(honour_key(title), f"{title.full_name}已恢复")
