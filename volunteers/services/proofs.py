"""志愿服务记录证明: asked for, numbered, drawn, revoked (民发〔2015〕149号)."""

import hashlib
from datetime import date
from pathlib import Path

import segno
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from django.template.loader import render_to_string

from accounts.services.inbox import notify
from core import clock
from core.lifecycle import consequence
from core.masking import mask_identity_number
from core.paper import write_pdf
from core.services import ledger
from volunteers.event_enums import ProofState
from volunteers.models import HoursPolicy, Proof, Volunteer, VolunteerOrganisation

STYLES = Path(__file__).resolve().parent.parent / "data" / "proof.css"


@transaction.atomic
def ask(
    volunteer: Volunteer,
    organisation: VolunteerOrganisation,
    *,
    by,
    first_day: date,
    last_day: date,
    purpose: str = "",
) -> Proof:
    """By the volunteer, or for them by whoever runs the organisation. Raises ValidationError, by field."""
    if volunteer.user_id != by.pk and not by.has_perm("volunteers.run_organisation", organisation):
        raise PermissionDenied("volunteers.run_organisation")
    policy = HoursPolicy.of(organisation.committee)
    proof = Proof(
        volunteer=volunteer, organisation=organisation, first_day=first_day, last_day=last_day, purpose=purpose,
        notice_workdays=policy.proof_notice_workdays,
    )  # fmt: skip
    if last_day > clock.today():
        raise ValidationError({"last_day": "截止日期不能晚于今天。"})
    proof.full_clean()
    if proof.countable_minutes() <= 0:
        raise ValidationError(
            "这段时间没有该组织记录并已生效的时长，请向记录时长的组织申请。", code="nothing"
        )
    proof.save()
    ledger.append_creation(proof, by=by)
    return proof


@consequence("draw_proof")
def draw_proof(proof: Proof, *, by, **_) -> None:
    """The file of what was frozen. A file of the same number that a failed transaction left is written over."""
    pdf = write_pdf(_markup(proof), STYLES.read_text(encoding="utf-8"))
    storage, name = storages["private"], f"proofs/{proof.issued_on.year}/{proof.number}.pdf"
    storage.delete(name)
    proof.file = storage.save(name, ContentFile(pdf))
    proof.file_hash = hashlib.sha256(pdf).hexdigest()
    proof.save(update_fields=["file", "file_hash"])


@consequence("tell_proof_asker")
def tell_proof_asker(proof: Proof, *, by, **_) -> None:
    user = proof.volunteer.user
    if user is None or (by is not None and by.pk == user.pk):
        return
    notify(
        [user], title=f"志愿服务记录证明：{proof.get_state_display()}", body=proof.reason or f"编号 {proof.number}",
        url="/volunteers/me/proofs/",
    )  # fmt: skip


def forget_person(volunteer: Volunteer) -> None:
    """At a person's own request: issued proofs keep number, hours and issuer; the name and the file go."""
    proofs = Proof.objects.filter(volunteer=volunteer)
    for name in proofs.exclude(file="").values_list("file", flat=True):
        transaction.on_commit(lambda name=name: storages["private"].delete(name))
    proofs.update(name="", purpose="", file="")


def _markup(proof: Proof) -> str:
    """The four groups of the 2015 guidance: person, service, issuer, number with date and note."""
    volunteer = proof.volunteer
    url = f"{settings.SITE_URL}/verify/{proof.number}/"
    code = segno.make(url, error="m", micro=False).svg_inline(border=0, omitsize=True)
    return render_to_string("documents/proof.html", {
        "proof": proof, "volunteer": volunteer, "organisation": proof.organisation, "url": url, "code": code,
        "identity": mask_identity_number(volunteer.identity_number) if volunteer.identity_number else "未登记",
        "lines": [_line(line) for line in proof.lines],
    })  # fmt: skip


def _line(line: dict) -> dict:
    first, last = date.fromisoformat(line["first"]), date.fromisoformat(line["last"])
    return {**line, "first": first, "last": last, "hours": f"{line['minutes'] // 6 / 10:.1f}"}


def may_read_file(proof: Proof, user) -> bool:
    """The person themselves, and whoever runs the organisation that issued it."""
    own = proof.volunteer.user_id == user.pk
    return own or user.has_perm("volunteers.run_organisation", proof.organisation)


def waiting_of(organisations) -> list[Proof]:
    """Proofs that somebody of these organisations has to do something about, the oldest first."""
    rows = Proof.objects.filter(
        organisation__in=organisations, state__in=[ProofState.ASKED, ProofState.SHOWN]
    )
    return list(rows.select_related("volunteer", "organisation").order_by("asked_on", "pk"))
