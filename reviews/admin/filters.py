"""Filters of the lists of 考核."""

from core.admin import OwnRowsDropdown


class RoundDropdown(OwnRowsDropdown):
    joins = ("cycle",)
