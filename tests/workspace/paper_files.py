"""PDF and Word files as people send them, and some that carry more than pages."""

import io
import zipfile

import docx
import pikepdf
from pikepdf import Array, Dictionary, Name

AUTHOR = "张三丰"


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


def _saved(file: pikepdf.Pdf, **options) -> bytes:
    out = io.BytesIO()
    file.save(out, **options)
    return out.getvalue()
