from volunteers.admin import (  # noqa: F401  (Django discovers the registered models through this module)
    events,
    hours,
    imports,
    organisations,
    projects,
    requests,
    stations,
    volunteers,
    youth_homes,
)
