"""Filters of the admin's lists."""

from django.contrib.admin import RelatedOnlyFieldListFilter
from unfold.contrib.filters.admin import RelatedDropdownFilter


class OwnRowsDropdown(RelatedDropdownFilter, RelatedOnlyFieldListFilter):
    """A drop-down of those related rows that occur in the reader's own list."""
