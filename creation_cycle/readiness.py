"""Certificates need their typeface and the library that cuts it."""

from core.readiness import part
from creation_cycle.certificates.font import font_subsetter


@part("fonts")
def fonts() -> str:
    return font_subsetter()
