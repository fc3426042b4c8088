"""Atom feed of the latest recognitions, for whoever follows the roll without visiting it."""

from datetime import datetime, time

from django.contrib.syndication.views import Feed
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from creation_cycle.enums import TitleState
from creation_cycle.models import Recognition

LATEST = 30


class LatestRecognitions(Feed):
    feed_type = Atom1Feed
    title = "青年文明号荣誉榜：最近认定"
    subtitle = "经公示、认定的青年文明号集体"
    link = reverse_lazy("honor_roll:roll")

    def items(self):
        held = [TitleState.IN_FORCE, TitleState.WARNED]
        return Recognition.objects.filter(title__state__in=held).select_related("title__unit")[:LATEST]

    def item_title(self, item: Recognition) -> str:
        return f"{item.title.unit}：{item.get_star_display()}{item.title.name}"

    def item_description(self, item: Recognition) -> str:
        """Atom summaries are HTML."""
        return escape("，".join(part for part in (item.label, item.decision_number or item.source) if part))

    def item_link(self, item: Recognition) -> str:
        return f"{item.title.unit.get_absolute_url()}#recognition-{item.pk}"

    def item_updateddate(self, item: Recognition) -> datetime:
        return timezone.make_aware(datetime.combine(item.recognised_on, time.min))
