"""The houses stack one way, in imports and in foreign keys, and nothing in them grows out of hand."""

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from tests.source_scan import ROOT, functions, sources

CONTRACT = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
STACK = {
    name: height for height, layer in enumerate(reversed(CONTRACT["layers"])) for name in layer.split(" | ")
}
"""Houses of one height stand side by side and do not know each other."""
LONGEST_FILE, LONGEST_FUNCTION = 400, 50


def test_imports_point_down():
    lint = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert " kept, 0 broken" in answer.stdout


def relations() -> list:
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in STACK]
    return [
        field
        for model in models
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
    ]


@pytest.mark.parametrize("field", relations(), ids=str)
def test_foreign_keys_point_down(field):
    """AUTH_USER_MODEL is Django's swappable setting: whoever points to it names no house, as Django's own do."""
    target = field.related_model._meta
    if target.label == settings.AUTH_USER_MODEL or target.app_label not in STACK:
        return
    source = field.model._meta.app_label
    assert target.app_label == source or STACK[target.app_label] < STACK[source]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_readable(path):
    text = path.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE
    assert [name for name, length in functions(ast.parse(text)) if length > LONGEST_FUNCTION] == []


def test_no_drawer_for_odds_and_ends():
    drawers = {"utils", "helpers", "common", "misc", "signals"}
    assert [str(path) for path in sources() if path.stem in drawers] == []
