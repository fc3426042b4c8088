from volunteers.resources.faults import write_faults
from volunteers.resources.volunteers import VolunteerResource

__all__ = ["VolunteerResource", "write_faults"]
