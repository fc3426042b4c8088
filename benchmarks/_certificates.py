"""The three ways to a certificate that `./go bench certificates` compares, and the words that all of them set."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

import typst
from django.template import Context, Engine
from pylopdf_fonts_zh_cn import serif_path
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from creation_cycle import certificates
from creation_cycle.certificates.artwork import artwork_svg
from creation_cycle.certificates.content import CertificateContent
from creation_cycle.certificates.qr import QUIET_ZONE, dark_modules
from creation_cycle.certificates.sheet import SIZES, Sheet

TEMPLATES = Path(certificates.__file__).parent
PLACES = (
    "越秀区政务服务中心",
    "荔湾区税务局办税服务厅",
    "示例医院急诊科",
    "示例供电局营业厅",
    "示例地铁站客运班组",
)


def contents(number: int) -> list[CertificateContent]:
    """So many invented certificates, each with words of its own."""
    return [
        CertificateContent(
            unit_name=f"广州市{PLACES[at % len(PLACES)]}第{at}青年岗",
            cycle_label="2026—2027",
            level_label="广东省",
            star_label=("一星级", "二星级", "三星级")[at % 3],
            number=f"S440000-2027-{at:04}-C",
            issuers=("共青团广东省委员会",),
            issued_on=date(2026, 12, 1),
            verify_url=f"https://portal.example.gov.cn/verify/S440000-2027-{at:04}-C/",
        )
        for at in range(1, number + 1)
    ]


def naive(words: Sequence[CertificateContent]) -> Iterator[bytes]:
    """One WeasyPrint document each, as its manual shows it: template, font file, artwork and code as SVG images."""
    for content in words:
        yield naively(content)


def naively(content: CertificateContent) -> bytes:
    page = _page().render(Context({"sheets": [Sheet(content, "")]}, use_l10n=False))
    page = page.replace("<h1>", artwork_svg() + "<h1>").replace("</a>", code_svg(content.verify_url) + "</a>")
    fonts = FontConfiguration()
    styles = [CSS(string=_naive_css(), font_config=fonts), CSS(filename=TEMPLATES / "certificate.css")]
    return HTML(string=page).write_pdf(stylesheets=styles, font_config=fonts)


@cache
def _naive_css() -> str:
    """The packaged typeface, whole; without alternates, as our own font is cut."""
    return (
        f"@font-face{{font-family:Whole-Certificate;src:url('{Path(serif_path()).as_uri()}')}}"
        "section{font-family:Whole-Certificate;font-feature-settings:'locl' 0,'ccmp' 0,'liga' 0,'calt' 0;"
        f"font-size:{SIZES[0]}pt}}"
        "section>svg{position:absolute;z-index:-1;left:0;top:0}.code svg{display:block}"
    )


@cache
def _page():
    return Engine(dirs=[TEMPLATES]).get_template("certificate.html")


def code_svg(text: str) -> str:
    """The same modules as an SVG image."""
    rows = dark_modules(text)
    dark = "".join(
        f"M{column + QUIET_ZONE} {row + QUIET_ZONE}h1v1h-1z"
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if not cell
    )
    side = len(rows) + 2 * QUIET_ZONE
    white = f'<rect width="{side}" height="{side}" fill="#fff"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{white}<path d="{dark}"/></svg>'
    )


TYPST_PAGE = """
#set page(width: 297mm, height: 210mm, margin: 0mm, background: image("artwork.svg", width: 297mm, height: 210mm))
#set text(font: "Noto Serif SC", lang: "zh", fill: rgb("#1e2227"))
#let said = sys.inputs
#place(top + center, dy: 24mm, text(46pt, fill: rgb("#b81c22"), tracking: .35em)[荣誉证书])
#place(top + center, dy: 55mm, text(22pt, fill: rgb("#b81c22"), tracking: .3em)[青年文明号])
#place(top + left, dx: 40mm, dy: 72mm, block(width: 217mm)[
  #set text(20pt)
  #set par(leading: 0.9em, justify: true)
  #text(23pt)[#said.unit：] \\
  #h(2em)#said.basis
  #align(center, text(23pt, fill: rgb("#c8912b"), tracking: .3em)[#said.stars])
  #align(center, text(30pt, fill: rgb("#b81c22"))[#said.title。])
  #h(2em)特发此证。
])
#place(bottom + left, dx: 36.5mm, dy: -34mm, link(said.url, image(bytes(said.code), width: 32mm)))
#place(bottom + left, dx: 40mm, dy: -25mm, text(10pt)[证书编号：#said.number \\ 扫描二维码核验])
#place(bottom + right, dx: -40mm, dy: -28mm,
  block(width: 110mm, align(center, text(15pt)[#said.issuers \\ #said.date])))
"""


def with_typst(words: Sequence[CertificateContent], folder: Path) -> Iterator[bytes]:
    """One Typst document each, from a compiler that stays loaded: what a compiled typesetter can do."""
    compiler = _compiler(folder)
    for content in words:
        said = {
            "unit": content.unit_name,
            "basis": content.basis,
            "stars": content.stars,
            "title": content.title,
            "url": content.verify_url,
            "code": code_svg(content.verify_url),
            "number": content.number,
            "issuers": "、".join(content.issuers),
            "date": content.date_label,
        }
        yield compiler.compile(format="pdf", sys_inputs=said)


@cache
def _compiler(folder: Path):
    (folder / "artwork.svg").write_text(artwork_svg())
    (folder / "certificate.typ").write_text(TYPST_PAGE)
    fonts = [str(Path(serif_path()).parent)]
    return typst.Compiler(
        str(folder / "certificate.typ"), root=str(folder), font_paths=fonts, ignore_system_fonts=True
    )
