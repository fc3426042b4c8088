"""Forms of the standards' pages: an item with its rules as lines, adopting an example, importing a table."""

from decimal import Decimal

from django import forms
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminFileFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.validators import validate_plain_text
from creation_cycle import rule_lines
from creation_cycle.enums import ItemKind, ItemMethod
from creation_cycle.models import Standard, StandardItem
from creation_cycle.rubric import USUAL_STEP, RubricItem
from creation_cycle.rule_lines import WrongRuleLine
from creation_cycle.scoring import SCORED_BY_RULES
from creation_cycle.services import standards
from units.enums import Level
from units.models import Industry

FIELDS = {"dimension": "dimension_name", "rules": "rules_text"}
"""Where this form names a part of an item differently from `RubricItem`."""
MAX_BYTES = 5 * 1024 * 1024


class ItemForm(forms.ModelForm):
    """One item of a draft. Dimension and rules are written as text and become rows when the item is saved."""

    dimension_name = forms.CharField(
        label="维度",
        max_length=20,
        validators=[validate_plain_text],
        widget=UnfoldAdminTextInputWidget(),
        help_text="例如：基础建设。同名的评分项归入同一维度。",
    )
    rules_text = forms.CharField(
        label="细则",
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
        help_text=f"每行一条，只用于扣分项和累加项。{rule_lines.EXAMPLES[ItemKind.DEDUCT]}；"
        f"{rule_lines.EXAMPLES[ItemKind.ACCUMULATE]}。",
    )
    methods = forms.MultipleChoiceField(
        label="考评方式", choices=ItemMethod, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = StandardItem
        fields = [
            "name", "kind", "points", "bonus_max", "step", "methods", "clause", "auto_source", "full_at", "guidance",
            "order",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("points", "bonus_max", "step", "order"):
            self.fields[name].required = False
        self.fields["guidance"].widget.attrs["rows"] = 3
        if self.instance.pk:
            self.initial["dimension_name"] = self.instance.dimension.name
            self.initial["rules_text"] = rule_lines.write(self.instance.rules.all(), self.instance.kind)

    def clean_points(self):
        return self.cleaned_data["points"] or Decimal(0)

    def clean_bonus_max(self):
        return self.cleaned_data["bonus_max"] or Decimal(0)

    def clean_step(self):
        """Of other kinds it says nothing."""
        is_judged = self.cleaned_data.get("kind") == ItemKind.JUDGEMENT
        return (self.cleaned_data["step"] if is_judged else None) or USUAL_STEP

    def clean_order(self):
        return self.cleaned_data["order"] or 0

    def clean_guidance(self):
        return self.cleaned_data["guidance"].replace("\r\n", "\n")

    def clean(self):
        """What is wrong with the item is said once, in `RubricItem.faults`, for the import as well."""
        cleaned = super().clean()
        if self.errors or cleaned.get("DELETE"):
            return cleaned
        try:
            cleaned["rules"] = self._rules(cleaned)
        except WrongRuleLine as wrong:
            self.add_error("rules_text", str(wrong))
            return cleaned
        for name, sentence in self._value(cleaned).faults().items():
            self.add_error(FIELDS.get(name, name), sentence)
        return cleaned

    def save(self, commit=True):
        if commit:
            self.instance.dimension = standards.dimension_named(
                self.instance.standard, self.cleaned_data["dimension_name"]
            )
        item = super().save(commit)
        if commit:
            standards.set_rules(item, self.cleaned_data["rules"])
        return item

    def _rules(self, cleaned: dict) -> tuple[rule_lines.RuleLine, ...]:
        """Lines are read as those of a list even where the kind has none, so that the fault is the kind's."""
        kind = ItemKind(cleaned["kind"])
        return rule_lines.parse(cleaned["rules_text"], kind if kind in SCORED_BY_RULES else ItemKind.DEDUCT)

    def _value(self, cleaned: dict) -> RubricItem:
        return RubricItem(
            dimension=cleaned["dimension_name"], name=cleaned["name"], kind=ItemKind(cleaned["kind"]),
            points=cleaned["points"], rules=cleaned["rules"], bonus_max=cleaned["bonus_max"],
            methods=tuple(cleaned["methods"]), clause=cleaned["clause"], auto_source=cleaned["auto_source"],
            full_at=cleaned["full_at"], guidance=cleaned["guidance"], step=cleaned["step"],
        )  # fmt: skip


class DraftForm(forms.Form):
    """Whose draft it becomes: the next version for a committee, level and industry."""

    committee = forms.ModelChoiceField(None, label="组织委员会", widget=UnfoldAdminSelectWidget())
    level = forms.ChoiceField(label="等级", choices=Level, widget=UnfoldAdminSelectWidget())
    industry = forms.ModelChoiceField(
        None,
        label="行业系统",
        required=False,
        empty_label="通用（所有行业）",
        widget=UnfoldAdminSelectWidget(),
        help_text="通用标准适用于没有行业标准的集体。",
    )

    def __init__(self, *args, committees, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = committees
        first, *others = [*committees[:2], None]
        if first is not None:
            self.initial.setdefault("level", first.level)
        if others == [None]:
            self.initial.setdefault("committee", first)
        self.fields["industry"].queryset = Industry.objects.filter(is_active=True)


class ImportForm(DraftForm):
    """The table and what it does not say."""

    name = forms.CharField(
        label="名称", max_length=80, validators=[validate_plain_text], widget=UnfoldAdminTextInputWidget()
    )
    pass_line = forms.DecimalField(
        label="达标线",
        min_value=0,
        max_digits=5,
        decimal_places=2,
        initial=Decimal(80),
        widget=UnfoldAdminDecimalFieldWidget(),
    )
    basis = forms.CharField(
        label="依据", required=False, max_length=2000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )
    file = forms.FileField(
        label="文件",
        widget=UnfoldAdminFileFieldWidget(),
        help_text="XLSX、XLS 或 CSV，每行一个评分项。可先从任一标准的页面下载 XLSX，按它的列填写。",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                f"文件超过 {MAX_BYTES // 1024 // 1024} MB，请删去无关的内容后再上传。"
            )
        return file


class ConfirmForm(forms.Form):
    """The preview's signed content comes back; nobody else's and nothing altered is read."""

    content = forms.CharField(widget=forms.HiddenInput())


def draft_choices(standard: Standard) -> dict:
    """What the adoption of an example suggests; the level is the adopting committee's own."""
    return {"industry": standard.industry_id}
