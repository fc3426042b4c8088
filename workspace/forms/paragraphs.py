"""Text of several lines, counted as people count it."""

from django import forms


class ParagraphsField(forms.CharField):
    """Browsers send a line break as two characters but count one: it is one here as well."""

    def to_python(self, value):
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n")
