"""Pages by which the portal answers for itself: its rules, its figures, its seals."""

from django.http import StreamingHttpResponse
from django.views import View
from django.views.generic import DetailView, TemplateView

from core import clock
from honor_roll.queries import figures
from honor_roll.queries.complaints import outcomes
from honor_roll.queries.rule_list import RulesPage, public_standards
from honor_roll.queries.seals import seal_lines, seal_page
from honor_roll.views.public import PublicMixin


class Rules(PublicMixin, TemplateView):
    template_name = "honor_roll/rules.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(rules=RulesPage.build(), **kwargs)


class StandardPage(PublicMixin, DetailView):
    """One published standard with its items; of a superseded one whoever was scored by it finds it still."""

    template_name = "honor_roll/standard.html"

    def get_queryset(self):
        return public_standards()


class Transparency(PublicMixin, TemplateView):
    template_name = "honor_roll/transparency.html"

    def get_context_data(self, **kwargs):
        place = {side: self.request.GET.get(side, "") for side in ("after", "before")}
        return super().get_context_data(page=seal_page(**place), **kwargs)


class SealsCsv(PublicMixin, View):
    """All seals in one file, to keep and compare."""

    def get(self, request):
        name = {"Content-Disposition": f'attachment; filename="seals-{clock.today():%Y-%m-%d}.csv"'}
        return StreamingHttpResponse(seal_lines(), content_type="text/csv; charset=utf-8", headers=name)


class Statistics(PublicMixin, TemplateView):
    template_name = "honor_roll/statistics.html"

    def get_context_data(self, **kwargs):
        charts = [figures.by_level(), figures.by_star(), figures.by_industry(), *figures.by_recheck()]
        return super().get_context_data(charts=charts, complaints=outcomes(), **kwargs)
