"""Pages by which the portal answers for itself: its rules, its figures, its seals."""

from django.views.generic import DetailView, TemplateView

from honor_roll.queries import figures
from honor_roll.queries.complaints import outcomes
from honor_roll.queries.rule_list import RulesPage, public_standards
from honor_roll.queries.seals import seal_page
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
        page, seals = seal_page(**place)
        return super().get_context_data(page=page, seals=seals, **kwargs)


class Statistics(PublicMixin, TemplateView):
    template_name = "honor_roll/statistics.html"

    def get_context_data(self, **kwargs):
        charts = [figures.by_level(), figures.by_star(), figures.by_industry()]
        return super().get_context_data(charts=charts, complaints=outcomes(), **kwargs)
