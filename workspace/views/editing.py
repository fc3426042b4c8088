"""One form on a page of its own: shown, searched in, refused, merged, kept."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views import View

from units.views.keeping import KeptUnit


class RecordFormPage(KeptUnit, View):
    """GET shows `make_form(data)` in `template_name`; POST hands it to `keep(form)`.

    `keep` returns None when the record is kept, or a `core.merge.Merged` whose conflicts are shown; a
    ValidationError of the service is shown at the form.
    """

    template_name = ""
    done = "已保存"

    def get(self, request, **kwargs):
        return self.page(self.make_form(None))

    def post(self, request, **kwargs):
        form = self.make_form(request.POST)
        if getattr(form, "is_searching", False) or not form.is_valid():
            return self.page(form)
        try:
            merged = self.keep(form)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self.page(form)
        if merged is not None and form.take(merged).conflicts:
            return self.page(form)
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

    def page(self, form):
        context = {"unit": self.unit, "form": form, "back": self.way_on(), **self.context()}
        return render(self.request, self.template_name, context)
