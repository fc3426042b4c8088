"""Drawing, signing, storing and issuing certificates; a character that cannot be printed refuses by name.

The slow half, `draw_next`, holds no lock: it draws a chunk and stores the files, each under a name of its own bytes.
The short half, `issue`, writes the rows in one transaction. Killed in between, a chunk is drawn again.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from core import clock
from core.lifecycle import TransitionBlocked, consequence, perform
from core.services import jobs
from creation_cycle.certificates.content import CertificateContent, CertificateRefused
from creation_cycle.certificates.drawing import draw_many
from creation_cycle.enums import CertificateState
from creation_cycle.models import Certificate
from creation_cycle.services.signing import seal_at
from units.models import Committee

KIND = "issue_certificates"
CHUNK = 20
"""Certificates of one chunk: they are laid out together and issued in one transaction."""
MOST_IN_A_JOB = 1000
"""More are shared out among several jobs, so that several workers take part."""


@dataclass(frozen=True)
class Drawn:
    """One certificate's file, stored at `path`; or why there is none."""

    content: CertificateContent
    path: str = ""
    file_hash: str = ""
    signer: str = ""
    refused: str = ""


@consequence("queue_certificate")
def start_one(certificate: Certificate, *, by, **_) -> None:
    """A job for a single certificate, after this transaction."""
    title = f"制发证书：{certificate.title.unit}"
    jobs.start(KIND, by=by, total=1, title=title, arguments={"ids": [certificate.pk]})


def start_all_queued(waiting: QuerySet[Certificate] | None = None, *, by=None) -> list[jobs.Job]:
    """Jobs for every certificate that waits (of those given); one job unless they are very many."""
    rows = Certificate.objects.all() if waiting is None else waiting
    return start_jobs(rows.filter(state=CertificateState.QUEUED).values_list("pk", flat=True), by=by)


def start_jobs(ids: Iterable[int], *, by, title: str = "", **told) -> list[jobs.Job]:
    """Jobs that draw these certificates, each remembering what it is `told` beside."""
    ids = sorted(ids)
    parts = [ids[at : at + MOST_IN_A_JOB] for at in range(0, len(ids), MOST_IN_A_JOB)]
    return [
        jobs.start(KIND, by=by, title=title, total=len(part), arguments={"ids": part, **told})
        for part in parts
    ]


def draw(certificate: Certificate) -> Certificate:
    """Draw, store and issue one certificate, or fail it with a sentence; safe to run twice."""
    drawn = draw_next([certificate.pk])
    issue(drawn)
    return Certificate.objects.get(pk=certificate.pk)


def draw_next(ids: Sequence[int]) -> dict[int, Drawn]:
    """Draw and store those that wait, by primary key. Writes no row and may be repeated."""
    waiting = list(_with_words(ids).filter(state=CertificateState.QUEUED))
    contents = [content_of(certificate) for certificate in waiting]
    seal = seal_at(clock.now())
    signer = seal.key.fingerprint if seal else ""
    files = draw_many(contents, seal=seal)
    drawn = zip(waiting, contents, files, strict=True)
    return {
        certificate.pk: _stored(certificate, content, file, signer) for certificate, content, file in drawn
    }


def _stored(
    certificate: Certificate, content: CertificateContent, file: bytes | CertificateRefused, signer: str
) -> Drawn:
    if isinstance(file, CertificateRefused):
        return Drawn(content, refused=str(file))
    file_hash = hashlib.sha256(file).hexdigest()
    path = f"certificates/{certificate.dated_on.year}/{certificate.number}-{file_hash[:12]}.pdf"
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(file))
    return Drawn(content, path, file_hash, signer)


@transaction.atomic
def issue(drawn: dict[int, Drawn]) -> list[Certificate]:
    """Issue or fail each under its lock, and leave alone what somebody else has issued or revoked meanwhile.

    Returns those that were issued or failed here. Files that are nobody's in the end are deleted.
    """
    locked = _with_words(drawn).select_for_update(of=("self",))
    done = [_issued(certificate, drawn[certificate.pk]) for certificate in locked]
    paths = {file.path for file in drawn.values() if file.path}
    orphans = paths - set(Certificate.objects.filter(file__in=paths).values_list("file", flat=True))
    transaction.on_commit(lambda: [default_storage.delete(path) for path in orphans])
    return [certificate for certificate in done if certificate is not None]


def _issued(certificate: Certificate, drawn: Drawn) -> Certificate | None:
    if certificate.state != CertificateState.QUEUED:
        return None
    if drawn.refused:
        return perform(certificate, "fail", by=None, failure=drawn.refused, note=drawn.refused)
    if content_of(certificate) != drawn.content:
        return _failed(certificate, "制发期间集体名称等内容有变动，请重新制发")
    try:
        return perform(
            certificate,
            "issue",
            by=None,
            file=drawn.path,
            file_hash=drawn.file_hash,
            signer=drawn.signer,
        )
    except TransitionBlocked as blocked:
        return _failed(certificate, str(blocked))


def _failed(certificate: Certificate, sentence: str) -> Certificate:
    return perform(certificate, "fail", by=None, failure=sentence, note=sentence)


def _with_words(ids: Iterable[int]) -> QuerySet[Certificate]:
    """The certificates with all that is printed on them."""
    rows = Certificate.objects.filter(pk__in=list(ids)).order_by("pk")
    return rows.select_related("title__unit", "title__committee", "recognition__cycle")


def content_of(certificate: Certificate) -> CertificateContent:
    """What the certificate says, in the wording of domain.md §11."""
    recognition, title = certificate.recognition, certificate.title
    adjusted = certificate.is_adjusted or recognition.cycle is None
    return CertificateContent(
        unit_name=title.unit.name,
        cycle_label="" if adjusted else recognition.cycle.years_label,
        level_label=title.name.removesuffix("青年文明号"),
        star_label=certificate.get_star_display(),
        number=certificate.number,
        issuers=tuple(issuers_of(title.committee)),
        issued_on=certificate.dated_on,
        verify_url=f"{settings.SITE_URL}/verify/{certificate.number}/",
        archival=settings.CERTIFICATE_ARCHIVAL or title.committee.archives_certificates,
    )


def issuers_of(committee: Committee) -> list[str]:
    return (committee.issuer_name or committee.name).split("、")
