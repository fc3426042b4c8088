"""Scoring without signal: the page that opens without a network, what it keeps, and what it sends later.

All of it answers `static/js/offline/` in JSON. A sign-in that has ended is a 401, never a way to the login: the
phone keeps what it has and asks for a new one.
"""

from contextlib import closing

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from core.lifecycle import TransitionBlocked
from reviews.answers import RefusedAnswer
from reviews.entry_forms import AnswerEntryForm, CommentEntryForm, EntryForm, PhotoEntryForm
from reviews.offline_shell import STYLES, digest, shell_files
from reviews.queries.inspections import inspection_stamps
from reviews.queries.offline import document_of, item_of, stamps, told_conflict
from reviews.services import sync
from reviews.services.sheets import Conflict
from reviews.views.assignments import OwnAssignmentMixin


class Shell(View):
    """The page that stands in for every review page without a network; it names nobody, so anybody may load it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "reviews/offline/shell.html", {"styles": STYLES})


@method_decorator(never_cache, name="dispatch")
class ServiceWorker(View):
    """Stands under /review/, because a service worker answers for the addresses below its own only."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"files": shell_files(), "digest": digest()}
        return render(request, "reviews/offline/sw.js", context, content_type="text/javascript")


class Manifest(View):
    """Lets a phone put the review pages beside its apps."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kind = "application/manifest+json"
        return render(request, "reviews/offline/manifest.webmanifest", content_type=kind)


@method_decorator(never_cache, name="dispatch")
class AnswersPhones(LoginRequiredMixin):
    def handle_no_permission(self) -> HttpResponse:
        return JsonResponse({"state": "signed_out"}, status=401)


class Handshake(AnswersPhones, View):
    """Who is signed in, a fresh token for what is sent next, and which documents to keep."""

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = [*stamps(request.user), *inspection_stamps(request.user)]
        person = salted_hmac("reviews.offline", str(request.user.pk)).hexdigest()
        return JsonResponse({"person": person, "token": get_token(request), "sheets": kept})


class SheetDocument(AnswersPhones, OwnAssignmentMixin, View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return JsonResponse(document_of(self.assignment))


class SyncedRecord(View):
    """One entry of the queue: saved, in conflict, or refused with a sentence; a refused one may be sent again."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **place) -> HttpResponse:
        form = self.make_form()
        if not form.is_valid():
            return self.refused([error for errors in form.errors.values() for error in errors])
        try:
            outcome = self.keep(form)
        except TransitionBlocked as blocked:
            return self.refused([str(blocked)])
        except RefusedAnswer as wrong:
            return self.refused([wrong.sentence])
        except ValidationError as wrong:
            return self.refused(wrong.messages)
        if isinstance(outcome, sync.Applied):
            return JsonResponse({"state": "saved", "version": outcome.version})
        return JsonResponse({"state": "conflict", "theirs": self.theirs(outcome)})

    @staticmethod
    def refused(sentences: list[str]) -> HttpResponse:
        return JsonResponse({"state": "refused", "reason": "".join(sentences)})

    def make_form(self) -> EntryForm:
        raise NotImplementedError

    def keep(self, form: EntryForm):
        """`sync.Applied`, or what another device saved meanwhile."""
        raise NotImplementedError

    def theirs(self, outcome) -> dict:
        raise NotImplementedError


class SyncedEntry(AnswersPhones, OwnAssignmentMixin, SyncedRecord):
    """One entry that belongs to a score sheet; a stranger's is not even read."""

    def post(self, request: HttpRequest, **place) -> HttpResponse:
        self.sheet = self.assignment.sheet
        return super().post(request, **place)


class SyncedAnswer(SyncedEntry):
    def make_form(self) -> AnswerEntryForm:
        self.item = item_of(self.sheet, self.kwargs["item_pk"])
        return AnswerEntryForm(self.request.POST, item=self.item)

    def keep(self, form):
        given = form.cleaned_data
        return sync.apply_answer(
            self.sheet,
            self.item,
            key=given["key"],
            answer=form.answer,
            base_version=given["base_version"],
        )

    def theirs(self, outcome: Conflict) -> dict:
        return told_conflict(self.item, outcome)


class SyncedPhoto(SyncedEntry):
    def make_form(self) -> PhotoEntryForm:
        self.item = item_of(self.sheet, self.kwargs["item_pk"])
        return PhotoEntryForm(self.request.POST, self.request.FILES)

    def keep(self, form):
        given = form.cleaned_data
        with closing(given["photo"]) as media:
            return sync.apply_photo(self.sheet, self.item, key=given["key"], media=media)


class SyncedComment(SyncedEntry):
    def make_form(self) -> CommentEntryForm:
        return CommentEntryForm(self.request.POST)

    def keep(self, form):
        return sync.apply_comment(self.sheet, **form.cleaned_data)

    def theirs(self, outcome: sync.OtherComment) -> dict:
        return {"comment": outcome.comment}
