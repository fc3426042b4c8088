"""Files that a report of progress rests on: written anew, kept once, opened by staff alone."""

from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.proofs import LARGEST
from tests import factories as make
from tests.volunteers.test_projects import indicator
from tests.workspace.media_files import photo, telling_photo
from volunteers.models import ProgressFile, ProgressReport
from volunteers.models.written_once import WrittenOnce
from volunteers.services import projects

pytestmark = pytest.mark.django_db
SAID = {"value": "31", "day": "2026-06-04", "source": "验收单", "evidence_url": "", "text": ""}


@pytest.fixture
def city():
    return make.make_line()[1]


@pytest.fixture
def count(city):
    return indicator(city)


@pytest.fixture
def send(client, city, count):
    """Report through the page, with these files."""
    client.force_login(make.make_officer(city))

    def sent(*files, **changes):
        address = reverse("admin:volunteers_indicator_report", args=[count.pk])
        return client.post(address, {**SAID, "files": files, **changes})

    return sent


def paper(tmp_path: Path) -> SimpleUploadedFile:
    """A PDF with a script in it."""
    made = tmp_path / "paper.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        pdf.save(made)
    return SimpleUploadedFile("验收单（张示例）.pdf", made.read_bytes(), "application/pdf")


def bytes_of(row: ProgressFile) -> bytes:
    with row.file.open("rb") as file:
        return file.read()


def stored() -> list[str]:
    folder = Path(storages["private"].location) / "progress"
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


def test_photos_and_papers_are_written_anew_under_names_of_our_own(send, client, tmp_path):
    sent = send(SimpleUploadedFile("a.jpg", telling_photo()), paper(tmp_path))
    assert sent.status_code == 302
    report = ProgressReport.objects.get()
    picture, document = report.files.all()
    assert (picture.name, document.name) == ("依据1.jpg", "依据2.pdf")
    assert b"Exif" not in bytes_of(picture)
    assert b"JavaScript" not in bytes_of(document)
    assert "张示例" not in document.file.name

    page = client.get(reverse("admin:volunteers_progressreport_change", args=[report.pk])).text
    address = reverse("admin:volunteers_indicator_file", args=[report.pk, document.key])
    assert address in page
    answer = client.get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", b"<html><script>alert(1)</script></html>"),
        ("a.pdf", b"GIF89a<script>"),
        ("a.jpg", b"\xff\xd8\xff" + b"no picture"),
        ("big.pdf", b"%PDF-1.7" + b"0" * LARGEST),
    ],
)
def test_what_is_no_picture_or_paper_is_refused_and_nothing_is_kept(send, name, data):
    before = stored()
    refused = send(photo(), SimpleUploadedFile(name, data))
    assert name in refused.context["form"].errors["files"][0]
    assert not ProgressReport.objects.exists()
    assert stored() == before


def test_the_tail_of_a_polyglot_does_not_survive(send):
    """A true picture with an archive behind it: what is kept ends with the picture."""
    two = photo().read() + b"PK\x03\x04 and a whole archive"
    assert send(SimpleUploadedFile("a.jpg", two)).status_code == 302
    assert b"archive" not in bytes_of(ProgressFile.objects.get())


def test_too_many_are_refused_and_the_same_one_is_kept_once(send):
    assert "最多选择 5 个" in send(*[photo() for _ in range(6)]).context["form"].errors["files"][0]
    assert send(photo("a.jpg"), photo("b.jpg")).status_code == 302
    assert ProgressFile.objects.count() == 1


def test_a_failed_report_leaves_no_bytes(city, count):
    before = stored()
    said = {"value": -1, "day": date(2026, 6, 4), "source": "验收单"}
    with pytest.raises(ValidationError):
        projects.report(count, by=make.make_officer(city), files=[ContentFile(b"x", "proof.pdf")], **said)
    too_long = ContentFile(b"y", "proof." + "x" * 200)
    files = [ContentFile(b"x", "proof.pdf"), too_long]
    with pytest.raises(SuspiciousFileOperation):
        projects.report(count, by=make.make_officer(city), files=files, **{**said, "value": 1})
    assert (ProgressReport.objects.count(), stored()) == (0, before)


def test_a_correction_brings_files_of_its_own_and_the_old_ones_stay(send, client, city):
    send(photo())
    first = ProgressReport.objects.get()
    address = reverse("admin:volunteers_indicator_correct", args=[first.pk])
    assert client.post(address, {**SAID, "value": "30", "reason": "多计一处"}).status_code == 302
    assert (first.files.count(), first.corrected_by.files.count()) == (1, 0)
    file = first.files.get()
    with pytest.raises(WrittenOnce):
        file.save()


def test_neither_the_public_nor_a_stranger_opens_one(send, client):
    send(photo())
    report = ProgressReport.objects.get()
    address = reverse("admin:volunteers_indicator_file", args=[report.pk, report.files.get().key])
    assert str(report.files.get().key) not in client.get(report.indicator.project.get_absolute_url()).text
    client.force_login(make.make_officer(make.make_committee("邻市团委", "city")))
    assert client.get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
