"""Pages of the creation cycle; Django discovers them through this module."""

from creation_cycle.admin import (  # noqa: F401
    adjustments,
    candidacies,
    certificates,
    cycles,
    notices,
    objections,
    plaques,
    rule_sets,
    standards,
    titles,
)
