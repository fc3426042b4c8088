"""One form on a page of its own: shown, searched in, refused, merged, kept."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.shortcuts import redirect, render
from django.views import View

from accounts.views.drafts import DraftedPage
from units.views.keeping import KeptUnit

REMOVED_SHOWN = 20


def removed_page(request, rows: QuerySet) -> Page:
    """Records that were taken back, below a list with pages of its own: `?removed=2` (`removed_pages.html`)."""
    return Paginator(rows, REMOVED_SHOWN).get_page(request.GET.get("removed"))


class RecordFormPage(KeptUnit, DraftedPage, View):
    """GET shows `make_form(data)` in `template_name`; POST hands it to `keep(form)`.

    `keep` returns None when the record is kept, or a `core.merge.Merged` whose conflicts are shown; a
    ValidationError of the service is shown at the form.
    """

    template_name = ""
    done = "已保存"

    def get(self, request, **kwargs):
        return self.page(self.first_form())

    def post(self, request, **kwargs):
        form = self.make_form(request.POST)
        if getattr(form, "is_searching", False) or not form.is_valid():
            return self.refused(form)
        try:
            merged = self.keep(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.refused(form)
        if merged is not None and form.take(merged).conflicts:
            return self.refused(form)
        self.drop_draft()
        messages.success(request, self.done)
        return redirect(self.way_on())

    def make_form(self, data):
        raise NotImplementedError

    def keep(self, form):
        raise NotImplementedError

    def way_on(self) -> str:
        """Where to go once the record is kept."""
        raise NotImplementedError

    def context(self) -> dict:
        """What the page needs beside `unit` and `form`."""
        return {}

    def refused(self, form):
        self.keep_draft()
        return self.page(form)

    def page(self, form):
        context = {
            "unit": self.unit,
            "form": form,
            "draft": self.draft,
            "back": self.way_on(),
            **self.context(),
        }
        return render(self.request, self.template_name, context)
