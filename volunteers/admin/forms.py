"""Forms of the register's pages in the admin."""

from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from core import clock
from core.validators import validate_phone, validate_plain_text
from units.enums import Sex
from units.models import Region
from volunteers.admin.pages import reason_field
from volunteers.enums import IdentityKind
from volunteers.importing import columns
from volunteers.services.exporting import Suffix
from volunteers.services.importing import MOST_BYTES, allowed_organisations

OFF = {"autocomplete": "off"}


class PurposeForm(forms.Form):
    purpose = reason_field("用途", help_text="例如：核实保险理赔。本人可以看到谁在什么时候为什么查看过。")


class HoldForm(forms.Form):
    until = forms.DateField(
        label="留存至", required=False, widget=UnfoldAdminDateWidget(), help_text="留空即解除留存。"
    )
    reason = reason_field("理由", help_text="例如：保险理赔未结。")

    def clean_until(self):
        until = self.cleaned_data["until"]
        if until and until <= clock.today():
            raise forms.ValidationError("留存日期应在今天之后。")
        return until


class KeptForm(forms.Form):
    into = forms.CharField(label="保留档案的志愿者编号", max_length=20, widget=UnfoldAdminTextInputWidget())


class MergeForm(forms.Form):
    note = reason_field("理由", help_text="例如：同一人先后用身份证和护照登记。")


class CorrectionForm(forms.Form):
    """What a record says, to be mended; numbers that are left empty stay as they are."""

    name = forms.CharField(label="姓名", max_length=50, widget=UnfoldAdminTextInputWidget())
    identity_kind = forms.ChoiceField(
        label="证件类型", choices=IdentityKind, widget=UnfoldAdminSelectWidget()
    )
    identity_number = forms.CharField(
        label="证件号码", required=False, max_length=30, widget=UnfoldAdminTextInputWidget(attrs=OFF),
        help_text="不更正时留空。",
    )  # fmt: skip
    birth_date = forms.DateField(label="出生日期", widget=UnfoldAdminDateWidget())
    sex = forms.ChoiceField(
        label="性别", required=False, choices=[("", "未填写"), *Sex.choices], widget=UnfoldAdminSelectWidget()
    )
    phone = forms.CharField(
        label="联系电话", required=False, max_length=30, widget=UnfoldAdminTextInputWidget(attrs=OFF),
        help_text="不更正时留空。",
    )  # fmt: skip
    region = forms.CharField(
        label="居住区划代码", required=False, max_length=9, widget=UnfoldAdminTextInputWidget()
    )
    reason = reason_field("更正理由")

    def clean_name(self):
        return validate_plain_text(self.cleaned_data["name"].strip())

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        return validate_phone(phone) if phone else ""

    def clean_region(self):
        code = self.cleaned_data["region"].strip()
        region = Region.objects.filter(code=code).first()
        if code and region is None:
            raise forms.ValidationError("没有这个区划代码。")
        return region

    @property
    def values(self) -> dict:
        """What `services.records.correct` takes: empty numbers are no correction."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        return {
            name: value for name, value in given.items() if value or name not in ("identity_number", "phone")
        }


class UploadForm(forms.Form):
    file = forms.FileField(
        label="名册文件",
        widget=UnfoldAdminFileFieldWidget(),
        help_text=f"XLSX、XLS 或 CSV。必须有{columns.LABELS['name']}、{columns.LABELS['identity']}两列，"
        f"可以有{'、'.join(label for key, label in columns.LABELS.items() if key not in columns.NEEDED)}。",
    )
    organisation = forms.ModelChoiceField(
        None,
        label="默认所属组织",
        required=False,
        empty_label="不指定",
        widget=UnfoldAdminSelectWidget(),
        help_text="表格中没有填写所属组织的行归入该组织。",
    )
    basis = reason_field("取得个人同意的依据", help_text="例如：纸质同意书，由各组织保管。")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = allowed_organisations(user)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(f"文件超过 {MOST_BYTES >> 20} MB，请分成几个文件。")
        return file


class ExportForm(forms.Form):
    suffix = forms.ChoiceField(
        label="格式", choices=Suffix, initial=Suffix.XLSX, widget=UnfoldAdminRadioSelectWidget()
    )
    plain = forms.ChoiceField(
        label="内容",
        choices=[("", "掩码（张*三、138****1234）"), ("plain", "完整信息，须写明用途")],
        required=False,
        widget=UnfoldAdminRadioSelectWidget(),
    )
    purpose = forms.CharField(
        label="用途",
        required=False,
        max_length=120,
        widget=UnfoldAdminTextInputWidget(),
        help_text="导出完整信息时必填，记入每位志愿者的查看记录，本人可以查阅。",
    )

    def clean(self):
        given = super().clean()
        if given.get("plain") and not given.get("purpose", "").strip():
            self.add_error("purpose", "导出完整信息须写明用途。")
        return given
