"""Text of several lines, counted as people count it."""

from django import forms

from core.text import one_line_end


class ParagraphsField(forms.CharField):
    """Browsers send a line break as two characters but count one: it is one here as well."""

    def to_python(self, value):
        return one_line_end(super().to_python(value))
