"""认定: a certified candidacy makes or raises a title (S1 二.2; domain.md §2.3)."""

from django.db import transaction

from core.lifecycle import Finding, TransitionBlocked, consequence
from core.services import ledger
from creation_cycle.enums import MAX_STAR, TitleState
from creation_cycle.models import Candidacy, Recognition, Title
from creation_cycle.services import certificates, plaques
from units.enums import Level


@consequence("recognise")
def recognise(candidacy: Candidacy, *, by, **_) -> Recognition:
    """The star that the public saw on the notice; a title, and its certificate in the queue.

    The notice computed it by S1 二.2: one more at this level, at most three, once per cycle.
    """
    star = candidacy.published_entry.star
    title = candidacy.unit.titles.in_force().select_for_update().filter(level=candidacy.level).first()
    if title:
        star = min(star, title.star + 1)  # a star lost since the notice is not won back by it
    title = _raised(title, candidacy, star, by) if title else _new(candidacy, by)
    recognition = Recognition.objects.create(
        title=title,
        cycle=candidacy.cycle,
        candidacy=candidacy,
        label=candidacy.cycle.name,
        star=star,
        recognised_on=candidacy.decided_on,
        decision_number=candidacy.decision_number,
    )
    certificates.queue(recognition, by=by)
    plaques.keep_up(title, reason=f"再次认定：{recognition.label}", by=by)
    return recognition


@transaction.atomic
def change_star(title: Title, star: int, *, reason: str, by) -> Title:
    """调整星级: the title's star from now on, with its reason in the ledger and a new certificate.

    Raises TransitionBlocked for a star that does not exist; the same star changes nothing. A title that is no longer
    held keeps its papers as they are.
    """
    if not 1 <= star <= MAX_STAR:
        raise TransitionBlocked(
            [Finding(ok=False, text=f"星级只有 1 到 {MAX_STAR} 星，不能调整为 {star} 星")]
        )
    title = Title.objects.select_for_update(of=("self",)).get(pk=title.pk)
    if title.star == star:
        return title
    before, title.star = title.get_star_display(), star
    title.save(update_fields=["star"])
    ledger.append(
        title,
        move="change_star",
        label="调整星级",
        by=by,
        source=title.state,
        target=title.state,
        note=f"{before}→{title.get_star_display()}：{reason}",
    )
    if title.state in (TitleState.IN_FORCE, TitleState.WARNED):
        certificates.replace_for_star(title, reason=reason, by=by)
    return title


def _raised(title: Title, candidacy: Candidacy, star: int, by) -> Title:
    """A past title registered by hand gets this portal's committee with its first recognition here."""
    title.star, title.last_recognised_on = max(title.star, star), candidacy.decided_on
    title.committee = candidacy.cycle.committee
    title.save()
    ledger.append(
        title,
        move="recognise",
        label="再次认定",
        by=by,
        source=title.state,
        target=title.state,
        note=f"{candidacy.cycle}，{title.get_star_display()}，{candidacy.decision_number}",
    )
    return title


def _new(candidacy: Candidacy, by) -> Title:
    committee = candidacy.cycle.committee
    title = Title.objects.create(
        unit=candidacy.unit,
        level=candidacy.level,
        committee=committee,
        star=candidacy.published_entry.star,
        name=title_name(Level(candidacy.level), committee.region.name),
        first_recognised_on=candidacy.decided_on,
        last_recognised_on=candidacy.decided_on,
    )
    ledger.append_creation(title, by=by, note=candidacy.decision_number)
    return title


def title_name(level: Level, place: str) -> str:
    """全国青年文明号 / 广东省青年文明号 / 中山市青年文明号 (domain.md §11)."""
    return f"{'全国' if level == Level.NATIONAL else place}青年文明号"
