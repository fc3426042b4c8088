"""A certificate's file or a photo of its code, brought to /verify/: compared with the register, never trusted."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from core.lifecycle import perform
from creation_cycle.certificates.sealing import SigningKey
from creation_cycle.certificates.signing_key import make_signing_key
from creation_cycle.models import Certificate, Title
from creation_cycle.services import certificates, issuing
from tests import factories as make
from tests.creation_cycle.certificate_pdf import raster
from tests.honor_roll.world import make_title
from tests.journey import Journey

pytestmark = pytest.mark.django_db

PASSWORD = "only-for-this-test"


@pytest.fixture(scope="module")
def key_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "key.p12"
    path.write_bytes(make_signing_key(owner="示例市组委会", years=1, password=PASSWORD))
    return path


@pytest.fixture
def key(settings, key_file):
    settings.SIGNING_KEY_FILE, settings.SIGNING_KEY_PASSWORD = str(key_file), PASSWORD
    return SigningKey.read(key_file.read_bytes(), PASSWORD)


@pytest.fixture
def certificate(key) -> Certificate:
    Journey().candidacy("certified")
    return issuing.draw(Certificate.objects.get())


def pdf_of(certificate) -> bytes:
    with certificate.file.open() as file:
        return file.read()


def send(client, content: bytes, name="证书.pdf", **options):
    return client.post("/verify/file/", {"file": SimpleUploadedFile(name, content)}, **options)


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_issued_file_is_recognised_with_its_signature(client, certificate, key):
    page = send(client, pdf_of(certificate))
    assert page.context["verdict"].word == "有效"
    assert "与本平台登记的一致，没有改动" in text_of(page)
    assert "由本平台签名" in text_of(page)
    assert key.fingerprint == certificate.signer


def test_the_file_of_a_replaced_certificate_says_so_and_leads_on(client, certificate):
    old = pdf_of(certificate)
    officer = make.make_officer(certificate.title.committee)
    replaced = perform(certificate, "reissue", by=officer, note="搬迁时遗失")
    new = issuing.draw(replaced.successor)
    text = text_of(send(client, old))
    assert "已换发" in text
    assert "搬迁时遗失" in text
    assert f'href="/verify/{new.number}/"' in text


def edited(pdf: bytes) -> bytes:
    """The same certificate with another name in its title, written anew: its signature goes with it."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.docinfo["/Title"] = str(opened.docinfo["/Title"]) + "（改）"
        out = io.BytesIO()
        opened.save(out)
    return out.getvalue()


def flipped(pdf: bytes) -> bytes:
    """One byte of the artwork is another one."""
    at = pdf.index(b"stream\n") + 40
    return pdf[:at] + bytes([pdf[at] ^ 1]) + pdf[at + 1 :]


@pytest.mark.parametrize("change", [edited, flipped, lambda pdf: pdf + b"\n% appended\n"])
def test_a_tampered_file_is_told_from_the_original(client, certificate, change):
    text = text_of(send(client, change(pdf_of(certificate))))
    assert "与本平台登记的不一致" in text
    assert "数字签名无效" in text
    assert certificate.number in text
    assert "登记的一致，没有改动" not in text


def test_a_forgery_with_a_signature_of_its_own_is_no_certificate(client, certificate, settings, tmp_path):
    forger = tmp_path / "forger.p12"
    forger.write_bytes(make_signing_key(owner="冒名者", years=1, password=PASSWORD))
    settings.SIGNING_KEY_FILE = str(forger)
    drawn = issuing.draw_many([issuing.content_of(certificate)], seal=issuing.seal_at(datetime.now(UTC)))
    text = text_of(send(client, next(drawn)))
    assert "与本平台登记的不一致" in text
    assert "签名者不是本平台" in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7\nnothing of the kind", "不能作为 PDF 打开"),
        (b"", "这是空文件"),
        (b"MZ\x90\x00", "不是 PDF，也不是可用的图片"),
        (b"%PDF-" + b"0" * (5 * 1024 * 1024), "文件超过 5 MB"),
    ],
)
def test_what_is_no_certificate_is_refused_in_words(client, content, sentence):
    assert sentence in text_of(send(client, content))


def test_any_other_pdf_is_not_ours(client):
    out = io.BytesIO()
    with pikepdf.new() as other:
        other.add_blank_page()
        other.save(out)
    text = text_of(send(client, out.getvalue()))
    assert "不是本平台制发的证书" in text
    assert "没有数字签名" in text


def test_a_photo_of_the_code_leads_to_the_number(client, certificate):
    photo = raster(pdf_of(certificate), dpi=110).rotate(4, expand=True, fillcolor="white")
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=80)
    answer = send(client, out.getvalue(), "IMG_0001.jpg")
    assert (answer.status_code, answer.url) == (302, f"/verify/{certificate.number}/")


def test_a_photo_without_a_code_says_what_to_do(client):
    out = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(out, "PNG")
    assert "没有找到二维码" in text_of(send(client, out.getvalue(), "照片.png"))


def test_what_a_scanner_read_is_taken_for_its_number(client, certificate):
    address = f"https://portal.example.cn/verify/{certificate.number}/"
    answer = client.get("/verify/", {"number": address})
    assert answer.url == f"/verify/{certificate.number}/"


def test_files_from_one_address_are_limited(client, settings):
    from django.core.cache import cache

    cache.clear()
    codes = [send(client, b"x", REMOTE_ADDR="203.0.113.9").status_code for _ in range(31)]
    assert codes == [200] * 30 + [429]
    cache.clear()


def test_a_lower_star_is_told_with_reason_day_and_the_new_number(client):
    title = make_title(make.make_unit(make.make_line()[1]), star=2)
    old = title.certificates.get()
    title = Title.objects.get(pk=title.pk)
    title.star = 1
    title.save()
    new = certificates.replace_for_star(title, reason="年度复核后调整星级")
    perform(new, "issue", by=None, file="x", file_hash="cd" * 32)
    text = text_of(client.get(old.get_absolute_url()))
    for shown in ("已调整星级", "年度复核后调整星级", f'href="/verify/{new.number}/"', "日期："):
        assert shown in text
