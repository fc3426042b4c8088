"""What a unit holds to show for its titles: certificates and plaques."""

from dataclasses import dataclass

from django.db.models import Prefetch

from creation_cycle.enums import CertificateState
from creation_cycle.models import Certificate, Plaque, Title
from units.models import Unit


@dataclass(frozen=True)
class Honour:
    """One title with its papers that were handed out, and its plaques, the present ones first."""

    title: Title
    certificates: list[Certificate]
    plaques: list[Plaque]


def honours_of(unit: Unit) -> list[Honour]:
    """Three queries, however many titles; certificates that wait are shown as such."""
    papers = Certificate.objects.exclude(state=CertificateState.FAILED).order_by("-pk")
    titles = unit.titles.order_by("-last_recognised_on", "-pk").prefetch_related(
        Prefetch("certificates", papers), Prefetch("plaques", Plaque.objects.order_by("-pk"))
    )
    return [Honour(title, list(title.certificates.all()), list(title.plaques.all())) for title in titles]
