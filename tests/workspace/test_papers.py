"""Documents that people send: written anew without what runs, what is carried along, and who wrote them."""

import io
import zipfile

import docx
import pikepdf
import pytest
from PIL import Image

from tests.workspace import paper_files as make
from tests.workspace.media_files import upload
from workspace.media import words
from workspace.media.cleaned import Unusable
from workspace.media.papers import LARGEST_PAPER, clean_paper, is_paper


def cleaned(data: bytes, name: str = "f") -> bytes:
    return clean_paper(upload(data, name)).content.read()


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_pdf_keeps_its_pages_and_loses_scripts_actions_and_attachments():
    data = cleaned(make.loaded_pdf())
    with pikepdf.open(io.BytesIO(data)) as file:
        assert len(file.pages) == 1
        assert list(file.attachments) == []
        assert "/OpenAction" not in file.Root
        [link] = file.pages[0].Annots
        assert "/A" not in link
        assert "/Info" not in file.trailer
    for left in (
        b"alert",
        b"run.exe",
        b"carried along",
        make.AUTHOR.encode(),
        make.AUTHOR.encode("utf-16-be"),
    ):
        assert left not in data


def test_what_is_hidden_behind_a_pdf_is_not_kept():
    """A file that is a PDF to one program and a web page to another is a PDF alone afterwards."""
    assert b"<script>" not in cleaned(make.pdf() + b"<script>alert(1)</script>")


def test_a_word_file_keeps_its_text_and_loses_its_authors():
    data = cleaned(make.word("窗口无人值守") + b"<script>tail</script>")
    file = docx.Document(io.BytesIO(data))
    assert file.paragraphs[0].text == "窗口无人值守"
    parts = b"".join(unpacked(data).values())
    assert make.AUTHOR.encode() not in parts
    assert b"<script>" not in data


def test_nothing_in_a_word_file_names_who_wrote_it():
    """Changes, comments, company, people, folders, and what a camera noted in a picture; the pixels are the same."""
    parts = unpacked(cleaned(make.signed_word()))
    for name, part in parts.items():
        assert make.AUTHOR.encode() not in part, name
        assert make.AUTHOR_LATIN.encode() not in part, name
        assert b"2026-01-01" not in part, name
    assert "批注" in parts["word/comments.xml"].decode()
    assert "w:ins" in parts["word/document.xml"].decode()
    pictures = [part for name, part in parts.items() if name.startswith("word/media/")]
    assert [bool(Image.open(io.BytesIO(picture)).getexif()) for picture in pictures] == [False, False]
    shown = [Image.open(io.BytesIO(make.signed_photo(kind))).tobytes() for kind in ("JPEG", "PNG")]
    assert sorted(Image.open(io.BytesIO(picture)).tobytes() for picture in pictures) == sorted(shown)


def test_nothing_in_a_pdf_names_who_wrote_it():
    """Remarks, signatures and photos; a form's field keeps its name."""
    data = cleaned(make.signed_pdf())
    with pikepdf.open(io.BytesIO(data)) as file:
        assert ["/T" in remark for remark in file.pages[0].Annots] == [False, False, True]
        drawn = file.pages[0].Resources.XObject
        photos = [drawn[key].read_raw_bytes() for key in ("/Plain", "/Packed")]
        whole = b"".join(item.read_raw_bytes() for item in file.objects if isinstance(item, pikepdf.Stream))
    for left in (make.AUTHOR.encode("utf-16-be"), make.AUTHOR_LATIN.encode(), b"carried along", b"run.exe"):
        assert left not in data + whole
    shown = Image.open(io.BytesIO(make.signed_photo())).tobytes()
    assert [Image.open(io.BytesIO(photo)).tobytes() for photo in photos] == [shown, shown]


def test_what_a_phone_appends_to_a_photo_is_not_kept():
    """A preview, or the film around the moment, with a place of its own."""
    parts = unpacked(cleaned(make.word_with_picture(make.signed_photo() + b"....ftypmp42 film")))
    assert b"film" not in b"".join(parts.values())


def test_a_picture_that_cannot_be_read_is_refused():
    with pytest.raises(Unusable, match="JPEG、PNG 以外的图片"):
        cleaned(make.word_with_picture(b"GIF89a"))


def test_a_word_file_fetches_nothing():
    data = cleaned(make.with_remote_template())
    parts = b"".join(unpacked(data).values())
    assert b"else.example" not in parts
    assert b"about:blank" in parts


@pytest.mark.parametrize("sample", [make.pdf, make.word])
def test_the_same_document_gives_the_same_bytes(sample):
    data = sample()
    assert clean_paper(upload(data)).sha256 == clean_paper(upload(data + b"\n")).sha256


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda: make.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "设有密码"),
        (lambda: b"%PDF-1.7 and nothing more", "不完整或已损坏"),
        (lambda: b"PK\x03\x04 and nothing more", "不完整或已损坏"),
        (lambda: b"\xd0\xcf\x11\xe0" + bytes(600), "旧版 Word"),
        (make.with_macros, "不完整或已损坏"),
        (lambda: make.with_part(b"PK\x05\x06" + bytes(18), "x.txt"), "不是 Word 文档"),
    ],
)
def test_what_cannot_be_proved_is_refused_with_the_way_out(data, sentence):
    with pytest.raises(Unusable, match=sentence) as refused:
        clean_paper(upload(data(), "材料.docx"))
    assert "“材料.docx”" in str(refused.value)


def test_an_object_inside_a_word_file_is_refused():
    with pytest.raises(Unusable, match="含有宏或嵌入的对象"):
        clean_paper(upload(make.with_object()))


def test_a_document_that_unfolds_into_too_much_is_refused_unread(monkeypatch):
    monkeypatch.setattr(words, "MOST_UNPACKED", 1000)
    with pytest.raises(Unusable, match="解开后过大"):
        clean_paper(upload(make.word()))


def test_a_large_document_is_refused_unread():
    large = upload(b"%PDF-")
    large.size = LARGEST_PAPER + 1
    with pytest.raises(Unusable, match="超过 10 MB"):
        clean_paper(large)


@pytest.mark.parametrize(
    ("head", "found"),
    [(b"%PDF-1.7", True), (b"PK\x03\x04..", True), (b"\xff\xd8\xff\xe0", False), (b"", False)],
)
def test_documents_are_told_by_their_first_bytes(head, found):
    assert is_paper(head) is found
