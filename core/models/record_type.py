"""Kinds of records, stored as `app_label.model_name`, in the words of their models."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist


def record_name(record_type: str) -> str:
    """What this kind of record is called; the stored name itself when no model has it (any more)."""
    try:
        return str(apps.get_model(record_type)._meta.verbose_name)
    except (LookupError, ValueError):
        return record_type


def state_name(record_type: str, state: str) -> str:
    """A state of such a record in words."""
    try:
        labels = dict(apps.get_model(record_type)._meta.get_field("state").flatchoices)
    except (LookupError, ValueError, FieldDoesNotExist):
        return state
    return str(labels.get(state, state))
