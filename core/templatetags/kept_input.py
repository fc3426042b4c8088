"""What was typed and could not be taken, in the words of its form; see `core.kept_input`."""

from django import template

from core.kept_input import KeptInput

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_rows(context, kept: KeptInput) -> list[tuple[str, str]]:
    """Label and text of each field, for the person who looks at this page."""
    return kept.rows(context["request"])
