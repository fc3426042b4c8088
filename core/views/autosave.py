"""Forms that save themselves: what is valid is kept, what is refused or in conflict is named beside the save mark.

The browser's part is `static/js/autosave.js`.
"""

from collections.abc import Iterable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from core import clock
from core.forms import MergingForm
from core.lifecycle import TransitionBlocked
from core.merge import Merged, Seen

SAVED = "draft-saved"
"""Browser event; the panel of conditions listens to it and reads itself again."""


class AutosavingForm(View):
    """POST of a page with one `core.forms.MergingForm`, by autosave.js while somebody types and whole by its button.

    A subclass says `make_form(data)`, `keep(form, seen)` (calls the service), `page(form)` (shows the form),
    `done()` (where to go once all is saved) and `record` (whose page to show when it may no longer be edited).
    The template draws the form with `desk/autosave_form.html`.
    """

    saved_message = "已保存"
    saved_template = "desk/save_state.html"
    whole_or_nothing = False
    """True: a page that is sent by its button writes nothing while anything in it is refused."""

    def make_form(self, data=None) -> MergingForm:
        raise NotImplementedError

    def keep(self, form: MergingForm, seen: Seen | None) -> Merged:
        raise NotImplementedError

    def page(self, form: MergingForm, status: int = 200) -> HttpResponse:
        raise NotImplementedError

    def done(self) -> HttpResponse:
        raise NotImplementedError

    @property
    def record(self):
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        return self.page(self.make_form())

    def post(self, request, *args, **kwargs):
        form = self.make_form(request.POST)
        if not form.is_valid() and self.whole_or_nothing and not request.htmx:
            return self.page(form)
        try:
            form.take(self.keep(form, form.seen_before_choosing if request.htmx else form.seen))
        except TransitionBlocked as blocked:
            return no_longer_editable(request, self.record, blocked)
        if request.htmx:
            return autosaved(request, [form], self.saved_template, form=form)
        if form.errors or form.conflicts:
            return self.page(form, status=409 if form.conflicts else 200)
        messages.success(request, self.saved_message)
        return self.done()


def autosaved(
    request, forms: Iterable[BaseForm], template: str = "desk/save_state.html", **context
) -> HttpResponse:
    """The answer to an htmx save: 已保存 10:32, or which fields were left out and why.

    Forms that merge bring along fresh digests and the choices between two versions, as out-of-band swaps.
    """
    forms = list(forms)
    merging = [form for form in forms if getattr(form, "merges", False)]
    refused = [bound for form in forms for bound in form if bound.errors]
    answer = {
        "saved_at": clock.now(),
        "refused": refused,
        "is_typed": any(bound.data for bound in refused),
        "merging": merging,
        "conflicts": [form[name] for form in merging for name in form.conflicts],
        "by_others": [form[name] for form in merging for name in form.kept],
    }
    return trigger_client_event(render(request, template, {**answer, **context}), SAVED)


def no_longer_editable(request, record, blocked: TransitionBlocked) -> HttpResponse:
    """Somebody else took the record over while the page was open: show it as it is now."""
    messages.error(request, str(blocked))
    return HttpResponseClientRedirect(record.get_absolute_url()) if request.htmx else redirect(record)
