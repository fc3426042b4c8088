"""The whole set of edges of every state machine, pinned; a change here is a change of the design."""

import pytest
from django.apps import apps

from core.lifecycle import LifecycleModel, declared_moves
from creation_cycle.enums import CandidacyState
from creation_cycle.models import Candidacy

CANDIDACY = {
    "submit": (["draft", "returned"], "submitted"),
    "return_for_changes": (["submitted", "recommended"], "returned"),
    "recommend": (["submitted"], "recommended"),
    "file": (["recommended"], "filed"),
    "decline": (["submitted", "recommended"], "declined"),
    "begin": (["filed"], "creating"),
    "apply": (["creating", "not_met"], "applied"),
    "assess": (["applied"], "assessing"),
    "meet": (["assessing"], "met"),
    "fall_short": (["assessing"], "not_met"),
    "nominate": (["met"], "nominated"),
    "publicise": (["nominated"], "publicised"),
    "contest": (["publicised"], "contested"),
    "resume": (["contested"], "publicised"),
    "certify": (["publicised"], "certified"),
    "reject": (["met", "nominated", "publicised", "contested"], "rejected"),
    "withdraw": (
        ["draft", "returned", "submitted", "recommended", "filed", "creating", "applied", "assessing", "met",
         "not_met"],
        "withdrawn",
    ),
    "lapse": (
        ["draft", "returned", "submitted", "recommended", "filed", "creating", "applied", "assessing", "met", "not_met",
         "nominated", "publicised", "contested"],
        "lapsed",
    ),
}  # fmt: skip
MACHINES = {
    "creation_cycle.candidacy": CANDIDACY,
    "creation_cycle.cycle": {
        "open_filing": (["planned"], "filing"),
        "begin_creating": (["filing"], "creating"),
        "begin_assessing": (["creating"], "assessing"),
        "begin_certifying": (["assessing"], "certifying"),
        "close": (["certifying"], "closed"),
    },
    "creation_cycle.standard": {
        "publish": (["draft"], "published"),
        "supersede": (["published"], "superseded"),
    },
    "creation_cycle.notice": {"open": (["draft"], "open"), "close": (["open"], "closed")},
    "creation_cycle.objection": {
        "accept": (["received"], "accepted"),
        "decline": (["received"], "declined"),
        "uphold": (["accepted"], "upheld"),
        "dismiss": (["accepted"], "dismissed"),
    },
    "creation_cycle.title": {},
    "creation_cycle.certificate": {
        "issue": (["queued", "failed"], "issued"),
        "fail": (["queued"], "failed"),
        "retry": (["failed"], "queued"),
        "reissue": (["issued"], "replaced"),
        "supersede": (["queued", "issued", "failed"], "replaced"),
        "revoke": (["issued", "replaced"], "revoked"),
        "fall_with_title": (["queued", "issued", "failed", "replaced"], "revoked"),
    },
    "creation_cycle.plaque": {
        "hand_over": (["prepared"], "handed_over"),
        "hang": (["handed_over"], "hung"),
        "report_lost": (["handed_over", "hung"], "lost"),
        "reissue": (["handed_over", "hung", "lost"], "replaced"),
        "recall": (["handed_over", "hung", "lost"], "recalled"),
        "withhold": (["prepared"], "withheld"),
        "take_back": (["recalled", "replaced"], "returned"),
    },
    "workspace.unitlink": {
        "confirm": (["proposed"], "confirmed"),
        "decline": (["proposed"], "declined"),
        "withdraw": (["proposed"], "withdrawn"),
        "end": (["confirmed"], "ended"),
    },
    "reviews.round": {
        "open": (["planned"], "open"),
        "open_on_day": (["planned"], "open"),
        "close": (["open"], "closed"),
    },
    "reviews.assignment": {
        "recuse": (["assigned"], "recused"),
        "decline": (["assigned"], "declined"),
        "hand_back": (["assigned"], "returned"),
        "withdraw": (["assigned"], "withdrawn"),
    },
    "reviews.vetomark": {
        "confirm": (["marked"], "confirmed"),
        "dismiss": (["marked"], "dismissed"),
        "withdraw": (["marked", "confirmed", "dismissed"], "withdrawn"),
        "mark_again": (["withdrawn"], "marked"),
    },
    "reviews.draw": {"draw": (["announced"], "drawn")},
    "reviews.selection": {"publish": (["draft"], "published")},
    "reviews.feedbackletter": {"send": (["draft"], "sent")},
    "reviews.scoresheet": {
        "submit": (["draft"], "submitted"),
        "reopen": (["submitted"], "draft"),
        "lock": (["submitted"], "locked"),
    },
    "reviews.rectification": {
        "hand_in": (["issued"], "answered"),
        "send_back": (["answered"], "issued"),
        "close": (["answered"], "closed"),
        "withdraw": (["issued"], "withdrawn"),
    },
    "units.rosterimport": {"confirm": (["previewed"], "confirmed"), "undo": (["confirmed"], "undone")},
}


def edges_of(model) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.name, edge.target) for edge in declared_moves(model)}


def pinned(moves: dict) -> set[tuple[str, str, str]]:
    return {(source, name, target) for name, (sources, target) in moves.items() for source in sources}


@pytest.mark.parametrize("label", MACHINES)
def test_the_machine_has_exactly_these_edges(label):
    assert edges_of(apps.get_model(label)) == pinned(MACHINES[label])


def test_every_machine_is_pinned():
    found = {model._meta.label_lower for model in apps.get_models() if issubclass(model, LifecycleModel)}
    assert found == set(MACHINES)


def test_every_state_of_a_candidacy_is_reached_from_a_draft():
    reached, edges = {"draft"}, edges_of(Candidacy)
    while more := {target for source, _, target in edges if source in reached} - reached:
        reached |= more
    assert reached == set(CandidacyState.values)


def test_final_states_are_those_that_nothing_leads_out_of():
    left = {source for source, _, _ in edges_of(Candidacy)}
    assert set(CandidacyState.values) - left == {str(state.value) for state in CandidacyState.final()}
    assert {state.value for state in CandidacyState.live()} == left
