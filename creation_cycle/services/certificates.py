"""Numbering, queueing and drawing certificates; a character that cannot be printed refuses by name."""

import hashlib

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from core.lifecycle import consequence, perform
from core.services import jobs, ledger
from creation_cycle.certificates.content import CertificateContent, CertificateRefused
from creation_cycle.certificates.drawing import draw_certificate
from creation_cycle.certificates.number import format_number
from creation_cycle.enums import CertificateState
from creation_cycle.models import Certificate, NumberSeries, Recognition
from units.models import Committee, Region


def queue(recognition: Recognition, *, by) -> Certificate:
    """Give the recognition its number and let a job draw the certificate after this transaction."""
    certificate = Certificate.objects.create(recognition=recognition, number=next_number(recognition))
    ledger.append_creation(certificate, by=by)
    start_drawing(certificate, by=by)
    return certificate


def register(recognition: Recognition, *, by) -> Certificate:
    """A number for a past title: verifiable here, while its paper stays what it was."""
    certificate = Certificate.objects.create(
        recognition=recognition, number=next_number(recognition), is_registered_only=True
    )
    ledger.append_creation(certificate, by=by)
    return perform(certificate, "issue", by=None, note="往届称号登记")


def next_number(recognition: Recognition) -> str:
    """`{level}{region6}-{cycle}-{seq4}-{check}` (domain.md §11); the sequence has no gaps."""
    title = recognition.title
    region = title.committee.region if title.committee_id else _naming_region(title)
    year = recognition.cycle.closes_on.year if recognition.cycle_id else recognition.recognised_on.year
    parts = {"level": title.level, "region": region.code[:6], "cycle": year}
    sequence = NumberSeries.take(f"{title.level}-{parts['region']}-{year}")
    return format_number(**parts, sequence=sequence)


def _naming_region(title) -> Region:
    """Where a past title without a committee of ours was named: the province for provincial ones, else the unit's."""
    region = title.unit.region
    if title.level not in ("national", "provincial"):
        return region
    return Region.objects.get(code=region.path.split("/", 1)[0])


@consequence("queue_certificate")
def start_drawing(certificate: Certificate, *, by, **_) -> None:
    title = certificate.recognition.title
    jobs.start(
        "issue_certificates",
        by=by,
        total=1,
        title=f"制发证书：{title.unit}",
        arguments={"ids": [certificate.pk]},
    )


def start_all_queued(*, by=None) -> int:
    """One job for every certificate that waits; returns how many."""
    waiting = Certificate.objects.filter(state=CertificateState.QUEUED).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    if ids:
        jobs.start("issue_certificates", by=by, total=len(ids), arguments={"ids": ids})
    return len(ids)


@transaction.atomic
def draw(certificate: Certificate) -> Certificate:
    """Draw, store and issue one certificate, or fail it with a sentence; safe to run twice."""
    certificate = Certificate.objects.select_for_update(of=("self",)).get(pk=certificate.pk)
    if certificate.state != CertificateState.QUEUED:
        return certificate
    try:
        pdf = draw_certificate(content_of(certificate))
    except CertificateRefused as error:
        return perform(certificate, "fail", by=None, failure=str(error), note=str(error))
    path = f"certificates/{certificate.recognition.recognised_on.year}/{certificate.number}.pdf"
    default_storage.delete(path)  # a worker killed after writing left the same file
    stored = default_storage.save(path, ContentFile(pdf))
    return perform(certificate, "issue", by=None, file=stored, file_hash=hashlib.sha256(pdf).hexdigest())


def content_of(certificate: Certificate) -> CertificateContent:
    """What the certificate says, in the wording of domain.md §11."""
    recognition = certificate.recognition
    title = recognition.title
    return CertificateContent(
        unit_name=title.unit.name,
        cycle_label=recognition.cycle.years_label,
        level_label=title.name.removesuffix("青年文明号"),
        star_label=recognition.get_star_display(),
        number=certificate.number,
        issuers=tuple(issuers_of(title.committee)),
        issued_on=recognition.recognised_on,
        verify_url=f"{settings.SITE_URL}/verify/{certificate.number}/",
    )


def issuers_of(committee: Committee) -> list[str]:
    return (committee.issuer_name or committee.name).split("、")
