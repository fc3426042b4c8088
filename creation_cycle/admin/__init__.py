"""Pages of the creation cycle; Django discovers them through this module."""

from creation_cycle.admin import (  # noqa: F401
    adjustments,
    candidacies,
    cycles,
    notices,
    objections,
    rule_sets,
    standards,
    titles,
)
