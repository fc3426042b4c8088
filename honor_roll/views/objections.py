"""异议: anybody may object to a unit on a notice while it stands, by name or without (S1 二.3)."""

from contextlib import ExitStack

from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.views.generic import FormView, TemplateView
from django_ratelimit.core import is_ratelimited

from core.kept_input import KeptInput
from core.lifecycle import TransitionBlocked
from creation_cycle.services.objections import object_to
from honor_roll.forms.objection import ObjectionForm, TrackingForm
from honor_roll.views.notices import OnPublicNotice
from honor_roll.views.public import LiveMixin

RATE = "10/h"
"""Accepted objections per address; an office shares one address, so it is not stingy."""
ATTEMPTS = "60/h"
"""Forms sent from one address, refused ones too: opening five files each costs more than reading a line."""
LOOKS = "60/h"
"""Codes tried from one address; nobody can guess one of ten characters, and nobody shall try."""
RECEIPT = "objection_receipt"


class ObjectToNotice(LiveMixin, OnPublicNotice, FormView):
    """The form; after the notice's last day a sentence instead. Whatever refuses it, the text stays."""

    template_name = "honor_roll/object.html"
    form_class = ObjectionForm

    def get(self, request, *args, **kwargs):
        if not self.notice.takes_objections:
            return self.closed(status=200)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if not self.notice.takes_objections:
            return self.closed(status=409)
        if self.is_too_often("objection-attempts", ATTEMPTS):
            unread = ObjectionForm(request.POST, MultiValueDict(), notice=self.notice)
            return self.too_many(unread)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"notice": self.notice}

    def form_valid(self, form):
        with ExitStack() as files:
            for item in form.cleaned_data["evidence"]:
                files.callback(item.close)
            if self.is_too_often("objection", RATE):
                return self.too_many(form)
            try:
                objection = object_to(self.notice, form.candidacy, **form.said)
            except TransitionBlocked as blocked:
                return self.closed(status=409, reason=blocked)
        self.request.session[RECEIPT] = objection.tracking_code
        return redirect("honor_roll:objection_received", self.notice.pk)

    def get_context_data(self, **kwargs):
        """Browsers do not send a chosen file twice: whoever has to send the form again has to choose again."""
        return super().get_context_data(lost_files=self.request.FILES.getlist("evidence"), **kwargs)

    def is_too_often(self, group: str, rate: str) -> bool:
        return is_ratelimited(self.request, group=group, key="ip", rate=rate, increment=True)

    def too_many(self, form):
        return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)

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


class TrackObjection(LiveMixin, FormView):
    """How an objection stands, for whoever holds its code; the code is posted, so that no log keeps it.

    It works after the notice was taken down. Neither the text nor the objector is shown: a lost slip tells nothing.
    """

    template_name = "honor_roll/track.html"
    form_class = TrackingForm

    def post(self, request, *args, **kwargs):
        if is_ratelimited(request, group="objection-looks", key="ip", rate=LOOKS, increment=True):
            form = TrackingForm(initial={"code": request.POST.get("code", "")})
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        return self.render_to_response(self.get_context_data(form=form, objection=form.objection))
