"""整改通知单 at the unit's end: reading it, answering it with records that are there, and its file."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import perform, step
from core.views.autosave import AutosavingForm
from reviews.answer_forms import AnswerForm
from reviews.documents import RECTIFICATION
from reviews.enums import RectificationState
from reviews.models import Rectification
from reviews.services.rectifications import save_answer
from units.queries.keeping import kept_units
from workspace.documents.render import TYPES
from workspace.views.documents import answer_with


class KeptRectification(LoginRequiredMixin):
    """`self.notice` from the address, if the user keeps its unit."""

    @cached_property
    def notice(self) -> Rectification:
        notices = Rectification.objects.filter(unit__in=kept_units(self.request.user))
        return get_object_or_404(notices.select_related("unit", "committee"), pk=self.kwargs["pk"])


class NoticePage(KeptRectification, AutosavingForm):
    """GET reads it; POST keeps the answer and, with 反馈, hands it in once nothing is in conflict."""

    whole_or_nothing = True

    @property
    def record(self) -> Rectification:
        return self.notice

    @property
    def saved_message(self) -> str:
        return "整改情况已反馈" if self._hands_in else "整改情况已保存"

    @property
    def _hands_in(self) -> bool:
        return "hand_in" in self.request.POST and not self.request.htmx

    def make_form(self, data=None) -> AnswerForm:
        return AnswerForm(data, instance=self.notice)

    def keep(self, form, seen):
        merged = save_answer(self.notice, by=self.request.user, seen=seen, **form.given)
        if self._hands_in and not merged.conflicts:
            perform(merged.record, "hand_in", by=self.request.user)
        return merged

    def done(self):
        return redirect(self.notice)

    def page(self, form, status=200):
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
        return render(self.request, "reviews/rectification.html", context, status=status)


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
