"""Integrity rules of the moves, each with a sentence and a clause. Guards see records and never import models."""

from creation_cycle.guards.certification import (
    approver_is_not_nominator,
    cap_left,
    listed_on_open_notice,
    no_open_objection,
    notice_over,
    objection_open,
)
from creation_cycle.guards.creation import assessment_rules, creation_prepared, self_assessment_complete
from creation_cycle.guards.credit import credit_is_clear
from creation_cycle.guards.cycle import cycle_closed, cycle_over, stage_begun
from creation_cycle.guards.filing import (
    filer_is_not_recommender,
    filing_rules,
    filing_window_open,
    has_recommending_body,
    holds_lower_title,
    kind_fits_titles,
    no_other_live_candidacy,
    not_dissolved,
    not_own_unit,
    not_recognised_in_cycle,
    quota_left,
    special_channel_reasoned,
    special_quota_left,
    standard_available,
    unit_data_complete,
)
from creation_cycle.guards.honours import (
    drawn_here,
    honour_not_own_unit,
    photo_there,
    plaque_title_in_force,
    title_in_force,
)
from creation_cycle.guards.notice import notice_clock_run_out, notice_has_entries, objection_not_own_unit
from creation_cycle.guards.standard import (
    no_mere_example,
    no_newer_published,
    pass_line_reachable,
    standard_has_items,
)

__all__ = [
    "approver_is_not_nominator",
    "assessment_rules",
    "cap_left",
    "creation_prepared",
    "credit_is_clear",
    "cycle_closed",
    "cycle_over",
    "drawn_here",
    "filer_is_not_recommender",
    "filing_rules",
    "filing_window_open",
    "has_recommending_body",
    "holds_lower_title",
    "honour_not_own_unit",
    "kind_fits_titles",
    "listed_on_open_notice",
    "no_mere_example",
    "no_newer_published",
    "no_open_objection",
    "no_other_live_candidacy",
    "not_dissolved",
    "not_own_unit",
    "not_recognised_in_cycle",
    "notice_clock_run_out",
    "notice_has_entries",
    "notice_over",
    "objection_not_own_unit",
    "objection_open",
    "pass_line_reachable",
    "photo_there",
    "plaque_title_in_force",
    "quota_left",
    "self_assessment_complete",
    "special_channel_reasoned",
    "special_quota_left",
    "stage_begun",
    "standard_available",
    "standard_has_items",
    "title_in_force",
    "unit_data_complete",
]
