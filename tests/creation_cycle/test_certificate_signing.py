"""Signatures that two other programs confirm, and the form for archives as far as it can be looked at here."""

import io
import re
import subprocess
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.management import CommandError, call_command
from PIL import ImageChops
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from core import readiness
from creation_cycle.certificates import signing_key
from creation_cycle.certificates.drawing import draw_certificate, draw_many
from creation_cycle.certificates.sealing import Seal, SigningKey, UnusableKey
from creation_cycle.certificates.signing_key import make_signing_key
from creation_cycle.models import Certificate, Title
from creation_cycle.services import issuing
from tests import factories as make
from tests.creation_cycle.certificate_batch import make_waiting
from tests.creation_cycle.certificate_pdf import SAMPLE, opened, raster, scanned, text_of

pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed file:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
"""WeasyPrint leaves the colour profile that it has read to the collector."""
PASSWORD = "only-for-this-test"
AT = datetime(2026, 12, 1, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.read(make_signing_key(owner="示例市组委会", years=10, password=PASSWORD), PASSWORD)


@pytest.fixture(scope="module")
def seal(key) -> Seal:
    return Seal(key, AT)


@pytest.fixture(scope="module")
def signed(seal) -> bytes:
    return draw_certificate(SAMPLE, seal=seal)


@pytest.fixture(scope="module")
def archival(seal) -> bytes:
    return draw_certificate(replace(SAMPLE, archival=True), seal=seal)


def status_of(pdf: bytes, key: SigningKey):
    root = x509.Certificate.load(key.certificate.public_bytes(Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[root], allow_fetching=False))


@pytest.mark.parametrize("kind", ["signed", "archival"])
def test_pyhanko_validates(kind, key, request):
    status = status_of(request.getfixturevalue(kind), key)
    assert (status.intact, status.valid, status.trusted, status.coverage.name) == (
        True,
        True,
        True,
        "ENTIRE_FILE",
    )
    assert status.bottom_line
    assert status.signer_reported_dt == AT


@pytest.mark.parametrize("kind", ["signed", "archival"])
def test_pdfsig_agrees(kind, request, tmp_path):
    path = tmp_path / "certificate.pdf"
    path.write_bytes(request.getfixturevalue(kind))
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=True).stdout
    for line in ("Signature is Valid", "Total document signed", "ETSI.CAdES.detached", "CN=示例市组委会"):
        assert line in said


def test_both_see_that_one_byte_was_changed(signed, key, tmp_path):
    at = signed.index(b"stream\n") + 30
    tampered = signed[:at] + bytes([signed[at] ^ 1]) + signed[at + 1 :]
    assert not status_of(tampered, key).intact
    path = tmp_path / "tampered.pdf"
    path.write_bytes(tampered)
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
    assert "Digest Mismatch" in said


def test_every_file_of_a_chunk_has_a_signature_of_its_own(seal, key):
    names = ("甲班", "乙班", "丙班")
    drawn = list(draw_many((replace(SAMPLE, unit_name=name) for name in names), seal=seal))
    assert [status_of(pdf, key).bottom_line for pdf in drawn] == [True] * 3
    assert len({pdf[pdf.index(b"/Contents <") :][:6000] for pdf in drawn}) == 3


def test_signing_changes_neither_look_nor_words(signed):
    plain = draw_certificate(SAMPLE)
    assert ImageChops.difference(raster(signed, dpi=100), raster(plain, dpi=100)).getbbox() is None
    assert text_of(signed) == text_of(plain)


def test_the_same_words_at_the_same_time_give_the_same_bytes_but_for_the_signature(signed, seal):
    def unsigned(pdf: bytes) -> bytes:
        return re.sub(rb"/Contents <[0-9a-f]+>", b"", pdf)

    assert unsigned(draw_certificate(SAMPLE, seal=seal)) == unsigned(signed) != signed


