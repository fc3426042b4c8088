"""异议: anybody may object to a unit on a notice while it stands, without a name if they wish (S1 二.3)."""

from django.shortcuts import get_object_or_404, redirect, render
from django.views.generic import FormView, TemplateView
from django_ratelimit.core import is_ratelimited

from core.kept_input import KeptInput
from core.lifecycle import TransitionBlocked
from creation_cycle.models import Notice
from creation_cycle.services.objections import object_to
from honor_roll.forms.objection import ObjectionForm
from honor_roll.views.public import LiveMixin

RATE = "10/h"
"""Accepted objections per address; an office shares one address, so it is not stingy."""
RECEIPT = "objection_receipt"


class OnPublicNotice:
    """Everything below `/notices/<pk>/` answers 404 unless the public may see the notice."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.notice = get_object_or_404(Notice.objects.public(), pk=kwargs["pk"])

    def get_context_data(self, **kwargs):
        return super().get_context_data(notice=self.notice, **kwargs)


class ObjectToNotice(LiveMixin, OnPublicNotice, FormView):
    """The form; after the notice's last day a sentence instead."""

    template_name = "honor_roll/object.html"
    form_class = ObjectionForm

    def dispatch(self, request, *args, **kwargs):
        if not self.notice.takes_objections:
            return self.closed(status=409 if request.method == "POST" else 200)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"notice": self.notice}

    def form_valid(self, form):
        if is_ratelimited(self.request, group="objection", key="ip", rate=RATE, increment=True):
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        given = form.cleaned_data
        said = {name: given[name] for name in ("content", "name", "contact")}
        try:
            objection = object_to(self.notice, given["entry"].candidacy, **said)
        except TransitionBlocked as blocked:
            return self.closed(status=409, reason=blocked)
        self.request.session[RECEIPT] = objection.tracking_code
        return redirect("honor_roll:objection_received", self.notice.pk)

    def closed(self, *, status: int, reason: TransitionBlocked | None = None):
        context = {"notice": self.notice, "reason": reason, "kept": KeptInput.of(self.request)}
        return render(self.request, "honor_roll/objections_closed.html", context, status=status)


class ObjectionReceived(LiveMixin, OnPublicNotice, TemplateView):
    """The tracking code, kept in the visitor's session and not in an address that logs would keep."""

    template_name = "honor_roll/objection_received.html"

    def get(self, request, *args, **kwargs):
        if RECEIPT not in request.session:
            return redirect("honor_roll:notice", self.notice.pk)
        return self.render_to_response(self.get_context_data(tracking_code=request.session[RECEIPT]))
