"""Three ways for a reviewer to step back, on one page that says which one fits (回避, 谢绝, 交回)."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core.lifecycle import Finding, Step, TransitionBlocked, perform, step
from core.validators import validate_plain_paragraphs
from reviews.models import Assignment
from reviews.views.assignments import OwnAssignmentMixin
from units.queries.conflicts import conflicts_of

WHEN = {
    "recuse": "您与该集体或其成员有利害关系，应当回避。提交评分之前随时可以申请，本轮不会再把该集体指派给您。",
    "decline": "您因时间、健康等原因不能承担，而且还没有开始评分。",
    "hand_back": "您已经开始评分，但不能完成。已填写的内容保留备查，不计入结果。",
}
"""What each way is for, by the name of its move."""


@dataclass(frozen=True)
class Way:
    """One of the three, as this reviewer stands to it now."""

    step: Step
    when: str

    @property
    def reasons(self) -> list[Finding]:
        return self.step.reasons


class StepBackForm(forms.Form):
    """The way and the reason; organizers read the reason."""

    way = forms.ChoiceField(label="方式", widget=forms.RadioSelect)
    note = forms.CharField(
        label="理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[validate_plain_paragraphs],
        help_text="组委会会看到您的理由，例如：与该集体属同一单位；考核期间出差。",
    )

    def __init__(self, *args, ways: list[Way], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["way"].choices = [(way.step.name, way.step.label) for way in ways if way.step.ok]


class StepBack(OwnAssignmentMixin, View):
    """None of the ways can be undone by the reviewer, therefore a page of its own."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        assignment = self.assignment
        ways = ways_of(assignment, request.user)
        form = StepBackForm(ways=ways, initial={"way": fitting(assignment, ways)})
        return self._page(assignment, ways, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        assignment = self.assignment
        ways = ways_of(assignment, request.user)
        form = StepBackForm(request.POST, ways=ways)
        if not form.is_valid():
            return self._page(assignment, ways, form)
        try:
            gone = perform(
                assignment, form.cleaned_data["way"], by=request.user, note=form.cleaned_data["note"]
            )
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
            return redirect("reviews:step_back", pk)
        messages.success(request, f"“{assignment.candidacy.unit}”：{gone.get_state_display()}，已告知组委会")
        return redirect("reviews:list")

    def _page(self, assignment: Assignment, ways: list[Way], form: StepBackForm) -> HttpResponse:
        context = {
            "assignment": assignment,
            "ways": ways,
            "can": any(way.step.ok for way in ways),
            "form": form,
            "conflicts": conflicts_of(self.request.user, assignment.candidacy.unit),
        }
        return render(self.request, "reviews/step_back.html", context)


def ways_of(assignment: Assignment, user) -> list[Way]:
    return [Way(step(assignment, name, user), when) for name, when in WHEN.items()]


def fitting(assignment: Assignment, ways: list[Way]) -> str:
    """回避 where a conflict is known; else 谢绝 before the first score and 交回 after it."""
    if conflicts_of(assignment.reviewer, assignment.candidacy.unit):
        return "recuse"
    return next((way.step.name for way in ways[1:] if way.step.ok), "recuse")
