"""Primary keys as people's browsers send them: a text, of whatever length."""

from django import forms
from django.core.exceptions import ValidationError

LONGEST = 18
"""Digits of a key that every database takes."""


def key_of(value) -> int | None:
    """A primary key from what a field holds: a row, a key, or text somebody sent."""
    text = str(getattr(value, "pk", value) or "")
    return int(text) if len(text) <= LONGEST and text.isascii() and text.isdecimal() else None


class RowsField(forms.ModelMultipleChoiceField):
    """Refuses what can be no key before the database is asked: it answers too long a number with an error."""

    def _check_values(self, value):
        for one in value:
            if key_of(one) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(one)[:LONGEST]},
                )
        return super()._check_values(value)
