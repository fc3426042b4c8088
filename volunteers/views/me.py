"""我的志愿服务: what the register holds about oneself, who looked at it, and what one may ask for."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from volunteers.models import Volunteer


class OwnRecord(LoginRequiredMixin):
    """`self.volunteer` is the signed-in person's own record."""

    @cached_property
    def own(self) -> Volunteer | None:
        found = Volunteer.objects.select_related("region", "organisation")
        return found.filter(user=self.request.user).first()

    @cached_property
    def volunteer(self) -> Volunteer:
        if self.own is None:
            raise Http404("no volunteer record belongs to this account")
        return self.own


class Me(OwnRecord, TemplateView):
    """The whole record; whoever has none is told how to get one."""

    template_name = "volunteers/me.html"

    def get(self, request, *args, **kwargs):
        if self.own is None:
            return render(request, "volunteers/no_record.html")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        memberships = self.volunteer.memberships.select_related("organisation")
        return super().get_context_data(volunteer=self.volunteer, memberships=memberships, **kwargs)
