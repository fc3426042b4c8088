"""Tables as offices send them: XLSX, or CSV in UTF-8 (with or without BOM) or GB18030."""

from zipfile import BadZipFile

import tablib
from import_export.formats.base_formats import XLSX, Format

ZIP_MAGIC = b"PK\x03\x04"
ENCODINGS = ("utf-8-sig", "gb18030")
"""In this order: what decodes as UTF-8 is UTF-8, and Excel on Chinese Windows saves CSV as GB18030."""


class UnreadableFile(ValueError):
    """The file is neither; the message says so in Chinese."""


class Spreadsheet(Format):
    """One format for both, told apart by content: nobody has to choose it from a list."""

    def __init__(self, encoding=None):
        """The confirming view offers an encoding; the content itself tells which it is."""

    def get_title(self):
        return "CSV 或 Excel（XLSX）"

    def can_import(self):
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """The first sheet with its first row as headers. Raises UnreadableFile."""
        try:
            if in_stream.startswith(ZIP_MAGIC):
                return XLSX().create_dataset(in_stream)
            return tablib.Dataset().load(_decoded(in_stream), format="csv")
        except (tablib.exceptions.TablibException, BadZipFile, KeyError, ValueError) as error:
            raise UnreadableFile("无法读取：请上传 CSV 或 XLSX 文件，每一行的列数与标题行一致。") from error


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile("unknown encoding")
