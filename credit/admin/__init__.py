"""Pages of youth credit; Django discovers them through this module."""

from credit.admin import (  # noqa: F401
    batches,
    cases,
    consents,
    entries,
    measures,
    objections,
    partners,
    pledges,
    policies,
    queries,
)
