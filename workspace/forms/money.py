"""A field for an amount of money."""

from decimal import Decimal

from django import forms

from workspace.money import parse_money


class MoneyField(forms.CharField):
    """Cleans to a Decimal or None; shows an amount on record without needless zeros: 1200.50, 1200."""

    def __init__(self, **kwargs):
        super().__init__(
            **{"max_length": 40, "widget": forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs}
        )

    def to_python(self, value):
        return parse_money(super().to_python(value))

    def prepare_value(self, value):
        if not isinstance(value, Decimal):
            return value
        return f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"

    def run_validators(self, value):
        """`parse_money` has said all; those of a text do not fit a number."""

    def validate(self, value):
        if self.required and value is None:
            raise forms.ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial, data):
        try:
            return initial != self.clean(data)
        except forms.ValidationError:
            return True
