"""A unit's public page: what it holds, since when, what it promises. No person appears on it (PIPL art. 25)."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from creation_cycle.enums import CandidacyState, TitleState
from creation_cycle.models import Candidacy, Certificate, Notice, Recheck, Recognition, Title
from honor_roll.queries.notices import notices_about
from honor_roll.queries.roll import with_precision
from honor_roll.queries.title_history import histories_of
from units.enums import Level
from units.models import Unit
from workspace.models import Activity
from workspace.queries.log import public_log

ACTIVITIES_SHOWN = 6
HELD = (TitleState.IN_FORCE, TitleState.WARNED)
CREATED_PUBLICLY = (
    CandidacyState.CREATING,
    CandidacyState.APPLIED,
    CandidacyState.ASSESSING,
    CandidacyState.MET,
    CandidacyState.NOT_MET,
    CandidacyState.NOMINATED,
    CandidacyState.PUBLICISED,
    CandidacyState.CONTESTED,
    CandidacyState.CERTIFIED,
)
"""From 启动创建 on the pledge is public (S1 二.3); before that it is a draft."""


@dataclass(frozen=True)
class Plaque:
    """`titles` stand in order of level, the highest first, each with `events`; `crown` is the highest held, or None.

    `activities` are the newest of those that the unit made public; a record of the log names no person.
    """

    unit: Unit
    titles: list[Title]
    crown: Title | None
    pledge: str
    complaint_phone: str
    notices: QuerySet[Notice]
    activities: list[Activity]
    has_more_activities: bool


def units_with_titles() -> QuerySet[Unit]:
    """Units that ever held a title, whatever became of it; no other has a public page."""
    held = Title.objects.values("unit")
    return Unit.objects.filter(pk__in=held).select_related("region", "industry", "employer")


def plaque_of(unit: Unit) -> Plaque:
    levels = list(Level)
    titles = sorted(_titles_of(unit), key=lambda title: (levels.index(title.level), -title.pk))
    histories = histories_of(titles)
    for title in titles:
        title.events = histories[title.pk]
    recent = list(public_log(unit)[: ACTIVITIES_SHOWN + 1])
    pledged = Candidacy.objects.filter(unit=unit, state__in=CREATED_PUBLICLY).order_by("-pk").first()
    return Plaque(
        unit=unit,
        titles=titles,
        crown=next((title for title in titles if title.state in HELD), None),
        pledge=pledged.pledge if pledged else "",
        complaint_phone=(pledged and pledged.complaint_phone) or unit.complaint_phone,
        notices=notices_about(unit),
        activities=recent[:ACTIVITIES_SHOWN],
        has_more_activities=len(recent) > ACTIVITIES_SHOWN,
    )


def _titles_of(unit: Unit) -> QuerySet[Title]:
    certificates = Prefetch("certificates", Certificate.objects.public(), to_attr="public_certificates")
    recognitions = Prefetch("recognitions", Recognition.objects.prefetch_related(certificates))
    rechecks = Prefetch("rechecks", Recheck.objects.public().order_by("-year"), to_attr="public_rechecks")
    titles = with_precision(unit.titles.select_related("committee"))
    return titles.prefetch_related(recognitions, rechecks)
