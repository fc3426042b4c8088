"""提出动态调整 from a case or a visit: the basis is filled in, the decision is somebody else's (two people)."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from core.lifecycle import TransitionBlocked
from core.validators import validate_plain_paragraphs, validate_plain_text
from creation_cycle.enums import AdjustmentBasis, AdjustmentKind
from creation_cycle.models import Adjustment, Title
from creation_cycle.services.adjustments import propose

LADDER = [(kind.value, kind.label) for kind in AdjustmentKind.ladder()]


class ProposalForm(forms.Form):
    title = forms.ModelChoiceField(
        label="称号", queryset=Title.objects.none(), empty_label=None, widget=UnfoldAdminSelectWidget()
    )
    kind = forms.ChoiceField(
        label="拟作的调整",
        choices=LADDER,
        widget=UnfoldAdminRadioSelectWidget(),
        error_messages={"required": "请选择拟作的调整。"},
    )
    facts = forms.CharField(
        label="事实",
        max_length=2000,
        validators=[validate_plain_paragraphs],
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text="集体会看到这段文字并可以陈述申辩。请只写核实过的事实，不写投诉人的任何信息。",
        error_messages={"required": "请写明事实。"},
    )
    clause = forms.CharField(
        label="依据条款",
        required=False,
        max_length=120,
        validators=[validate_plain_text],
        widget=UnfoldAdminTextInputWidget(),
    )
    publicise = forms.BooleanField(label="向社会公布", required=False, widget=UnfoldBooleanSwitchWidget())

    def __init__(self, *args, titles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].queryset = titles


class ProposesAdjustments:
    """Mixed into an admin whose record has a unit; it says what it is a basis for."""

    basis: AdjustmentBasis

    def may_propose(self, user, record) -> bool:
        raise NotImplementedError

    def basis_key_of(self, record) -> str:
        raise NotImplementedError

    def facts_of(self, record) -> str:
        raise NotImplementedError

    def propose_view(self, request, pk):
        record = self._case(request, pk)
        if not self.may_propose(request.user, record):
            raise PermissionDenied(f"{request.user} may not propose an adjustment on {record}")
        titles = Title.objects.in_force().filter(unit=record.unit_id).select_related("unit", "committee")
        form = ProposalForm(request.POST or None, titles=titles, initial={"facts": self.facts_of(record)})
        if form.is_valid():
            try:
                adjustment = self._proposed(record, form.cleaned_data, request.user)
                address = reverse("admin:creation_cycle_adjustment_change", args=[adjustment.pk])
                return HttpResponseRedirect(address)
            except TransitionBlocked as blocked:
                form.add_error(None, str(blocked))
        words = "提出后由该称号的认定机构另一人决定；决定前告知集体，并听取陈述申辩。"
        if not titles:
            words = "该集体现在没有有效的称号，不能提出动态调整。"
        return self._form_page(request, record, form, title="提出动态调整", words=words, button="提出")

    def _proposed(self, record, given: dict, user) -> Adjustment:
        title, kind = given.pop("title"), AdjustmentKind(given.pop("kind"))
        key = self.basis_key_of(record)
        return propose(title, kind, basis=self.basis, basis_key=key, by=user, **given)
