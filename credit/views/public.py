"""Pages for everybody: red list, notices with objections, measures, partners, pledges."""

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views import View
from django.views.generic import FormView, TemplateView
from django_ratelimit.core import is_ratelimited

from core.keyset import Page, page_of
from core.lifecycle import TransitionBlocked
from credit.forms import CodeForm, ListObjectionForm, RedListForm
from credit.models import Pledge, PledgeFollowUp
from credit.queries import public
from credit.services.objections import object_to, takes_objections

RATE, LOOKS = "10/h", "60/h"
"""Objections and codes from one address; an office shares one."""
RECEIPT = "list_objection"


class FreshMixin:
    """Nobody keeps these pages: a consent that is taken back has effect at once."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response


class RedList(FreshMixin, View):
    """Search and filters come with the query string."""

    def get(self, request):
        form = RedListForm(request.GET)
        page, count = Page([]), 0
        if form.is_valid():
            entries = public.red_list(**form.cleaned_data)
            place = {side: request.GET.get(side, "") for side in ("after", "before")}
            page, count = page_of(entries, public.LIST_ORDER, **place), public.capped_count(entries)
        context = {"form": form, "page": page, "count": count, "on_notice": public.on_notice().exists()}
        return render(request, "credit/red_list.html", context)


class Notices(FreshMixin, View):
    """Entries before the public now."""

    def get(self, request):
        place = {side: request.GET.get(side, "") for side in ("after", "before")}
        page = page_of(public.on_notice(), public.NOTICE_ORDER, **place)
        return render(request, "credit/notices.html", {"page": page})


class ObjectToEntry(FreshMixin, FormView):
    """One entry on notice with the form; whatever refuses it, the text stays."""

    template_name = "credit/notice.html"
    form_class = ListObjectionForm

    def dispatch(self, request, *args, **kwargs):
        self.entry = get_object_or_404(public.on_notice(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        if is_ratelimited(self.request, group="list-objection", key="ip", rate=RATE, increment=True):
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        said = {name: form.cleaned_data[name] for name in ("content", "contact")}
        try:
            objection = object_to(self.entry, **said)
        except TransitionBlocked as blocked:
            form.add_error(None, str(blocked))
            return self.render_to_response(self.get_context_data(form=form), status=409)
        self.request.session[RECEIPT] = objection.code
        return redirect("credit:objection_received")

    def get_context_data(self, **kwargs):
        return super().get_context_data(entry=self.entry, is_open=takes_objections(self.entry), **kwargs)


class ObjectionReceived(FreshMixin, TemplateView):
    """The code, kept in the session and not in an address that logs would keep."""

    template_name = "credit/objection_received.html"

    def get(self, request, *args, **kwargs):
        if RECEIPT not in request.session:
            return redirect("credit:notices")
        return self.render_to_response(self.get_context_data(code=request.session[RECEIPT]))


class TrackObjection(FreshMixin, FormView):
    """How an objection stands, for whoever holds its code; the code is posted, so that no log keeps it."""

    template_name = "credit/track.html"
    form_class = CodeForm

    def post(self, request, *args, **kwargs):
        if is_ratelimited(request, group="list-objection-looks", key="ip", rate=LOOKS, increment=True):
            form = CodeForm(initial={"code": request.POST.get("code", "")})
            return self.render_to_response(self.get_context_data(form=form, too_many=True), status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        return self.render_to_response(self.get_context_data(form=form, objection=form.objection))


class Measures(FreshMixin, TemplateView):
    template_name = "credit/measures.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(areas=public.measures_by_area(), **kwargs)


class Partners(FreshMixin, TemplateView):
    template_name = "credit/partners.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(partners=public.partners(), **kwargs)


class Pledges(FreshMixin, View):
    """Newest first."""

    def get(self, request):
        place = {side: request.GET.get(side, "") for side in ("after", "before")}
        found = Pledge.objects.public().order_by("-shown_on", "-pk")
        return render(request, "credit/pledges.html", {"page": page_of(found, ("shown_on", "pk"), **place)})


class PledgePage(FreshMixin, View):
    """One pledge, and how it was kept."""

    def get(self, request, slug):
        looked = Prefetch("follow_ups", PledgeFollowUp.objects.all())
        pledges = Pledge.objects.public().select_related("committee", "unit").prefetch_related(looked)
        return render(request, "credit/pledge.html", {"pledge": get_object_or_404(pledges, slug=slug)})
