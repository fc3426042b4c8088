"""A unit with a title, its certificate and its plaque, as the addresses of the desk need them."""

from datetime import date
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.lifecycle import perform
from creation_cycle.services import plaques
from tests.honor_roll.world import make_title
from units.enums import Level
from workspace.media.images import clean_image


def hanging_photo():
    """A small cleaned picture."""
    out = BytesIO()
    Image.new("RGB", (60, 40), "#b81c22").save(out, "JPEG")
    return clean_image(SimpleUploadedFile("牌匾.jpg", out.getvalue()))


def honour_arguments(journey) -> dict[str, dict]:
    title = make_title(journey.unit, level=Level.COUNTY)
    title.committee = journey.city
    title.save()
    certificate = title.certificates.get()
    certificate.file.save("x.pdf", ContentFile(b"%PDF-"))
    plaque = plaques.prepare(title, by=journey.officer)
    plaque = perform(plaque, "hand_over", by=journey.officer, recipient="示例甲", handed_on=date(2026, 5, 12))
    plaque = plaques.hang(plaque, hanging_photo(), by=journey.captain)
    unit = journey.unit.pk
    return {
        "honour_certificate": {"unit_pk": unit, "pk": certificate.pk},
        "plaque": {"unit_pk": unit, "pk": plaque.pk},
    }
