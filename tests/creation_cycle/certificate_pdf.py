"""A sample certificate, and how tests look at a PDF: as text, as pixels, as structure."""

import io
from datetime import date

import pikepdf
import pypdfium2
import zxingcpp
from PIL import Image

from creation_cycle.certificates.content import CertificateContent

SAMPLE = CertificateContent(
    unit_name="广州市越秀区政务服务中心综合受理窗口",
    cycle_label="2026—2027",
    level_label="广东省",
    star_label="二星级",
    number="S440000-2027-0001-C",
    issuers=("共青团广东省委员会",),
    issued_on=date(2026, 12, 1),
    verify_url="https://civilization.example.gov.cn/verify/S440000-2027-0001-C/",
)


def text_of(pdf: bytes) -> str:
    """Return the text that copying from the first page gives, without line breaks."""
    return pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().replace("\r\n", "")


def raster(pdf: bytes, *, dpi: int) -> Image.Image:
    return pypdfium2.PdfDocument(pdf)[0].render(scale=dpi / 72).to_pil().convert("RGB")


def scanned(pdf: bytes) -> list[str]:
    """Return what a scanner reads off the first page, printed at 100 dpi."""
    return [code.text for code in zxingcpp.read_barcodes(raster(pdf, dpi=100))]


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))
