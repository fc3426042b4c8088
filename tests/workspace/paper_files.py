"""PDF and Word files as people send them, and some that carry more than pages."""

import io
import zipfile
import zlib

import docx
import pikepdf
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from pikepdf import Array, Dictionary, Name
from PIL import Image

AUTHOR, AUTHOR_LATIN = "张三丰", "Zhang Sanfeng"
WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def pdf(**save) -> bytes:
    """One blank page."""
    with pikepdf.new() as file:
        file.add_blank_page()
        return _saved(file, **save)


def loaded_pdf() -> bytes:
    """Says who wrote it, runs a script on opening, launches a program on a click, and carries another file."""
    with pikepdf.new() as file:
        file.add_blank_page()
        file.docinfo["/Author"] = AUTHOR
        file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
        launch = Dictionary(S=Name.Launch, F="run.exe")
        file.pages[0].Annots = Array(
            [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=launch)]
        )
        file.attachments["inside.txt"] = b"carried along"
        return _saved(file)


def word(text: str = "事实") -> bytes:
    file = docx.Document()
    file.add_paragraph(text)
    file.core_properties.author = file.core_properties.last_modified_by = AUTHOR
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes = b"x", *, instead: tuple[str, str] = ("", "")) -> bytes:
    """The package with one more part; `instead` is replaced in every part that says it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            said = old.read(entry)
            new.writestr(entry, said.replace(*(text.encode() for text in instead)) if instead[0] else said)
        new.writestr(name, content)
    return out.getvalue()


def with_macros() -> bytes:
    """What Word calls DOCM, renamed."""
    plain = "officedocument.wordprocessingml.document.main+xml"
    live = "ms-word.document.macroEnabled.main+xml"
    return with_part(word(), "word/vbaProject.bin", instead=(f"vnd.openxmlformats-{plain}", f"vnd.{live}"))


def with_remote_template() -> bytes:
    """Word would fetch its template from elsewhere on opening."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    link = (
        f'<Relationship Id="rId99" Type="{kind}" Target="https://else.example/t.dotm" TargetMode="External"/>'
    )
    return with_part(word(), "word/unused.txt", instead=("</Relationships>", f"{link}</Relationships>"))


def with_object() -> bytes:
    """A program packed into the document."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/oleObject"
    link = (
        f'<Relationship Id="rId98" Type="{kind}" Target="/word/embeddings/oleObject1.bin"/></Relationships>'
    )
    linked = with_part(word(), "word/embeddings/oleObject1.bin", instead=("</Relationships>", link))
    typed = '<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.oleObject"/></Types>'
    return with_part(linked, "word/x.txt", instead=("</Types>", typed))


def signed_photo(kind: str = "JPEG") -> bytes:
    """A picture that says who took it and where."""
    exif = Image.Exif()
    exif[0x013B] = AUTHOR_LATIN
    exif[0x8825] = {1: "N", 2: (22.0, 31.0, 5.0)}
    out = io.BytesIO()
    Image.effect_mandelbrot((40, 30), (-2, -1, 1, 1), 50).save(out, kind, exif=exif)
    return out.getvalue()


def signed_word() -> bytes:
    """Changes, a comment, a photo, the company's name, a list of people, and a link into somebody's folder."""
    file = docx.Document()
    paragraph = file.add_paragraph("事实")
    file.add_picture(io.BytesIO(signed_photo()))
    file.add_picture(io.BytesIO(signed_photo("PNG")))
    file.add_comment(paragraph.runs, text="批注", author=AUTHOR, initials=AUTHOR)
    said = f'w:id="1" w:author="{AUTHOR}" w:date="2026-01-01T00:00:00Z"'
    change = f"<w:ins {WORDS} {said}><w:r><w:t>改</w:t></w:r></w:ins>"
    paragraph._p.append(parse_xml(change))
    paragraph.part.relate_to(
        f"file:///C:/Users/{AUTHOR}/a.txt", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    people = Part(
        PackURI("/word/people.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.people+xml",
        f'<p:people xmlns:p="urn:p"><p:person author="{AUTHOR}"/></p:people>'.encode(),
        file.part.package,
    )
    file.part.relate_to(people, "http://schemas.microsoft.com/office/2011/relationships/people")
    out = io.BytesIO()
    file.save(out)
    company = ("<Company></Company>", f"<Company>{AUTHOR}</Company>")
    return with_part(out.getvalue(), "word/unused.txt", instead=company)


def word_with_picture(data: bytes) -> bytes:
    """A picture in its place whose bytes are `data`."""
    file = docx.Document()
    file.add_picture(io.BytesIO(signed_photo()))
    [picture] = [part for part in file.part.package.iter_parts() if "/word/media/" in part.partname]
    picture._blob = data
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def signed_pdf() -> bytes:
    """A remark, a file pinned to the page, a signature, and a photo as it is and once more packed."""
    with pikepdf.new() as file:
        file.add_blank_page()
        carried = file.make_stream(b"carried along", Type=Name.EmbeddedFile)
        pinned = Dictionary(Type=Name.Filespec, F="run.exe", EF=Dictionary(F=carried))
        remark = {"Type": Name.Annot, "Rect": [0, 0, 9, 9], "T": AUTHOR, "Contents": "批注"}
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            Rect=[0, 0, 9, 9],
            T="栏目",
            V=Dictionary(Name=AUTHOR, ByteRange=[0, 1]),
        )
        page = file.pages[0]
        pinned = Dictionary(Subtype=Name.FileAttachment, FS=file.make_indirect(pinned), **remark)
        written = Dictionary(Subtype=Name.Text, **remark)
        page.Annots = Array([file.make_indirect(item) for item in (pinned, written, field)])
        file.Root.AcroForm = Dictionary(Fields=Array([page.Annots[2]]))
        drawn = {
            "Type": Name.XObject,
            "Subtype": Name.Image,
            "Width": 40,
            "Height": 30,
            "ColorSpace": Name.DeviceGray,
            "BitsPerComponent": 8,
        }
        plain = file.make_stream(signed_photo(), Filter=Name.DCTDecode, **drawn)
        packed = file.make_stream(
            zlib.compress(signed_photo()), Filter=Array([Name.FlateDecode, Name.DCTDecode]), **drawn
        )
        page.Resources = Dictionary(XObject=Dictionary(Plain=plain, Packed=packed))
        return _saved(file)


def _saved(file: pikepdf.Pdf, **options) -> bytes:
    out = io.BytesIO()
    file.save(out, **options)
    return out.getvalue()
