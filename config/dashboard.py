"""The admin's first page."""


def fill(request, context):
    return context
