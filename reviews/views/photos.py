"""Pictures taken on site: added and dropped item by item, also without JavaScript; shown to readers of the sheet."""

from collections.abc import Iterable
from contextlib import ExitStack, closing
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked
from creation_cycle.models import StandardItem
from reviews.entry_forms import PhotosForm
from reviews.models import ScorePhoto
from reviews.queries.offline import item_of
from reviews.services.photos import add_photos, drop_photo
from reviews.views.assignments import OwnAssignmentMixin
from workspace.media.cleaned import CleanMedia
from workspace.views.activity_files import ActivityFileView


class ItemPhotos(OwnAssignmentMixin, View):
    """The pictures of one item of one's own sheet, and a form for more while it is a draft."""

    @cached_property
    def item(self) -> StandardItem:
        return item_of(self.assignment.sheet, self.kwargs["item_pk"])

    def get(self, request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
        return self._page(PhotosForm())

    def post(self, request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
        form = PhotosForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                self._keep(form.cleaned_data["photos"])
            except ValidationError as refused:
                form.add_error("photos", refused)
            except TransitionBlocked as blocked:
                messages.error(request, blocked)
        return self._page(form) if form.errors else redirect(request.path)

    def _keep(self, media: Iterable[CleanMedia]) -> None:
        with ExitStack() as opened:
            pictures = {uuid4(): opened.enter_context(closing(picture)) for picture in media}
            add_photos(self.assignment.sheet, self.item, media=pictures)
        messages.success(self.request, "照片已保存")

    def _page(self, form: PhotosForm) -> HttpResponse:
        photos = self.assignment.sheet.photos.filter(item=self.item)
        context = {"assignment": self.assignment, "item": self.item, "photos": photos, "form": form}
        return render(self.request, "reviews/photos.html", context)


class DropPhoto(OwnAssignmentMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, key) -> HttpResponse:
        photo = get_object_or_404(self.assignment.sheet.photos, key=key)
        try:
            drop_photo(photo)
        except TransitionBlocked as blocked:
            messages.error(request, blocked)
        else:
            messages.success(request, "照片已删除")
        return redirect("reviews:photos", pk, photo.item_id)


class PhotoFile(LoginRequiredMixin, ActivityFileView):
    """The picture, for whoever may read its sheet."""

    def wanted(self, key) -> ScorePhoto:
        return get_object_or_404(ScorePhoto.objects.visible_to(self.request.user), key=key)


class SmallPhoto(PhotoFile):
    def get(self, request: HttpRequest, key) -> HttpResponse:
        return self.answer(self.wanted(key).thumbnail)
