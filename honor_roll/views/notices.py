"""公示: the list, and one notice with its clock and its units."""

from django.shortcuts import get_object_or_404, render
from django.views.generic import DetailView, ListView

from creation_cycle.models import Notice
from honor_roll.queries.notices import entries_of, public_notices, with_clock
from honor_roll.views.public import PublicMixin


class OnPublicNotice:
    """Everything below `/notices/<pk>/`: 404 for drafts, 410 once it was taken down (domain.md §12.7)."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        published = Notice.objects.published().select_related("cycle__committee")
        self.notice = get_object_or_404(published, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not self.notice.is_taken_down:
            return super().dispatch(request, *args, **kwargs)
        answer = render(request, "honor_roll/notice_gone.html", status=410)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    def get_context_data(self, **kwargs):
        return super().get_context_data(notice=self.notice, **kwargs)


class Notices(PublicMixin, ListView):
    template_name = "honor_roll/notices.html"
    paginate_by = 20

    def get_queryset(self):
        return public_notices()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        return context | {"clocks": with_clock(context["page_obj"])}


class NoticePage(PublicMixin, OnPublicNotice, DetailView):
    """Search engines are told the day on which it goes, and keep no copy beyond it."""

    template_name = "honor_roll/notice.html"

    def get_object(self, queryset=None) -> Notice:
        return self.notice

    def get(self, request, *args, **kwargs):
        answer = super().get(request, *args, **kwargs)
        if self.notice.taken_down_on:
            answer["X-Robots-Tag"] = f"noarchive, unavailable_after: {self.notice.taken_down_on:%Y-%m-%d}"
        return answer

    def get_context_data(self, **kwargs):
        [clock] = with_clock([self.notice])
        return super().get_context_data(clock=clock, entries=entries_of(self.notice), **kwargs)
