from reviews.admin import rectifications, rounds, sheets  # noqa: F401  (Django discovers the pages through this module)
