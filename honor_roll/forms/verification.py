"""A certificate as people bring it: its number, a scan of its code, or its file."""

import re
from io import BytesIO

import zxingcpp
from django import forms
from PIL import Image, ImageFile, ImageOps

from creation_cycle.certificates.number import InvalidNumber, parse_number
from honor_roll.queries.verification import present_number
from volunteers.proof_number import InvalidProofNumber, is_proof_number
from volunteers.proof_number import parse_number as parse_proof_number

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2400
IN_ADDRESS = re.compile(r"/verify/([^/?#\s]+)")


class NumberForm(forms.Form):
    """Blanks, other dashes, full width and lower case are fine; the cleaned number is the printed one.

    What a scanner reads off the code, the address with the number in it, is fine as well.
    """

    number = forms.CharField(
        label="证书编号",
        max_length=200,
        help_text=(
            "印在证书下方，形如 S440000-2027-0001-C；志愿服务记录证明形如 ZM442000-2026-00001-C。"
            "不分大小写，可以不输入横线。"
        ),
        error_messages={"required": "请输入证书编号。"},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self) -> str:
        try:
            return number_in(self.cleaned_data["number"])
        except InvalidNumber as wrong:
            if present := present_number(self.cleaned_data["number"]):
                return present
            raise forms.ValidationError(str(wrong)) from wrong


class FileForm(forms.Form):
    """A certificate's PDF, or a photo of its code; cleaned into (`pdf`, bytes) or (`number`, the number)."""

    file = forms.FileField(
        label="证书文件或照片",
        help_text="电子证书（PDF），或拍有二维码的照片，不超过 5 MB。文件只用于本次核验，不会保存。",
        error_messages={"required": "请选择文件。", "empty": "这是空文件，请重新选择。"},
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"}),
    )

    def clean_file(self) -> tuple[str, bytes | str]:
        upload = self.cleaned_data["file"]
        if upload.size > LARGEST:
            raise forms.ValidationError(
                "文件超过 5 MB。本平台制发的电子证书不到 100 KB；照片请压缩后再上传。"
            )
        content = upload.read()
        if content.lstrip()[:5] == b"%PDF-":
            return "pdf", content
        return "number", self._scanned(content)

    def _scanned(self, content: bytes) -> str:
        codes = codes_in(content)
        for text in codes:
            try:
                return number_in(text)
            except InvalidNumber:
                continue
        words = "照片中没有找到二维码，请靠近一些、对准后重拍，或直接输入编号。"
        raise forms.ValidationError("照片中的二维码不是本平台证书的二维码。" if codes else words)


def number_in(text: str) -> str:
    """The number of a certificate or a proof, alone or within the address of a code; raises InvalidNumber."""
    address = IN_ADDRESS.search(text)
    text = address[1] if address else text
    try:
        return parse_proof_number(text) if is_proof_number(text) else str(parse_number(text))
    except InvalidProofNumber as wrong:
        raise InvalidNumber(str(wrong)) from wrong


def codes_in(content: bytes) -> list[str]:
    """The texts of all codes on a photo; raises ValidationError for what is no photo."""
    try:
        picture = _grey(content)
    except Exception:  # decoders raise whatever they please on hostile bytes
        raise forms.ValidationError("这不是 PDF，也不是可用的图片，请选择电子证书或二维码照片。") from None
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)]


def _grey(content: bytes) -> Image.Image:
    """The pixels alone, upright, few enough to look at."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
    with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return upright.convert("L")
