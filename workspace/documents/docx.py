"""DOCX: the template made from a layout, and filling a template, ours or a committee's own.

Templates are Jinja in Word (docxtpl). A committee's file is not trusted: of Jinja it may use placeholders,
conditions and loops over the form's tables (`ALLOWED`), so that it can neither compute nor run on; every value is
escaped, and a placeholder that the form does not know is refused by name when the file is handed in.
"""

import io
import logging
import zipfile

from docx import Document as WordFile
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, UndefinedError, nodes
from jinja2.sandbox import SandboxedEnvironment

from workspace.documents.layout import Layout, Paragraphs, Passage, Row, Signatures, Table, Values

logger = logging.getLogger(__name__)

MAX_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 20 * 1024 * 1024
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.If,
    nodes.For, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Filter,
)  # fmt: skip
FILTERS = frozenset({"default", "d", "e", "escape", "length", "trim"})
FONT = "宋体"
WIDTH = Cm(16)


class TemplateRefused(ValueError):
    """A committee's file cannot serve as template; the message says why, for people."""


def fill(template: bytes, values: Values) -> bytes:
    """The filled document. Raises TemplateRefused when the template asks for what the form does not have."""
    try:
        word = DocxTemplate(io.BytesIO(template))
        word.render(dict(values), jinja_env=_Sandbox(undefined=StrictUndefined), autoescape=True)
        return _bytes_of(word)
    except TemplateRefused:
        raise
    except UndefinedError as error:
        raise TemplateRefused(f"模板用到了表格没有的内容：{_named(error)}") from error
    except (TemplateError, ValueError, TypeError) as error:
        raise TemplateRefused("模板中的占位符写法有误，请检查 {{ }} 和 {% %} 是否成对") from error
    except Exception as error:  # a damaged file: whatever zip, XML and Word readers raise
        logger.warning("template refused: %s", type(error).__name__)
        raise TemplateRefused("文件已损坏，请在 Word 中打开后另存为 .docx 再上传") from error


def check(template: bytes, layout: Layout) -> None:
    """Refuse what is no DOCX, is too large, holds macros, or asks for unknown fields: TemplateRefused."""
    if len(template) > MAX_BYTES:
        raise TemplateRefused(f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    _check_package(template)
    fill(template, sample(layout))


def sample(layout: Layout) -> Values:
    """One filled example of everything the form has."""
    values: dict = {key: f"（{key}）" for key in layout.names()}
    for block in layout.blocks:
        if isinstance(block, Table):
            values[block.key] = [{column: f"（{column}）" for column in block.columns}]
    return values


def make_template(layout: Layout) -> bytes:
    """The DOCX that is filled unless a committee has its own: the layout with placeholders."""
    word = WordFile()
    _set_page(word)
    heading = word.add_paragraph(layout.title)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _style(heading.runs[0], 18, bold=True)
    if layout.subtitle:
        line = word.add_paragraph(layout.subtitle)
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in layout.blocks:
        _ADDERS[type(block)](word, block)
    return _bytes_of(word)


class _Sandbox(SandboxedEnvironment):
    """Compiles nothing but what `ALLOWED` names."""

    def compile(self, source, *args, **kwargs):
        tree = self.parse(source) if isinstance(source, str) else source
        _refuse_programs(tree)
        return super().compile(source, *args, **kwargs)


def _refuse_programs(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, ALLOWED) or (isinstance(node, nodes.Filter) and node.name not in FILTERS):
            raise TemplateRefused("模板只能使用占位符、条件和按表格各行的循环，不能计算或调用函数")
        if isinstance(node, nodes.For) and (not isinstance(node.iter, nodes.Name) or node.find(nodes.For)):
            raise TemplateRefused("循环只能按表格的各行进行，循环中不能再有循环")


def _named(error: UndefinedError) -> str:
    """The placeholder's own name out of Jinja's English sentence: 'X' is undefined."""
    quoted = str(error).split("'")
    return f"“{quoted[-2]}”" if len(quoted) > 2 else "未知占位符"


def _check_package(template: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as package:
            entries = package.infolist()
    except zipfile.BadZipFile as error:
        raise TemplateRefused("这不是 Word 文档（DOCX），请在 Word 中另存为 .docx") from error
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        raise TemplateRefused("这不是 Word 文档（DOCX），请在 Word 中另存为 .docx")
    if any(name.endswith("vbaProject.bin") for name in names):
        raise TemplateRefused("文档含有宏，请另存为不含宏的 .docx")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise TemplateRefused("文档解压后过大，请删去其中的大图")


def _set_page(word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = word.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)


def _style(run, size: int, *, bold: bool = False) -> None:
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)


def _grid(word, columns: int):
    table = word.add_table(rows=0, cols=columns, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    return table


def _add_row(word, block: Row) -> None:
    cells = _grid(word, 2 * len(block.keys)).add_row().cells
    share = WIDTH / (2 * len(block.keys)) if len(block.keys) > 1 else WIDTH / 4
    for index, key in enumerate(block.keys):
        cells[2 * index].text, cells[2 * index + 1].text = key, f"{{{{ {key} }}}}"
        cells[2 * index].width = int(share)
        cells[2 * index + 1].width = int(share if len(block.keys) > 1 else WIDTH - share)


def _add_passage(word, block: Passage) -> None:
    cells = _grid(word, 2).add_row().cells
    cells[0].text, cells[1].text = block.key, f"{{{{ {block.key} }}}}"
    cells[0].width, cells[1].width = int(WIDTH / 4), int(WIDTH * 3 / 4)


def _add_table(word, block: Table) -> None:
    """docxtpl repeats the row between two rows that hold the loop's tags alone."""
    _style(word.add_paragraph().add_run(block.key), 12, bold=True)
    table = _grid(word, len(block.columns))
    _fill_row(table, block.columns, block.widths)
    _fill_row(table, [f"{{%tr for 行 in {block.key} %}}"], block.widths)
    _fill_row(table, [f"{{{{ 行['{column}'] }}}}" for column in block.columns], block.widths)
    _fill_row(table, ["{%tr endfor %}"], block.widths)


def _fill_row(table, texts, widths) -> None:
    cells = table.add_row().cells
    for cell, width in zip(cells, widths, strict=True):
        cell.width = int(WIDTH * width / 100)
    for cell, text in zip(cells, texts, strict=False):
        cell.text = text


def _add_paragraphs(word, block: Paragraphs) -> None:
    _style(word.add_paragraph().add_run(block.title), 12, bold=True)
    for text in block.texts:
        word.add_paragraph(text.replace("{", "{{ ").replace("}", " }}"))


def _add_signatures(word, block: Signatures) -> None:
    cells = _grid(word, len(block.parties)).add_row().cells
    for cell, party in zip(cells, block.parties, strict=True):
        cell.text = f"{party}（签章）\n\n\n　　　　年　　月　　日"


_ADDERS = {
    Row: _add_row,
    Passage: _add_passage,
    Table: _add_table,
    Paragraphs: _add_paragraphs,
    Signatures: _add_signatures,
}


def _bytes_of(word) -> bytes:
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()
