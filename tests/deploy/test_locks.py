"""The two lock files agree, carry hashes, and name no index."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*])?==(\S+)(.*)$", re.MULTILINE)


def pins(lock: str) -> dict[tuple[str, str], str]:
    """Version by package and marker: a universal lock may pin one package once for each platform."""
    found = PIN.findall((ROOT / lock).read_text())
    return {(name, rest.rstrip(" \\")): version for name, version, rest in found}


def test_tests_run_on_what_production_installs():
    production, development = pins("requirements.txt"), pins("requirements-dev.txt")
    assert len(production) > 50
    assert production.items() <= development.items()


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes_and_no_index_is_named(lock):
    text = (ROOT / lock).read_text()
    entries = re.split(r"\n(?=[a-z0-9])", text)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"--(?:extra-)?index-url|--find-links|https?://", text) == []
