"""Pages of the creation cycle; Django discovers them through this module."""

from creation_cycle.admin import candidacies, cycles, notices, objections, rule_sets, standards, titles  # noqa: F401
