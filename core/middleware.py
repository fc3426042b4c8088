"""What no page of ours ever sends, refused before it reaches a database that would choke on it."""

from django.http import Http404


class RefuseNullCharacters:
    """An address with a NUL character finds nothing: PostgreSQL cannot store one, so no row can match."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404("a NUL character in the address")
        return self.get_response(request)
