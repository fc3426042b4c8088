"""整改通知单 at the unit's end: reading it, answering it with records that are there, and its file."""

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform, step
from core.validators import validate_plain_paragraphs
from reviews.documents import RECTIFICATION
from reviews.enums import RectificationState
from reviews.models import Rectification
from reviews.services.rectifications import save_answer
from units.queries.keeping import kept_units
from workspace.documents.render import TYPES
from workspace.models import Activity
from workspace.views.documents import answer_with

RECENT = 30
"""How many of the newest records of the log are offered as evidence."""


class AnswerForm(forms.ModelForm):
    """What was mended, in words, and the records that show it."""

    class Meta:
        model = Rectification
        fields = ("answer", "evidence")
        widgets = {"answer": forms.Textarea(attrs={"rows": 6}), "evidence": forms.CheckboxSelectMultiple}
        help_texts = {
            "answer": "逐项写明已采取的措施和结果。",
            "evidence": "从创建日志中勾选，不必重复上传材料。",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        log = Activity.objects.kept().filter(unit=self.instance.unit_id)
        offered = list(log.order_by("-day", "-pk").values_list("pk", flat=True)[:RECENT])
        chosen = [activity.pk for activity in self.instance.evidence.all()]
        self.fields["evidence"].queryset = log.filter(pk__in=[*offered, *chosen])

    def clean_answer(self):
        return validate_plain_paragraphs(self.cleaned_data["answer"])


class KeptRectification(LoginRequiredMixin):
    """`self.notice` from the address, if the user keeps its unit."""

    @cached_property
    def notice(self) -> Rectification:
        notices = Rectification.objects.filter(unit__in=kept_units(self.request.user))
        return get_object_or_404(notices.select_related("unit", "committee"), pk=self.kwargs["pk"])


class NoticePage(KeptRectification, View):
    """GET reads it; POST keeps the answer and, with 反馈, hands it in."""

    def get(self, request, pk):
        return self._page(self.make_form())

    def post(self, request, pk):
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            saved = save_answer(self.notice, **form.cleaned_data)
            if "hand_in" in request.POST:
                perform(saved, "hand_in", by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
        else:
            messages.success(request, "整改情况已反馈" if "hand_in" in request.POST else "整改情况已保存")
        return redirect(self.notice)

    def make_form(self, data=None) -> AnswerForm:
        return AnswerForm(data, instance=self.notice)

    def _page(self, form):
        """The notice as it is stored: a bound form has written what it refuses into its own instance."""
        stored = Rectification.objects.select_related("unit", "committee").get(pk=self.notice.pk)
        waits = stored.state == RectificationState.ISSUED
        context = {
            "notice": stored,
            "form": form if waits else None,
            "move": step(stored, "hand_in", self.request.user) if waits else None,
            "evidence": stored.evidence.select_related("activity_type"),
            "history": stored.history.reverse(),
        }
        return render(self.request, "reviews/rectification.html", context)


class NoticeFile(LoginRequiredMixin, View):
    """The notice as PDF, DOCX or XLSX, for the unit and for staff who may see it."""

    def get(self, request, pk, suffix):
        notices = Rectification.objects.visible_to(request.user)
        notice = get_object_or_404(notices.select_related("unit__employer", "committee", "issued_by"), pk=pk)
        if suffix not in TYPES:
            raise Http404
        return answer_with(
            request, RECTIFICATION, notice, suffix, committee=notice.committee, name=notice.number,
            back=notice.get_absolute_url(),
        )  # fmt: skip
