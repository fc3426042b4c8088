"""Every term of the domain stands in docs/glossary.md beside its name in code."""

import inspect
from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import TextChoices

from tests.docs.markdown import DOCS, ROOT, rows

ENUM_MODULES = (
    "units.enums",
    "credit.enums",
    "volunteers.enums",
    "volunteers.event_enums",
    "volunteers.project_enums",
    "workspace.enums",
    "creation_cycle.enums",
    "creation_cycle.recheck_enums",
    "reviews.enums",
    "core.models.job",
)
LISTED = {(row[0], row[1].strip("`")) for row in rows((DOCS / "glossary.md").read_text(encoding="utf-8"))}
OURS = [model for model in apps.get_models() if (ROOT / model._meta.app_label / "models").is_dir()]
CHOICES = [
    choices
    for module in ENUM_MODULES
    for _, choices in inspect.getmembers(import_module(module), inspect.isclass)
    if issubclass(choices, TextChoices) and choices.__module__ == module
]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_models(model):
    assert (str(model._meta.verbose_name), model.__name__) in LISTED


@pytest.mark.parametrize("choices", CHOICES, ids=lambda choices: choices.__name__)
def test_states_kinds_and_roles(choices):
    terms = {(member.label, f"{choices.__name__}.{member.name}") for member in choices}

    assert terms - LISTED == set()


def test_no_term_is_kept_that_the_code_has_dropped():
    names = {choices.__name__: choices for choices in CHOICES}
    listed = [name.split(".") for _, name in LISTED if name.split(".")[0] in names and "." in name]

    assert [f"{enum}.{member}" for enum, member in listed if member not in names[enum].__members__] == []
