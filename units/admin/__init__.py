from units.admin import committees, places, units  # noqa: F401  (Django discovers the pages through this module)
