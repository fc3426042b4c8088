"""A certificate number as people type it."""

from django import forms

from creation_cycle.certificates.number import InvalidNumber, parse_number
from volunteers.proof_number import InvalidProofNumber, is_proof_number
from volunteers.proof_number import parse_number as parse_proof_number


class NumberForm(forms.Form):
    """Blanks, other dashes, full width and lower case are fine; the cleaned number is the printed one."""

    number = forms.CharField(
        label="证书编号",
        max_length=60,
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
        number = self.cleaned_data["number"]
        try:
            return parse_proof_number(number) if is_proof_number(number) else str(parse_number(number))
        except (InvalidNumber, InvalidProofNumber) as wrong:
            raise forms.ValidationError(str(wrong)) from wrong
