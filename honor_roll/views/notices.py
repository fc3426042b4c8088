"""公示: the list, and one notice with its clock and its units."""

from django.shortcuts import get_object_or_404
from django.views.generic import DetailView, ListView

from creation_cycle.models import Notice
from honor_roll.queries.notices import entries_of, public_notices, with_clock
from honor_roll.views.public import PublicMixin


class Notices(PublicMixin, ListView):
    template_name = "honor_roll/notices.html"
    paginate_by = 20

    def get_queryset(self):
        return public_notices()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"clocks": with_clock(context["page_obj"])}


class NoticePage(PublicMixin, DetailView):
    """Drafts and notices that were taken down do not exist for the public."""

    template_name = "honor_roll/notice.html"
    context_object_name = "notice"

    def get_object(self, queryset=None) -> Notice:
        return get_object_or_404(public_notices(), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs):
        [clock] = with_clock([self.object])
        return super().get_context_data(clock=clock, entries=entries_of(self.object), **kwargs)
