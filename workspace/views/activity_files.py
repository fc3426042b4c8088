"""Photos and videos of activities: handed out by the portal itself, to whoever may read the record."""

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views import View

from workspace.media.ranges import Part, part_of
from workspace.models import ActivityFile
from workspace.queries.log import files_shown_to

CONTENT_TYPES = {
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
"""We wrote every file ourselves, so its ending says what it is."""
KEPT_SECONDS = 3600


class ActivityFileView(View):
    """The file whole or, for players that ask so, a part of it. Strangers get 404."""

    http_method_names = ["get", "head"]

    def get(self, request, key):
        return self.answer(self.wanted(key).file)

    def wanted(self, key) -> ActivityFile:
        return get_object_or_404(files_shown_to(self.request.user), key=key)

    def answer(self, stored):
        if not stored:
            raise Http404("not drawn yet")
        try:
            file = stored.open("rb")
        except FileNotFoundError:
            raise Http404("the bytes are gone") from None
        part = part_of(self.request.headers.get("Range", ""), stored.size)
        response = _refused(stored.size) if part is None else _filled(file, part)
        if part is None:
            file.close()
        ending = stored.name.rpartition(".")[2]
        response["Content-Type"] = CONTENT_TYPES[ending]
        response["Content-Disposition"] = "inline"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
        response["Accept-Ranges"] = "bytes"
        return response


class SmallFileView(ActivityFileView):
    """The thumbnail, once it is drawn."""

    def get(self, request, key):
        return self.answer(self.wanted(key).thumbnail)


def _filled(file, part: Part) -> StreamingHttpResponse:
    response = StreamingHttpResponse(part.of(file), status=206 if part.is_partial else 200)
    response["Content-Length"] = str(part.length)
    if part.is_partial:
        response["Content-Range"] = f"bytes {part.first}-{part.last}/{part.size}"
    return response


def _refused(size: int) -> HttpResponse:
    response = HttpResponse(status=416)
    response["Content-Range"] = f"bytes */{size}"
    return response
