"""反馈函: staff edit and send it, the unit reads and prints it."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
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
    """All letters of a selection, but drafts about the reader's own units."""

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


class SendLetters(OfSelection, View):
    """GET asks before all drafts are sent; POST starts the job that sends them."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_officer()
        drafts = letters.sendable(self.selection, request.user).for_reading()
        if not drafts:
            messages.info(request, "没有待发出的反馈函")
            return redirect("reviews:letters", pk)
        context = {
            "title": "发出反馈函",
            "text": "按已保存的正文发给各集体的号长等人员，发出后不能再修改或重发。",
            "count": len(drafts),
            "unit": "个集体",
            "items": [draft.decision.candidacy.unit for draft in drafts[:PAGE]],
            "more": max(len(drafts) - PAGE, 0),
            "action_label": f"确认发出 {len(drafts)} 份",
            "cancel_url": reverse("reviews:letters", args=[pk]),
        }
        return render(request, "components/confirm.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_officer()
        return redirect(letters.start_sending(self.selection, by=request.user))


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
        """Saved by the button that sends, the page asks first."""
        if "send" in self.request.POST:
            return redirect("reviews:letter_send", self.letter.pk)
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
    """GET shows the letter as the unit will read it; POST 发出: of two clicks one sends."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.require_officer()
        if not self.letter.is_draft:
            return redirect(self.letter)
        return render(request, "reviews/selection/send.html", {"letter": self.letter})

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
