"""投诉: what somebody says about a unit, and how the case is found again by its code."""

from django import forms

from core.form_stamps import Stamp, new_stamp, read_stamp
from core.sums import is_answer, sum_for
from core.validators import normalise_code, validate_plain_paragraphs, validate_plain_text
from honor_roll.forms.signing import MayStayAnonymous, Signing
from reviews.enums import ComplaintCategory, Satisfaction
from reviews.models import Complaint
from reviews.services.complaints import tracked
from workspace.forms.media import EvidenceField

MOST_FILES = 5
KEPT = "加密保存，只有受理单位的办理人员可以查看，被投诉的集体和所在单位看不到。"
QUICKEST = 4
"""Seconds in which nobody reads the page, writes what happened and sends it."""


class ComplaintForm(MayStayAnonymous):
    """Carries a stamp of the page that it was given out with; `ask_sum` asks a small sum besides."""

    field_order = ("category", "content", "evidence", "signing", "name", "contact")
    asks = (("contact", "联系方式"),)

    category = forms.ChoiceField(label="类别", choices=ComplaintCategory, widget=forms.RadioSelect)
    content = forms.CharField(
        label="投诉内容",
        max_length=4000,
        validators=[validate_plain_paragraphs],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="请写明时间、地点、经过，便于核查。请不要写他人的身份证号、住址等个人信息。最多 4000 字。",
    )
    evidence = EvidenceField(
        most=MOST_FILES,
        label="照片或文件",
        help_text="可以不附。最多 5 个文件，每个不超过 10 MB：照片、PDF 或 Word（DOCX）文档。"
        "拍摄位置、作者等信息会自动去除，文件名不保留。",
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)
    total = forms.CharField(
        label="请回答",
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )

    def __init__(self, data=None, *args, ask_sum: bool = False, **kwargs):
        if data is not None and read_stamp(data.get("stamp", "")) is None:
            self.was_stale, data = True, data.copy()
            data["stamp"] = new_stamp()
        else:
            self.was_stale = False
        fresh = {"stamp": new_stamp(), "signing": Signing.ANONYMOUS}
        super().__init__(data, *args, **kwargs | {"initial": fresh})
        self.fields[
            "signing"
        ].help_text = "留下联系方式，便于核查人员向您了解情况。匿名的，请写清事实或附上照片，否则难以核查。"
        self.fields["signing"].choices = [(Signing.ANONYMOUS, "匿名"), (Signing.NAMED, "留下联系方式")]
        self.fields["name"].label = "称呼"
        self.fields["name"].help_text = f"可以不填。{KEPT}"
        self.fields["contact"].help_text = f"电话或邮箱均可。{KEPT}选择匿名的不保存。"
        self._set_sum(ask_sum)

    def _set_sum(self, ask_sum: bool) -> None:
        if not ask_sum:
            del self.fields["total"]
            return
        self.fields["total"].help_text = "您所在的网络短时间内提交较多，请回答这道题，证明是本人填写。"
        self.fields["total"].label = sum_for(self.stamp_shown)[0]

    @property
    def stamp_shown(self) -> str:
        return (self.data.get("stamp") if self.is_bound else self.initial["stamp"]) or ""

    @property
    def page(self) -> Stamp:
        """The page that a valid form came from."""
        return read_stamp(self.cleaned_data["stamp"])

    @property
    def said(self) -> dict:
        """What the service is told."""
        return {name: self.cleaned_data[name] for name in ("category", "content", "evidence")} | self.person

    def clean(self) -> dict:
        given = super().clean()
        stamp = read_stamp(given.get("stamp", ""))
        if self.was_stale:
            self.add_error(None, "页面打开的时间太长了。您填写的内容都在，请再点一次“提交投诉”。")
        elif stamp and stamp.age < QUICKEST:
            self.add_error(None, "提交得太快了。您填写的内容都在，请核对后再点一次“提交投诉”。")
        if "total" in self.fields and not is_answer(self.stamp_shown, given.get("total", "")):
            self.add_error("total", "答案不对，请再算一次，填写数字即可。")
        return given


class UnitSearchForm(forms.Form):
    q = forms.CharField(
        label="集体名称",
        required=False,
        max_length=80,
        validators=[validate_plain_text],
        help_text="填写牌匾上的名称或其中几个字，例如“办税服务厅”。",
    )


class CodeForm(forms.Form):
    """A code as people type it: small letters, blanks, hyphens and full-width characters do not matter."""

    code = forms.CharField(
        label="查询码",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        help_text="提交投诉后页面给出的 12 位查询码，不区分大小写。",
    )
    complaint: Complaint

    def clean_code(self) -> str:
        code = normalise_code(self.cleaned_data["code"])
        found = tracked(code)
        if found is None:
            raise forms.ValidationError("没有查到这个查询码，请逐位核对。查询码中没有数字 0、1 和字母 O、I。")
        self.complaint = found
        return code


class RatingForm(CodeForm):
    """One word on the reply; whoever is not satisfied may ask for one review."""

    satisfaction = forms.ChoiceField(label="您对答复是否满意", choices=Satisfaction, widget=forms.RadioSelect)
    wants_review = forms.BooleanField(
        label="不满意，请上级团组织复查一次",
        required=False,
        help_text="选择“不满意”时有效。复查只有一次，由没有参与办理的人进行。",
    )
    review_reason = forms.CharField(
        label="希望复查什么",
        required=False,
        max_length=1000,
        validators=[validate_plain_paragraphs],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="可以不填。请不要写个人信息。",
    )

    def __init__(self, *args, can_review: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget = forms.HiddenInput()
        if not can_review:
            del self.fields["wants_review"], self.fields["review_reason"]

    def clean(self) -> dict:
        given = super().clean()
        if given.get("wants_review") and given.get("satisfaction") not in (None, Satisfaction.DISSATISFIED):
            self.add_error("wants_review", "选择“不满意”的才可以申请复查；不需要复查的，请取消勾选。")
        return given
