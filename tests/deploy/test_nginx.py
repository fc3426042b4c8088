"""deploy/nginx.conf beside the addresses it names."""

import re

from django.urls import reverse

from tests.source_scan import ROOT

CONFIG = (ROOT / "deploy" / "nginx.conf").read_text()


def patient() -> list[tuple[str, int]]:
    """Patterns of the locations that wait for their own time, with the seconds."""
    blocks = re.findall(r"location ~ (\S+) \{([^}]*)\}", CONFIG)
    timed = [(pattern, re.search(r"proxy_read_timeout (\d+)s;", body)) for pattern, body in blocks]
    return [(pattern, int(found[1])) for pattern, found in timed if found]


def test_requests_that_move_hundreds_of_records_are_given_time():
    for name in ("selection_preview", "letters"):
        address = reverse(f"reviews:{name}", args=[12])
        assert [seconds for pattern, seconds in patient() if re.match(pattern, address)] == [300]
    page = reverse("reviews:selection", args=[12])
    assert [pattern for pattern, _ in patient() if re.match(pattern, page)] == []
