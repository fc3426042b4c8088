"""Pages of 考核评审; Django discovers them through this module.

Rows on the round's page come from the files that hold them: `@RoundAdmin.contributes` on an inline with an `order`.
"""

from reviews.admin import (  # noqa: F401
    assignments,
    complaint_terms,
    complaints,
    draws,
    inspections,
    pairing,
    panel_plans,
    parts,
    pool,
    questions,
    quizzes,
    rectifications,
    results,
    rounds,
    selections,
    sheets,
    vacancies,
    vetoes,
)
