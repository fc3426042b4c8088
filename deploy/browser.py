"""Which Chromium the browser suite drives."""

import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")


def executable() -> str | None:
    """The distribution's browser, else the one that Playwright has installed, else none."""
    if found := next(filter(None, map(shutil.which, NAMES)), None):
        return found
    installed = Path.home().glob(".cache/ms-playwright/chromium-*/chrome-linux*/chrome")
    return next(map(str, sorted(installed, reverse=True)), None)
