"""Forms of the admin that are not a model's own."""

from django import forms
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from core import clock
from creation_cycle.models import Candidacy, Notice, RuleSet
from creation_cycle.services import notices
from units.enums import Level


class AdoptForm(forms.Form):
    """For which committee and level a reference set shall bind, from which day."""

    committee = forms.ModelChoiceField(None, label="组织委员会", widget=UnfoldAdminSelectWidget())
    level = forms.ChoiceField(label="认定等级", choices=Level, widget=UnfoldAdminSelectWidget())
    name = forms.CharField(label="名称", max_length=80, widget=UnfoldAdminTextInputWidget())
    code = forms.SlugField(
        label="代码",
        max_length=60,
        help_text="英文字母、数字和连字符，用于网址。",
        widget=UnfoldAdminTextInputWidget(),
    )
    effective_from = forms.DateField(label="生效日期", widget=UnfoldAdminDateWidget())

    def __init__(self, *args, reference: RuleSet, committees, **kwargs):
        today = clock.today()
        initial = {
            "level": reference.level,
            "name": reference.name,
            "code": f"{reference.code}-{today:%Y%m%d}"[:60],
            "effective_from": today,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["committee"].queryset = committees
        self.industry = reference.industry

    def clean_code(self):
        code = self.cleaned_data["code"]
        if RuleSet.objects.filter(code=code).exists():
            raise forms.ValidationError("该代码已被使用，请换一个。")
        return code

    def clean(self):
        """Version 1 of a committee, level and industry exists once; the next one is a version of it."""
        values = self.cleaned_data
        same = RuleSet.objects.filter(
            committee=values.get("committee"), level=values.get("level"), industry=self.industry, version=1
        )
        if values.get("committee") and same.exists():
            raise forms.ValidationError("该组委会在这一等级已有规则，请直接修改或新建下一版本。")
        return values


class NoticeForm(forms.ModelForm):
    """A notice; while it is a draft with its list: the nominated candidacies of its cycle, each to be ticked."""

    candidacies = forms.ModelMultipleChoiceField(
        Candidacy.objects.none(),
        label="公示名单",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="本周期全部拟认定集体，可取消勾选。",
    )

    class Meta:
        model = Notice
        fields = ["cycle", "title", "body", "taken_down_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk is None or not self.instance.is_draft:
            del self.fields["candidacies"]
        else:
            self.fields["candidacies"].queryset = notices.may_be_listed(self.instance).select_related(
                "unit", "cycle"
            )
            self.initial["candidacies"] = [entry.candidacy_id for entry in self.instance.entries.all()]
