"""投诉: anybody may complain about a unit, by name or without, and follow the case under a code (S1 二.3 社会监督)."""

from contextlib import ExitStack

from django.shortcuts import get_object_or_404, redirect
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView
from django_ratelimit.core import get_usage, is_ratelimited

from core.form_stamps import read_stamp
from core.lifecycle import TransitionBlocked
from honor_roll.forms.complaint import CodeForm, ComplaintForm, RatingForm, UnitSearchForm
from honor_roll.queries.complaints import case_of, complainable_units, units_named
from honor_roll.views.public import LiveMixin
from reviews.services.complaints import CODE_LENGTH, complain, rate, rating_refusal
from units.models import Unit

RATE = "10/h"
"""Accepted complaints per address; an office shares one address, so it is not stingy."""
ATTEMPTS = "60/h"
"""Forms sent from one address, refused ones too."""
SUM_AFTER = 3
"""From so many accepted complaints of one address on, a small sum is asked besides."""
LOOKS = "60/h"
RECEIPT = "complaint_receipt"


class FindUnit(LiveMixin, TemplateView):
    """Which unit? For whoever did not come by the code on a plaque or the unit's own page."""

    template_name = "honor_roll/complaint_unit.html"

    def get_context_data(self, **kwargs):
        form = UnitSearchForm(self.request.GET or None)
        text = form.cleaned_data["q"] if form.is_valid() else ""
        return super().get_context_data(form=form, text=text, units=units_named(text), **kwargs)


class Complain(LiveMixin, FormView):
    """The form about one unit. Whatever refuses it, the text stays."""

    template_name = "honor_roll/complaint.html"
    form_class = ComplaintForm

    def dispatch(self, request, *args, **kwargs):
        if not request.GET.get("unit"):
            return FindUnit.as_view()(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def unit(self) -> Unit:
        return get_object_or_404(complainable_units(), slug=self.request.GET["unit"])

    def get(self, request, *args, **kwargs):
        assert self.unit
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        assert self.unit
        if self._is_too_often("complaint-attempts", ATTEMPTS):
            unread = ComplaintForm(request.POST, MultiValueDict(), ask_sum=self._asks_sum)
            return self._too_many(unread)
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"ask_sum": self._asks_sum}

    def form_valid(self, form):
        code = form.page.code(CODE_LENGTH)
        with ExitStack() as files:
            for item in form.cleaned_data["evidence"]:
                files.callback(item.close)
            if self._is_too_often("complaint", RATE):
                return self._too_many(form)
            try:
                complain(self.unit, code=code, **form.said)
            except TransitionBlocked as blocked:
                form.add_error(None, str(blocked))
                return self.form_invalid(form)
        self.request.session[RECEIPT] = form.cleaned_data["stamp"]
        return redirect("honor_roll:complaint_received")

    def get_context_data(self, **kwargs):
        """Browsers do not send a chosen file twice: whoever has to send the form again has to choose again."""
        lost = self.request.FILES.getlist("evidence")
        return super().get_context_data(unit=self.unit, lost_files=lost, **kwargs)

    @property
    def _asks_sum(self) -> bool:
        usage = get_usage(self.request, group="complaint", key="ip", rate=RATE, increment=False)
        return usage is not None and usage["count"] >= SUM_AFTER

    def _is_too_often(self, group: str, rate_: str) -> bool:
        return is_ratelimited(self.request, group=group, key="ip", rate=rate_, increment=True)

    def _too_many(self, form):
        return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)


class ComplaintReceived(LiveMixin, TemplateView):
    """The tracking code, worked out anew from what the visitor's session holds; no address and no table holds it."""

    template_name = "honor_roll/complaint_received.html"

    def get(self, request, *args, **kwargs):
        stamp = read_stamp(request.session.get(RECEIPT, ""))
        if stamp is None:
            return redirect("honor_roll:complaint_track")
        return self.render_to_response(self.get_context_data(tracking_code=stamp.code(CODE_LENGTH)))


class TrackComplaint(LiveMixin, FormView):
    """How a complaint stands, for whoever holds its code; the code is posted, so that no log keeps it."""

    template_name = "honor_roll/complaint_track.html"
    form_class = CodeForm

    def post(self, request, *args, **kwargs):
        if is_ratelimited(request, group="complaint-looks", key="ip", rate=LOOKS, increment=True):
            form = CodeForm(initial={"code": request.POST.get("code", "")})
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        return self.shown(form.complaint, form.cleaned_data["code"])

    def shown(self, complaint, code: str, rating=None, **said):
        case = case_of(complaint)
        if rating is None and case.can_rate:
            rating = RatingForm(initial={"code": code}, can_review=case.can_review)
        context = self.get_context_data(
            form=CodeForm(initial={"code": code}), case=case, rating=rating if case.can_rate else None, **said
        )
        return self.render_to_response(context)


class RateComplaint(TrackComplaint):
    """One word on the reply, kept once; a second one is told so."""

    form_class = RatingForm
    http_method_names = ["post"]

    def form_valid(self, form):
        given = {name: value for name, value in form.cleaned_data.items() if name != "code"}
        try:
            complaint, refusal = rate(form.complaint, **given), ""
        except TransitionBlocked as blocked:
            complaint, refusal = form.complaint, str(blocked)
        complaint.refresh_from_db()
        return self.shown(complaint, form.cleaned_data["code"], refusal=refusal, rated=not refusal)

    def form_invalid(self, form):
        complaint = getattr(form, "complaint", None)
        if complaint is None:
            return self.render_to_response(self.get_context_data(form=CodeForm(form.data)))
        refusal = rating_refusal(complaint)
        sentence = "" if refusal is None else str(refusal)
        return self.shown(complaint, form.cleaned_data["code"], rating=form, refusal=sentence)
