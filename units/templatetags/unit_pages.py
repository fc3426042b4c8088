"""The tabs of one unit's pages."""

from django import template

from units import places

register = template.Library()


@register.inclusion_tag("desk/unit_nav.html")
def unit_nav(unit, here: str) -> dict:
    """`here` is the key of the present page; see `units.places`."""
    return {"unit": unit, "here": here, "places": places.places_of(unit)}
