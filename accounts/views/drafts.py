"""Drafts of forms: kept while somebody types, offered on coming back, given up."""

from uuid import UUID, uuid4

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from accounts.models import FormDraft
from accounts.services import drafts
from core.forms import unjudged
from core.kept_input import KeptInput

FIELD = "_draft"
"""Hidden field with the key, by which the saved form takes its draft along."""
LONGEST_PATH = FormDraft._meta.get_field("path").max_length


class DraftedPage:
    """Mixin of a page with one form, made by `make_form(data)`; its templates draw `components/draft*.html`.

    GET shows `first_form()`, a refused POST calls `keep_draft()`, a saved one `drop_draft()`. People without an
    account have no drafts (`draft` is None).
    """

    @cached_property
    def draft(self) -> drafts.PageDraft | None:
        if not self.request.user.is_authenticated:
            return None
        given = self.request.POST.get(FIELD) or self.request.GET.get("draft")
        return drafts.PageDraft(self.request.user, self.request.path, _uuid(given) or uuid4())

    def first_form(self):
        """As it was left where somebody takes up a draft, else a new one."""
        taken_up = self.draft.taken_up if self.draft else None
        return unjudged(self.make_form(taken_up.kept.data)) if taken_up else self.make_form(None)

    def keep_draft(self) -> None:
        kept = KeptInput.of(self.request, path=self.request.path)
        if self.draft and kept:
            drafts.keep(kept, key=self.draft.key, by=self.request.user)

    def drop_draft(self) -> None:
        if self.draft:
            drafts.drop(self.draft.key, by=self.request.user)


class KeepDraft(LoginRequiredMixin, View):
    """POST of autosave.js: the form of the page `?for=` as it is by now, files left out."""

    http_method_names = ["post"]

    def post(self, request, key):
        kept = KeptInput.of(request, path=request.GET.get("for", ""))
        if kept is None or len(kept.path) > LONGEST_PATH:
            return HttpResponseBadRequest()
        draft = drafts.keep(kept, key=key, by=request.user)
        return render(request, "accounts/draft_saved.html", {"saved_at": draft.saved_at})


class DropDraft(LoginRequiredMixin, View):
    """POST: it is not wanted any more; back to its page."""

    http_method_names = ["post"]

    def post(self, request, key):
        path = get_object_or_404(FormDraft, owner=request.user, key=key).path
        drafts.drop(key, by=request.user)
        return redirect(path)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