def test_another_authoritys_rsa_key_signs_as_well(tmp_path, monkeypatch):
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    monkeypatch.setattr(signing_key.ec, "generate_private_key", lambda curve: private)
    key = SigningKey.read(make_signing_key(owner="示例市组委会", years=1, password=PASSWORD), PASSWORD)
    assert key.private.key_size == 2048
    pdf = draw_certificate(SAMPLE, seal=Seal(key, AT))
    assert status_of(pdf, key).bottom_line
    path = tmp_path / "rsa.pdf"
    path.write_bytes(pdf)
    said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=True).stdout
    assert "Signature is Valid" in said


def test_a_curve_that_is_not_known_is_refused(monkeypatch):
    monkeypatch.setattr(signing_key, "CURVE", ec.SECP521R1())
    with pytest.raises(UnusableKey, match="P-256 或 P-384"):
        SigningKey.read(make_signing_key(owner="示例市组委会", years=1, password=PASSWORD), PASSWORD)


def test_archives_get_metadata_intent_and_fonts(archival):
    """What pikepdf can see of PDF/A-3b. No validator (veraPDF) is at hand: the rest is WeasyPrint's promise."""
    pdf = opened(archival)
    with pdf.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "B")
        assert metadata["dc:title"] == str(pdf.docinfo.Title)
    (intent,) = pdf.Root.OutputIntents
    assert (str(intent.S), "/DestOutputProfile" in intent) == ("/GTS_PDFA1", True)
    for font in pdf.pages[0].Resources.Font.values():
        assert "/FontFile3" in font.DescendantFonts[0].FontDescriptor
    assert [int(note.F) & 4 for note in pdf.pages[0].Annots] == [4, 4]
    assert "/Encrypt" not in pdf.trailer
    assert scanned(archival) == [SAMPLE.verify_url]


def test_each_committee_chooses_for_its_own_certificates(db):
    """Of one chunk: what stands beside a certificate leaves no trace in its file."""
    papers = make_waiting(3)
    other = make.make_committee("邻市团委", "city", archives_certificates=True)
    Title.objects.filter(pk=papers[1].title_id).update(committee=other)
    issuing.issue(issuing.draw_next([paper.pk for paper in papers]))
    for paper, archival in zip(Certificate.objects.order_by("pk"), (False, True, False), strict=True):
        with paper.file.open() as file:
            content = file.read()
        pdf = opened(content)
        assert ("/OutputIntents" in pdf.Root) is archival
        assert content == draw_certificate(issuing.content_of(paper))


@pytest.fixture
def configured(settings, tmp_path):
    settings.SIGNING_KEY_FILE = str(tmp_path / "keys" / "key.p12")
    settings.SIGNING_KEY_PASSWORD = PASSWORD
    return tmp_path / "keys" / "key.p12"


def test_the_command_makes_a_key_that_signs_and_never_overwrites_one(configured, capsys):
    call_command("create_signing_key", owner="示例市组委会")
    key = SigningKey.read(configured.read_bytes(), PASSWORD)
    assert key.fingerprint in capsys.readouterr().out
    assert configured.stat().st_mode & 0o077 == 0
    assert status_of(draw_certificate(SAMPLE, seal=Seal(key, AT)), key).bottom_line
    with pytest.raises(CommandError, match="不会覆盖"):
        call_command("create_signing_key", owner="示例市组委会")


@pytest.mark.parametrize(
    ("file", "password", "said"), [("", PASSWORD, "SIGNING_KEY_FILE"), ("x", "短", "至少 12 个字符")]
)
def test_the_command_says_what_is_missing(settings, tmp_path, file, password, said):
    settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_PASSWORD = file and str(tmp_path / file), password
    with pytest.raises(CommandError, match=said):
        call_command("create_signing_key", owner="示例市组委会")


def test_readiness_tells_signed_unsigned_and_broken(configured, settings):
    part = readiness._parts["signatures"]
    with pytest.raises(UnusableKey, match="找不到"):
        part()
    configured.parent.mkdir()
    configured.write_bytes(make_signing_key(owner="示例", years=1, password=PASSWORD))
    assert part() == "signed"
    settings.SIGNING_KEY_PASSWORD = "another-password"
    with pytest.raises(UnusableKey, match="口令不对"):
        part()
    settings.SIGNING_KEY_FILE = ""
    assert part() == "unsigned"
