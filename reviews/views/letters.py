"""反馈函: staff edit and send it, the unit reads and prints it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform
from core.views.autosave import AutosavingForm
from reviews.guards import letter_to_others
from reviews.models import FeedbackLetter
from reviews.queries.letters import own_drafts
from reviews.selection_forms import LetterForm
from reviews.services import letters
from reviews.views.selections import OfSelection
from units.queries.keeping import kept_units

PAGE = 50


class Letters(OfSelection, View):
    """All letters of a selection; POST sends those that are still drafts."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        own = own_drafts(self.selection, request.user)
        rows = FeedbackLetter.objects.filter(decision__selection=self.selection).exclude(pk__in=own)
        context = {
            "selection": self.selection,
            "page_obj": Paginator(rows.for_reading(), PAGE).get_page(request.GET.get("page")),
            "drafts": rows.drafted().count(),
            "own": len(own),
            "may_decide": self.may_decide,
        }
        return render(request, "reviews/selection/letters.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_officer()
        try:
            count = letters.send_all(self.selection, by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
        else:
            own = len(own_drafts(self.selection, request.user))
            left = f"，另有 {own} 份涉及您须回避的集体，由其他经办人发出" if own else ""
            messages.success(request, f"已发出 {count} 份反馈函{left}")
        return redirect("reviews:letters", pk)


class StaffLetter(LoginRequiredMixin):
    """`self.letter` from the address, of a selection that the user sees; 回避: no draft about one's own unit."""

    @cached_property
    def letter(self) -> FeedbackLetter:
        found = FeedbackLetter.objects.visible_to(self.request.user).for_reading()
        letter = get_object_or_404(found, pk=self.kwargs["pk"])
        if letter.is_draft and letter_to_others(letter, self.request.user):
            raise Http404(f"letter {letter.pk} is about a unit that {self.request.user} is bound to")
        return letter

    @property
    def may_edit(self) -> bool:
        return self.request.user.has_perm("reviews.change_feedbackletter", self.letter)

    def require_officer(self) -> None:
        if not self.may_edit:
            raise PermissionDenied(f"{self.request.user} does not run {self.letter.decision.selection}")


class LetterPage(StaffLetter, AutosavingForm):
    """GET reads it; POST keeps the words of a draft."""

    whole_or_nothing = True
    saved_message = "反馈函已保存，尚未发出"

    @property
    def record(self) -> FeedbackLetter:
        return self.letter

    def post(self, request, pk):
        self.require_officer()
        return super().post(request, pk)

    def make_form(self, data=None) -> LetterForm:
        return LetterForm(data, instance=self.letter)

    def keep(self, form, seen):
        """Typed away to nothing, the letter stays as it was; the field says that it may not be empty."""
        text = form.given.get("text", self.letter.text)
        return letters.keep_letter(self.letter, by=self.request.user, seen=seen, text=text)

    def done(self) -> HttpResponse:
        return redirect(self.letter)

    def page(self, form, status=200) -> HttpResponse:
        stored = FeedbackLetter.objects.for_reading().get(pk=self.letter.pk)
        context = {
            "letter": stored,
            "form": form if stored.is_draft and self.may_edit else None,
            "history": stored.history.reverse(),
        }
        return render(self.request, "reviews/selection/letter.html", context, status=status)


class SendLetter(StaffLetter, View):
    """POST: 发出; of two clicks one sends."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_officer()
        try:
            perform(self.letter, "send", by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
        else:
            messages.success(request, f"{self.letter}已发出")
        return redirect("reviews:letters", self.letter.decision.selection_id)


class ReceivedLetter(LoginRequiredMixin, View):
    """What the unit received, for whoever keeps its pages; made to be printed."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        sent = FeedbackLetter.objects.sent().filter(decision__candidacy__unit__in=kept_units(request.user))
        letter = get_object_or_404(sent.for_reading(), pk=pk)
        return render(request, "reviews/selection/received.html", {"letter": letter})
