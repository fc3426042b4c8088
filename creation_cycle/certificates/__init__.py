"""Certificates: their numbers and their drawing. Pure functions, no models.

`number` is cheap to import. `drawing` loads WeasyPrint, so import it where a certificate is really drawn.
"""
