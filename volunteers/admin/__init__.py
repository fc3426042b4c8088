from volunteers.admin import imports, organisations, requests, volunteers  # noqa: F401  (Django discovers them here)
