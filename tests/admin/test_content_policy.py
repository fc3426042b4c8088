"""The Content-Security-Policy under /admin/: unfold's needs are met there, and nowhere else."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

ADMIN = {
    "default-src": "'self'",
    "script-src": "'self' 'unsafe-eval' 'unsafe-inline'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "base-uri": "'self'",
}


def policy(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split(";")
    return dict(part.strip().split(" ", 1) for part in parts)


@pytest.mark.parametrize("page", ["index", "changelist", "change", "move"])
def test_every_page_of_the_admin_has_its_own_policy(page, journey, as_user):
    candidacy = journey.candidacy("recommended")
    url = {
        "index": reverse("admin:index"),
        "changelist": reverse("admin:creation_cycle_candidacy_changelist"),
        "change": reverse("admin:creation_cycle_candidacy_change", args=[candidacy.pk]),
        "move": reverse("admin:creation_cycle_candidacy_move", args=[candidacy.pk, "decline"]),
    }[page]

    assert policy(as_user(journey.officer).get(url)) == ADMIN


def test_nothing_unsafe_elsewhere_not_even_on_the_admins_refusals(people, as_user):
    client = as_user(people["no_office"])
    for response in (client.get("/"), client.get("/admin/", follow=True)):
        assert "unsafe" not in response["Content-Security-Policy"]
        assert policy(response)["default-src"] == "'self'"
