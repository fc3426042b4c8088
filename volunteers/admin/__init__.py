from volunteers.admin import (  # noqa: F401  (Django discovers the registered models through this module)
    events,
    hours,
    projects,
    stations,
    youth_homes,
)
