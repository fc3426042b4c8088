"""The link by which a person without an account reads their own records: for some days, then a new one is needed.

The code stands on the consent for good; a link is the code and its last day, signed. Nothing is stored of it.
"""

from datetime import date, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from core import clock
from credit.models import Consent

SALT = "credit.own-link"


class LinkOver(Exception):
    """The link was right once."""

    def __init__(self, consent: Consent, last_day: date):
        self.consent, self.last_day = consent, last_day
        super().__init__(f"over since {last_day}")


def last_day() -> date:
    """Of a link that is made today."""
    return clock.today() + timedelta(days=settings.CREDIT_LINK_DAYS)


def link_to(consent: Consent) -> str:
    """A new address of the person's own page."""
    signed = Signer(salt=SALT).sign(f"{consent.code}:{last_day().isoformat()}")
    return reverse("credit:mine_by_code", args=[signed])


def consent_behind(signed: str) -> Consent:
    """Raises Consent.DoesNotExist for what is no link of ours, LinkOver after its last day."""
    try:
        code, _, day = Signer(salt=SALT).unsign(signed).rpartition(":")
    except BadSignature:
        raise Consent.DoesNotExist from None
    consent, until = Consent.objects.get(code=code), date.fromisoformat(day)
    if clock.today() > until:
        raise LinkOver(consent, until)
    return consent
