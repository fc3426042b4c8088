"""How the records of a unit are written on pages."""

from django import template

from workspace.money import money_text

register = template.Library()
register.filter("money", money_text)
