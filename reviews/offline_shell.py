"""The files that the review pages need without a network, and a digest by which phones notice new ones."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.templatetags.static import static

STYLES = ("bootstrap/css/bootstrap.min.css", *(
    f"css/{name}.css" for name in (
        "tokens", "portal", "components", "forms", "lists", "workspace", "scoring",
    )
))  # fmt: skip
SCRIPTS = ("js/appearance.js", "js/portal.js", "js/offline/page.js", "js/offline/host.js")
MODULES = (
    "carry", "comment", "conflict", "documents", "drawn", "elements", "faults", "fields", "home", "item", "overview",
    "pictures", "queue", "server", "sheet", "status", "store", "sync",
)  # fmt: skip
"""Imported by the scripts under their plain names."""
SHELL = "/review/offline/"


def shell_files() -> list[str]:
    """Addresses, as pages ask for them."""
    named = [static(path) for path in (*STYLES, "img/favicon.svg", *SCRIPTS)]
    return [SHELL, *named, *(f"{settings.STATIC_URL}js/offline/{name}.js" for name in MODULES)]


@cache
def digest() -> str:
    """Of all that is kept; another one makes phones load everything anew."""
    files = [*STYLES, *SCRIPTS, *(f"js/offline/{name}.js" for name in MODULES)]
    template = get_template("reviews/offline/shell.html").origin.name
    total = hashlib.sha256()
    for path in [template, *(finders.find(name) for name in files)]:
        total.update(Path(path).read_bytes())
    return total.hexdigest()[:16]
