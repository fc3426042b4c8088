"""Numbers of certificates, and what becomes of them: queued, registered, reissued, overtaken, revoked.

Drawing and storing them is `issuing`.
"""

from django.db import transaction

from core import clock
from core.lifecycle import consequence, perform
from core.services import ledger
from creation_cycle.certificates.number import format_number
from creation_cycle.enums import CertificateState
from creation_cycle.models import Certificate, NumberSeries, Recognition, Title
from creation_cycle.models.certificate import CertificateQuerySet
from creation_cycle.services import issuing, plaques
from creation_cycle.services.naming import naming_region


def queue(recognition: Recognition, *, by) -> Certificate:
    """The certificate of a new recognition; the title's earlier one makes room and keeps its number."""
    title = recognition.title
    reason = f"再次认定：{recognition.label}"
    old = _superseded(title.certificates.filter(is_registered_only=False), reason)
    return _next(recognition, star=recognition.star, dated_on=recognition.recognised_on, replaces=old, by=by)


def register(recognition: Recognition, *, by) -> Certificate:
    """A number for a past title: verifiable here, while its paper stays what it was."""
    return _registered(recognition, star=recognition.star, dated_on=recognition.recognised_on, by=by)


@transaction.atomic
def revoke_for(title: Title, *, reason: str, by=None) -> list[Certificate]:
    """Every paper of a revoked title falls with it, those already replaced too; safe to run twice.

    `by` stands in the title's own history: here the portal acts.
    """
    fallen = title.certificates.exclude(state=CertificateState.REVOKED).select_for_update(of=("self",))
    return [perform(paper, "fall_with_title", by=None, note=reason) for paper in fallen.order_by("pk")]


@transaction.atomic
def replace_for_star(title: Title, *, reason: str, by=None) -> Certificate:
    """A certificate under a new number for the star that the title has now; the old one becomes 已换发.

    The plaque follows. Returns the certificate that stands for the title, which is the old one if its star is
    right: safe to run twice. A past title without a committee of ours gets a registered number, no file.
    """
    present = title.certificates.current().filter(star=title.star).order_by("-pk").first()
    if present:
        return present
    old = _superseded(title.certificates.all(), reason)
    recognition = title.recognitions.first()
    given = {"star": title.star, "dated_on": clock.today(), "is_adjusted": True, "replaces": old, "by": by}
    certificate = _next(recognition, **given) if title.committee_id else _registered(recognition, **given)
    plaques.keep_up(title, reason=reason, by=by)
    return certificate


@transaction.atomic
def restore_for(title: Title, *, reason: str, by=None) -> Certificate:
    """The title stands again after it was revoked: its last paper comes back under a new number, its plaque too.

    With another star than that paper names, as after any change of the star. Safe to run twice.
    """
    last = title.certificates.order_by("-pk").first()
    if last is None or last.state != CertificateState.REVOKED or last.star != title.star:
        return replace_for_star(title, reason=reason, by=by)
    perform(last, "return_with_title", by=None, note=reason)
    plaques.keep_up(title, reason=reason, by=by)
    return Certificate.objects.get(replaces=last)


def _superseded(papers: CertificateQuerySet, reason: str) -> Certificate | None:
    """Move the current ones of `papers` out of the way; returns the newest of them."""
    current = list(papers.current().select_for_update(of=("self",)).order_by("pk"))
    moved = [perform(paper, "supersede", by=None, note=reason) for paper in current]
    return moved[-1] if moved else None


@consequence("issue_successor")
def _issue_successor(old: Certificate, *, by, **_) -> None:
    """The same words under a new number."""
    follow = _registered if old.is_registered_only else _next
    follow(
        old.recognition,
        star=old.star,
        dated_on=old.dated_on,
        is_adjusted=old.is_adjusted,
        replaces=old,
        by=by,
    )


def _next(recognition: Recognition, *, by, **values) -> Certificate:
    """A certificate with the next number, which a job draws after this transaction."""
    certificate = _created(recognition, by=by, **values)
    issuing.start_one(certificate, by=by)
    return certificate


def _registered(recognition: Recognition, *, by, **values) -> Certificate:
    certificate = _created(recognition, by=by, is_registered_only=True, **values)
    return perform(certificate, "issue", by=None, note="往届称号登记")


def _created(recognition: Recognition, *, by, **values) -> Certificate:
    number = next_number(recognition)
    certificate = Certificate.objects.create(
        title=recognition.title, recognition=recognition, number=number, **values
    )
    old = certificate.replaces
    ledger.append_creation(certificate, by=by, note=f"代替 {old.number}" if old else "")
    return certificate


def next_number(recognition: Recognition) -> str:
    """`{level}{region6}-{cycle}-{seq4}-{check}` (domain.md §11); the sequence has no gaps."""
    title = recognition.title
    year = recognition.cycle.closes_on.year if recognition.cycle_id else recognition.recognised_on.year
    parts = {"level": title.level, "region": naming_region(title).code[:6], "cycle": year}
    sequence = NumberSeries.take(f"{title.level}-{parts['region']}-{year}")
    return format_number(**parts, sequence=sequence)
