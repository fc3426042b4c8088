"""Certificates need their typeface and the library that cuts it."""

from core.readiness import part
from creation_cycle.certificates.font import font_subsetter
from creation_cycle.services.signing import signing_key


@part("signatures")
def signatures() -> str:
    """Whether certificates are signed; a key that is configured and cannot be used is a failure."""
    return "signed" if signing_key() else "unsigned"


@part("fonts")
def fonts() -> str:
    return font_subsetter()
