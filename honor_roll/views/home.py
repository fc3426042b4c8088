"""The front page: what this is, what is open now, what was recognised lately."""

from django.views.generic import TemplateView

from honor_roll.queries.figures import by_level
from honor_roll.queries.notices import public_notices, with_clock
from honor_roll.queries.roll import matching
from honor_roll.views.public import PublicMixin

SHOWN = 5


class Home(PublicMixin, TemplateView):
    template_name = "honor_roll/home.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            levels=by_level(),
            notices=with_clock(public_notices().open()[:SHOWN]),
            latest=matching()[:SHOWN],
            **kwargs,
        )
