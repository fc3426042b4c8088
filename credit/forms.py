"""What the public types: a search, an objection, a code."""

from django import forms

from core.validators import validate_plain_paragraphs
from credit.enums import SubjectKind
from credit.models import ListObjection
from units.enums import Level


class RedListForm(forms.Form):
    """Bound to the query string. Names of people are masked, so they are not searched for."""

    q = forms.CharField(
        label="名称",
        required=False,
        max_length=60,
        widget=forms.SearchInput(attrs={"placeholder": "集体、组织或荣誉名称", "enterkeyhint": "search"}),
    )
    kind = forms.ChoiceField(label="主体", required=False, choices=[("", "全部"), *SubjectKind.choices])
    level = forms.ChoiceField(label="荣誉级别", required=False, choices=[("", "全部"), *Level.choices])

    @property
    def filters(self) -> list[forms.BoundField]:
        return [bound for bound in self if bound.name != "q"]

    @property
    def narrows(self) -> bool:
        return any(self.data.get(bound.name) for bound in self.filters)


class ListObjectionForm(forms.ModelForm):
    """What somebody holds against an entry; who they are is up to them."""

    website = forms.CharField(
        label="请不要填写这一项",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    class Meta:
        model = ListObjection
        fields = ["content", "contact"]
        widgets = {"content": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"content": "请写明事实和依据。"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contact"] = forms.CharField(
            label="联系方式", required=False, max_length=80,
            help_text="选填。只用于核查时联系您，加密保存，到期删除。",
        )  # fmt: skip

    def clean_content(self):
        return validate_plain_paragraphs(self.cleaned_data["content"])

    def clean_website(self):
        """People do not see this field; programs fill it in."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("提交未成功，请清空这一项后重试。")
        return ""


class CodeForm(forms.Form):
    """The code that somebody got with an objection."""

    code = forms.CharField(
        label="查询码", max_length=40, error_messages={"required": "请填写查询码。"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean(self):
        values = super().clean()
        code = (values.get("code") or "").strip()
        self.objection = (
            ListObjection.objects.select_related("entry").filter(code=code).first() if code else None
        )
        if code and self.objection is None:
            self.add_error("code", "没有找到，请核对查询码。")
        return values
