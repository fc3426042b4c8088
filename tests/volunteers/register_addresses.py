"""The register in the table of addresses: nobody there is a volunteer; the superuser alone runs an organisation."""

from tests.volunteers.register_world import make_organisation, make_volunteer
from volunteers.enums import ConsentMatter, RequestKind
from volunteers.services import consents, memberships, requests

ALL = (200,) * 9
REGISTER_POSTED = {"volunteers:consent", "volunteers:request_withdraw", "volunteers:leave"}


def addresses_of_register(login) -> dict:
    """Name → kind of record, answers by role."""
    nobody, runs = (login, *(404,) * 8), (login, *(404,) * 7, 200)
    rows = {
        "register": (None, ALL), "registered": (None, ALL), "me": (None, (login, *(200,) * 8)),
        "download": ("own_data", nobody), "consent_withdraw": ("volunteer_consent", nobody),
        "consent": ("consent_matter", nobody), "ask": ("request_kind", nobody),
        "request_withdraw": ("data_request", nobody), "join": (None, nobody), "leave": ("membership", nobody),
        "applications": (None, runs), "application": ("membership", runs),
    }  # fmt: skip
    return {f"volunteers:{name}": row for name, row in rows.items()}


def register_arguments(committee, superuser) -> dict[str, dict]:
    """A volunteer without an account who has agreed, asked and applied."""
    team = make_organisation(committee)
    volunteer = make_volunteer(make_organisation(committee))
    consent = consents.agree(volunteer, ConsentMatter.CONTACT, by=superuser)
    asked = requests.ask(volunteer, by=superuser, kind=RequestKind.ERASURE)
    membership = memberships.ask_to_join(volunteer, team, by=None)
    return {
        "own_data": {"suffix": "json"},
        "volunteer_consent": {"pk": consent.pk},
        "consent_matter": {"purpose": ConsentMatter.CONTACT.value},
        "request_kind": {"kind": RequestKind.ERASURE.value},
        "data_request": {"pk": asked.pk},
        "membership": {"pk": membership.pk},
    }
