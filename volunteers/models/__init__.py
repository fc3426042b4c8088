from volunteers.models.consent import VolunteerConsent
from volunteers.models.data_request import DataRequest
from volunteers.models.event import ServiceEvent, Shift
from volunteers.models.hope_hut import HopeHut
from volunteers.models.hours import HoursCorrection, HoursEntry, HoursPolicy, HoursSlot, StarLevel
from volunteers.models.membership import Membership
from volunteers.models.number_series import VolunteerSeries
from volunteers.models.organisation import Steward, VolunteerOrganisation
from volunteers.models.progress_file import ProgressFile
from volunteers.models.project import Indicator, ProgressReport, ServiceAction, ServiceProject
from volunteers.models.proof import Proof
from volunteers.models.proof_series import ProofSeries
from volunteers.models.sign_up import SignUp
from volunteers.models.skill import Skill
from volunteers.models.station import Stay, StayNight, YouthStation
from volunteers.models.volunteer import Volunteer
from volunteers.models.volunteer_import import ImportFault, StagedVolunteer, VolunteerImport
from volunteers.models.youth_home import Pact, YouthHome

__all__ = [
    "DataRequest",
    "HopeHut",
    "HoursCorrection",
    "HoursEntry",
    "HoursPolicy",
    "HoursSlot",
    "ImportFault",
    "Indicator",
    "Membership",
    "Pact",
    "ProgressFile",
    "ProgressReport",
    "Proof",
    "ProofSeries",
    "ServiceAction",
    "ServiceEvent",
    "ServiceProject",
    "Shift",
    "SignUp",
    "Skill",
    "StagedVolunteer",
    "StarLevel",
    "Stay",
    "StayNight",
    "Steward",
    "Volunteer",
    "VolunteerConsent",
    "VolunteerImport",
    "VolunteerOrganisation",
    "VolunteerSeries",
    "YouthHome",
    "YouthStation",
]
