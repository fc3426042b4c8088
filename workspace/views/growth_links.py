"""Addresses that stand for a person without an account, as text and as a QR code."""

from dataclasses import dataclass

import segno
from django.conf import settings
from django.urls import reverse

from workspace.models import GrowthCard, GrowthSupporter


@dataclass(frozen=True)
class Link:
    """An address that people copy, print or scan."""

    address: str

    @property
    def qr(self) -> str:
        """The code as a data URI, drawn when a page asks for it."""
        return segno.make(self.address, error="m", micro=False).svg_data_uri(scale=4, border=2)


def link_to(card: GrowthCard) -> Link:
    """The member's own page."""
    return absolute(reverse("growth:own", args=[card.token]))


def supporter_link(supporter: GrowthSupporter) -> Link:
    return absolute(reverse("growth:support", args=[supporter.token]))


def booth_link() -> Link:
    """Where codes are typed."""
    return absolute(reverse("growth:vote"))


def ballot_link(code: str) -> Link:
    """The code stands behind #: browsers keep that part to themselves, no server sees or logs it."""
    return Link(f"{booth_link().address}#{code}")


def absolute(path: str) -> Link:
    """A path of the portal as people outside of it need it."""
    return Link(f"{settings.SITE_URL}{path}")
