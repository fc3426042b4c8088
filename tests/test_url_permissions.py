"""Who gets what behind every named address outside the admin: one table, and an address without a row fails.

The records behind the addresses are in `tests/address_world.py`; the admin's own table is `tests/admin/test_access.py`.
"""

from collections.abc import Iterator

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import transaction
from django.urls import get_resolver, reverse
from zeal import zeal_ignore

from core.models import Job
from tests.address_world import World
from tests.volunteers.register_addresses import REGISTER_POSTED, addresses_of_register
from tests.volunteers.service_addresses import SERVICE_POSTED, addresses_of_service

pytestmark = pytest.mark.django_db

ROLES = (
    "visitor",
    "captain",
    "other_captain",
    "county",
    "officer",
    "elsewhere",
    "reviewer",
    "auditor",
    "superuser",
)
LOGIN, AWAY = "login", "away"
"""Sent to the login; sent on to another page."""
ALL = (200,) * 9
SIGNED_IN = (LOGIN, *(200,) * 8)
SENT_ON = (LOGIN, *(AWAY,) * 8)
MATRIX = {
    # address: (what its record is, an answer for each of ROLES)
    "accounts:login": (None, (200, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY)),
    "accounts:logout": (None, (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY)),
    "accounts:home": (None, SENT_ON),
    "accounts:second_factor": (None, SIGNED_IN),
    "accounts:kept_input": (None, SENT_ON),
    "accounts:draft": ("draft", (LOGIN, *(400,) * 8)),
    "accounts:draft_drop": ("draft", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "accounts:signed_in": (None, SIGNED_IN),
    "accounts:inbox": (None, SIGNED_IN),
    "accounts:message": ("message", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "accounts:password_change": (None, SIGNED_IN),
    "creation_cycle:desk": (None, SIGNED_IN),
    "creation_cycle:unit": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "credit:unit": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "credit:red_list": (None, ALL),
    "credit:notices": (None, ALL),
    "credit:notice": ("list_entry", ALL),
    "credit:objection_received": (None, (AWAY,) * 9),
    "credit:track": (None, ALL),
    "credit:measures": (None, ALL),
    "credit:partners": (None, ALL),
    "credit:pledges": (None, ALL),
    "credit:pledge": ("pledge", ALL),
    "credit:mine": (None, SIGNED_IN),
    "credit:mine_by_code": ("credit_code", ALL),
    "creation_cycle:unit_candidacy": ("unit", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:unit_self_assessment": ("unit", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:start": ("unit", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:youth_home_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:youth_home_end": ("youth_home", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:honours": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:honour_certificate": ("honour_certificate", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:plaque_hang": ("plaque", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:plaque_lost": ("plaque", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:plaque_photo": ("plaque", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:roster": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:member_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:member": ("member", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:member_leave": ("member", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:member_return": ("member", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:roster_import_start": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:roster_template": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:roster_import": ("roster_import", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:roster_import_undo": ("roster_import", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:candidacy": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:next_step": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:checks": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:plan": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:self_assessment": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:self_assessment_new": ("candidacy", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:self_assessment_history": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:self_assessment_version": ("version", (LOGIN, 404, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:evidence": ("evidence", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:recheck": ("recheck", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:unit_rechecks": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:story": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:certificate": ("candidacy", (LOGIN, 404, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:candidacy_submit": ("candidacy", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:candidacy_begin": ("candidacy", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:candidacy_apply": ("candidacy", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:candidacy_withdraw": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:region_options": (None, SIGNED_IN),
    "creation_cycle:committee_options": (None, SIGNED_IN),
    "creation_cycle:employer_options": (None, SIGNED_IN),
    "workspace:log": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:activity_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:activity_duties": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:activity_duplicates": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:activity": ("activity", (LOGIN, 200, 404, 200, 200, 404, 200, 200, 200)),
    "workspace:activity_edit": ("activity", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:activity_remove": ("activity", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:activity_restore": ("activity", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:report": ("unit", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:report_year": ("report", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:file": ("file", (404, 200, 404, 200, 200, 404, 200, 200, 200)),
    "workspace:file_small": ("file", (404, 200, 404, 200, 200, 404, 200, 200, 200)),
    "workspace:innovations": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:innovation_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:innovation": ("innovation", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:innovation_edit": ("innovation", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:innovation_remove": ("innovation", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:innovation_restore": ("innovation", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:look_back_new": ("innovation", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:look_back": ("look_back", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:look_back_remove": ("look_back", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:look_back_restore": ("look_back", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care_target_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care_target": ("care_target", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care_target_edit": ("care_target", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care_visit_new": ("care_target", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care_visit": ("care_visit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care_visit_remove": ("care_visit", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:care_visit_restore": ("care_visit", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:links": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:link_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:partner_options": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:link": ("link", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:link_confirm": ("link", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:link_decline": ("link", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:link_withdraw": ("proposal", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:link_end": ("confirmed_link", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "reviews:list": (None, SIGNED_IN),
    "reviews:sheet": ("assignment", (LOGIN, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:service_worker": (None, ALL),
    "reviews:manifest": (None, ALL),
    "reviews:offline": (None, ALL),
    "reviews:handshake": (None, (401, *(200,) * 8)),
    "reviews:document": ("assignment", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:sync_answer": ("assignment_item", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:sync_photo": ("assignment_item", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:sync_comment": ("assignment", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:photos": ("assignment_item", (LOGIN, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:photo_drop": ("own_photo", (LOGIN, 404, 404, 404, 404, 404, AWAY, 404, 404)),
    "reviews:photo": ("photo", (LOGIN, 404, 404, 404, 200, 404, 200, 200, 200)),
    "reviews:photo_small": ("photo", (LOGIN, 404, 404, 404, 200, 404, 200, 200, 200)),
    "reviews:lead": (None, SIGNED_IN),
    "reviews:lead_round": ("led", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:lead_results": ("led", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:lead_unit_result": ("unit_result", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:lead_check": ("closed_round", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:lead_export": ("closed_round", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:lead_sheet": ("handed_in", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:reopen": ("handed_in", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:lead_veto": ("veto", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:selection": ("selection", (LOGIN, 404, 404, 404, 200, 404, 404, 404, 200)),
    "reviews:selection_prefill": ("selection", (LOGIN, 404, 404, 404, AWAY, 404, 404, 404, AWAY)),
    "reviews:selection_preview": ("selection", (LOGIN, 404, 404, 404, 200, 404, 404, 404, 200)),
    "reviews:selection_areas": ("selection", (LOGIN, 404, 404, 404, 200, 404, 404, 404, 200)),
    "reviews:letters": ("published", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:letter": ("letter", (LOGIN, 404, 404, 404, 200, 404, 404, 200, 200)),
    "reviews:letter_send": ("letter", (LOGIN, 404, 404, 404, 200, 404, 404, 403, 200)),
    "reviews:letters_send": ("published", (LOGIN, 404, 404, 404, 200, 404, 404, 403, 200)),
    "letters:letter": ("sent_letter", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "reviews:submit": ("assignment", (LOGIN, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:step_back": ("assignment", (LOGIN, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:replace": ("left_place", (LOGIN, 404, 404, 404, 200, 404, 404, 404, 200)),
    "creation_cycle:documents": ("candidacy", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:document": ("document", (LOGIN, 200, 404, 200, 200, 404, 404, 200, 200)),
    "workspace:agreement": ("agreement", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_card_file": ("growth_card_file", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "honor_roll:adjustments": (None, ALL),
    "creation_cycle:adjustments": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:adjustment": ("adjustment", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:adjustment_statement": ("adjustment", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:adjustment_appeal": ("adjustment", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "creation_cycle:adjustment_file": ("adjustment_file", (LOGIN, 200, 404, 200, 200, 404, 404, 200, 200)),
    "rectifications:notice": ("rectification", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "rectifications:file": ("rectification_file", (LOGIN, 200, 404, 200, 200, 404, 404, 200, 200)),
    "honor_roll:complain": (None, ALL),
    "honor_roll:complaint_received": (None, (AWAY,) * 9),
    "honor_roll:complaint_track": (None, ALL),
    "honor_roll:complaint_rate": (None, ALL),
    "reviews:inspection": ("inspection", (LOGIN, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:inspection_report": ("inspection", (LOGIN, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:inspection_document": ("inspection", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:inspection_sync_comment": ("inspection", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:inspection_sync_look": ("inspection_item", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:inspection_sync_photo": ("inspection_item", (401, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:inspection_photos": ("inspection_item", (LOGIN, 404, 404, 404, 404, 404, 200, 404, 404)),
    "reviews:inspection_photo": ("inspection_photo", (LOGIN, 404, 404, 404, 200, 404, 200, 200, 200)),
    "complaints:statement": ("complaint", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "quiz:own": ("quiz_key", (200, 403, *(200,) * 7)),
    "quiz:start": ("quiz_key", (AWAY, 403, *(AWAY,) * 7)),
    "quiz:hand_in": ("quiz_key", (AWAY, 403, *(AWAY,) * 7)),
    "quiz:links": ("unit_quiz", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "quiz:slips": ("unit_quiz", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    **addresses_of_register(LOGIN),
    **addresses_of_service(LOGIN, AWAY),
    "core:healthz": (None, ALL),
    "core:readyz": (None, ALL),
    "core:job": ("job", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 200)),
    "core:job_file": ("job", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 200)),
    "core:job_cancel": ("job", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, AWAY)),
    "core:job_retry": ("job", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, AWAY)),
    "honor_roll:home": (None, ALL),
    "honor_roll:roll": (None, ALL),
    "honor_roll:feed": (None, ALL),
    "honor_roll:unit": ("roll", ALL),
    "honor_roll:activities": ("roll", ALL),
    "honor_roll:csv": (None, ALL),
    "honor_roll:json": (None, ALL),
    "honor_roll:xlsx": (None, ALL),
    "honor_roll:clusters": (None, ALL),
    "honor_roll:cluster": ("cluster", ALL),
    "honor_roll:draws": (None, ALL),
    "honor_roll:recheck_draw": ("recheck_draw", ALL),
    "honor_roll:draw": ("draw", ALL),
    "honor_roll:notices": (None, ALL),
    "honor_roll:notice": ("notice", ALL),
    "honor_roll:track": (None, ALL),
    "honor_roll:object": ("notice", ALL),
    "honor_roll:objection_received": ("notice", (AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY, AWAY)),
    "honor_roll:verify_form": (None, ALL),
    "honor_roll:verify_file": (None, (AWAY,) * 9),
    "honor_roll:verify": ("certificate", ALL),
    "honor_roll:rules": (None, ALL),
    "honor_roll:standard": ("standard", ALL),
    "honor_roll:transparency": (None, ALL),
    "honor_roll:seals_csv": (None, ALL),
    "honor_roll:statistics": (None, ALL),
    "workspace:duties": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_slips": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_cards_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_card": ("growth_card", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_summary": ("growth_card", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_link": ("growth_card", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_delete": ("growth_card", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_goal_done": ("growth_goal", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_supporter_link": ("growth_supporter", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_part_new": ("growth_new", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_part": ("growth_part", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_wall": ("growth_wall", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:growth_wall_posted": ("growth_wall", (LOGIN, AWAY, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:votes": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:vote_new": ("unit", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:vote": ("vote", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:vote_close": ("vote", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "workspace:vote_discard": ("vote", (LOGIN, 200, 404, 404, 404, 404, 404, 404, 404)),
    "growth:own": ("own", ALL),
    "growth:own_summary": ("own", ALL),
    "growth:own_consent": ("own", (AWAY,) * 9),
    "growth:own_goal_done": ("own_goal", (AWAY,) * 9),
    "growth:own_part_new": ("own_new", ALL),
    "growth:own_part": ("own_part", ALL),
    "growth:support": ("support", ALL),
    "growth:retract": ("retract", (AWAY,) * 9),
    "growth:vote": (None, ALL),
    "growth:voted": (None, ALL),
    "demo:clock": (None, SIGNED_IN),
}  # fmt: skip
POSTED = {
    *REGISTER_POSTED,
    *SERVICE_POSTED,
    "quiz:start",
    "reviews:selection_prefill",
    "honor_roll:complaint_rate", "reviews:inspection_sync_comment", "reviews:inspection_sync_look",
    "reviews:inspection_sync_photo",
    "reviews:reopen", "reviews:sync_answer", "reviews:sync_photo", "reviews:sync_comment", "reviews:photo_drop",
    "workspace:activity_remove", "workspace:activity_restore",
    "workspace:growth_link", "workspace:growth_goal_done", "workspace:growth_supporter_link",
    "workspace:growth_wall_posted", "growth:own_consent", "growth:own_goal_done", "growth:retract",
    "accounts:draft", "accounts:draft_drop",
    "accounts:logout", "accounts:message", "core:job_cancel", "core:job_retry", "creation_cycle:candidacy_submit",
    "creation_cycle:candidacy_begin", "creation_cycle:candidacy_apply", "creation_cycle:member_return",
    "creation_cycle:self_assessment_new",
    "creation_cycle:youth_home_end", "creation_cycle:start", "workspace:innovation_remove",
    "workspace:innovation_restore", "workspace:look_back_remove", "workspace:look_back_restore",
    "workspace:care_visit_remove", "workspace:care_visit_restore", "workspace:link_confirm",
    "workspace:link_withdraw",
}  # fmt: skip


def test_every_address_answers_every_role_as_the_table_says(client, monkeypatch, tmp_path):
    monkeypatch.setattr(Job._meta.get_field("result_file"), "storage", FileSystemStorage(tmp_path))
    world = World()
    found = {
        name: (kind, tuple(answer(client, world, name, kind, role) for role in ROLES))
        for name, (kind, _) in MATRIX.items()
    }
    assert found == MATRIX


def test_no_named_address_is_without_a_row():
    assert set(named_addresses()) == set(MATRIX)


def test_no_address_is_without_a_name():
    assert [pattern for pattern in unnamed_addresses() if not pattern.startswith("^static/")] == []


def answer(client, world: World, name: str, kind: str | None, role: str) -> int | str:
    """What `role` gets; nothing that a request did stays for the next one."""
    address = reverse(name, kwargs=world.arguments.get(kind))
    client.logout()
    if role != "visitor":
        client.force_login(world.people[role])
    with zeal_ignore(), transaction.atomic():
        method = client.post if name in POSTED else client.get
        response = method(address)
        if response.streaming:
            b"".join(response)  # read to the end: that closes its file
        transaction.set_rollback(True)
    if response.status_code == 302:
        return LOGIN if response.url.startswith("/accounts/login/") else AWAY
    return response.status_code


def addresses(resolver=None, space=()) -> Iterator[tuple[str, str]]:
    """Full name (or nothing) and pattern of every address outside the admin."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if not hasattr(pattern, "url_patterns"):
            yield ":".join((*space, pattern.name)) if pattern.name else "", str(pattern.pattern)
        elif pattern.namespace != "admin":
            yield from addresses(pattern, (*space, pattern.namespace) if pattern.namespace else space)


def named_addresses() -> list[str]:
    return [name for name, _ in addresses() if name]


def unnamed_addresses() -> list[str]:
    return [pattern for name, pattern in addresses() if not name]
