"""`.env.example` explains exactly the variables that somebody reads."""

import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = re.compile(r"^#?([A-Z][A-Z_]+)=", re.MULTILINE)


def variables(pattern: str, *names: str) -> set[str]:
    return {found for name in names for found in re.findall(pattern, (ROOT / name).read_text())}


def test_every_variable_is_explained_and_none_is_invented():
    read = variables(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', "config/settings.py") | variables(
        r"\$\{([A-Z_]+)[:}]", "docker-compose.yml", "deploy/entrypoint.sh"
    )
    explained = set(EXPLAINED.findall((ROOT / ".env.example").read_text()))
    assert explained == read


def test_every_variable_has_a_comment_of_its_own():
    lines = (ROOT / ".env.example").read_text().splitlines()
    grouped_with_the_one_above = {"HTTPS_PORT", "WEB_THREADS", "WORKER_PROCESSES"}
    bare = {
        EXPLAINED.match(line)[1]
        for before, line in pairwise(lines)
        if EXPLAINED.match(line) and not before.startswith("# ")
    }
    assert bare == grouped_with_the_one_above


def test_no_secret_has_a_usable_example():
    """A copied example must not run with keys that everybody knows."""
    text = (ROOT / ".env.example").read_text()
    for name in ("SECRET_KEY", "FIELD_ENCRYPTION_KEY", "BLIND_INDEX_KEY"):
        assert re.search(rf"^{name}=change-me$", text, re.MULTILINE)
