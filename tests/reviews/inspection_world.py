"""An inspection of a unit by two people, planned today."""

from datetime import timedelta

from core import clock
from reviews.enums import Look
from reviews.models import Inspection
from reviews.services import inspections
from tests import factories as make


def make_inspection(committee, unit, inspectors, *, by=None, **values) -> Inspection:
    today = clock.today()
    defaults = {"kind": "unannounced", "opens_on": today, "closes_on": today + timedelta(days=14)}
    inspection = Inspection(committee=committee, unit=unit, **{**defaults, **values})
    return inspections.plan(inspection, inspectors=inspectors, by=by or make.make_officer(committee))


def look_at_all(inspection: Inspection, *, problems: int = 0) -> None:
    """Every point is fine but the first `problems`."""
    looks = {
        item.pk: {
            "look": Look.PROBLEM if number < problems else Look.FINE,
            "remark": "公示牌已经褪色" if number < problems else "",
            "base_version": item.version,
        }
        for number, item in enumerate(inspection.items.all())
    }
    assert inspections.save_page(inspection, looks=looks, comment="") == {}
