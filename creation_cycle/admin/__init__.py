"""Pages of the creation cycle; Django discovers them through this module."""

from creation_cycle.admin import (  # noqa: F401  # noqa: F401
    adjustments,
    candidacies,
    certificates,
    cycles,
    legacy_imports,
    notices,
    objections,
    plaques,
    recheck_draws,
    recheck_years,
    rechecks,
    rule_sets,
    standards,
    titles,
)
