"""青年文明号路、街、市场: their list, and each with its units."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import ListView

from honor_roll.queries.company import public_clusters, residents_of
from honor_roll.views.public import PublicMixin
from workspace.models import Cluster


class Clusters(PublicMixin, ListView):
    template_name = "honor_roll/clusters.html"
    paginate_by = 30

    def get_queryset(self):
        return public_clusters()


class ClusterPage(PublicMixin, ListView):
    """The units of one cluster in pages; one that is not published does not exist."""

    template_name = "honor_roll/cluster.html"
    paginate_by = 30

    @cached_property
    def cluster(self) -> Cluster:
        return get_object_or_404(public_clusters(), slug=self.kwargs["slug"])

    def get_queryset(self):
        return self.cluster.units.active().select_related("industry").order_by("name", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(cluster=self.cluster, **kwargs)
        return {**context, "residents": residents_of(list(context["page_obj"]))}
