from volunteers.models.consent import VolunteerConsent
from volunteers.models.data_request import DataRequest
from volunteers.models.membership import Membership
from volunteers.models.number_series import VolunteerSeries
from volunteers.models.organisation import Steward, VolunteerOrganisation
from volunteers.models.skill import Skill
from volunteers.models.volunteer import Volunteer
from volunteers.models.volunteer_import import ImportFault, StagedVolunteer, VolunteerImport

__all__ = [
    "DataRequest",
    "ImportFault",
    "Membership",
    "Skill",
    "StagedVolunteer",
    "Steward",
    "Volunteer",
    "VolunteerConsent",
    "VolunteerImport",
    "VolunteerOrganisation",
    "VolunteerSeries",
]
