"""明察暗访 on the phone: the points of one inspection, handing it in, and what the queue sends."""

from contextlib import ExitStack, closing
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform, step
from reviews.entry_forms import CommentEntryForm, PhotoEntryForm, PhotosForm
from reviews.inspection_forms import InspectionPageForm, LookEntryForm
from reviews.models import Inspection, InspectionItem, InspectionPhoto
from reviews.queries.inspections import inspection_document, key_of, told_look
from reviews.services import inspections, sync
from reviews.views.offline import AnswersPhones, SyncedRecord
from workspace.views.activity_files import ActivityFileView


class OwnInspectionMixin(LoginRequiredMixin):
    """An inspection of one's own; everybody else gets 404, officers and superusers too."""

    @cached_property
    def inspection(self) -> Inspection:
        own = Inspection.objects.of_inspector(self.request.user).select_related(
            "unit__region", "unit__employer"
        )
        return get_object_or_404(own, pk=self.kwargs["pk"])

    @cached_property
    def item(self) -> InspectionItem:
        return get_object_or_404(self.inspection.items, pk=self.kwargs["item_pk"])


class InspectionPage(OwnInspectionMixin, View):
    """Drawn by the scripts that also draw it without a network; without JavaScript this form saves the same."""

    def get(self, request, pk):
        return self._page(InspectionPageForm(inspection=self.inspection))

    def post(self, request, pk):
        form = InspectionPageForm(request.POST, inspection=self.inspection)
        if form.is_valid():
            self._keep(form)
        if form.errors:
            return self._page(form, status=409)
        messages.success(request, "检查情况已保存")
        return redirect("reviews:inspection_report" if "report" in request.POST else self.inspection)

    def _keep(self, form: InspectionPageForm) -> None:
        """What goes together is kept; at each other point stands why not, and the next save takes its place."""
        looks = {item.pk: form.said(item) for item in form.points}
        comment = form.cleaned_data["comment"]
        try:
            in_the_way = inspections.save_page(self.inspection, looks=looks, comment=comment)
        except TransitionBlocked as blocked:
            form.add_error(None, str(blocked))
            return
        form.tell(in_the_way)

    def _page(self, form, status=200):
        context = {"inspection": self.inspection, "key": key_of(self.inspection), "form": form}
        return render(self.request, "reviews/inspection.html", context, status=status)


class ReportInspection(OwnInspectionMixin, View):
    """What was found, once more, and the button that hands it in."""

    def get(self, request, pk):
        return self._page()

    def post(self, request, pk):
        try:
            perform(self.inspection, "report", by=request.user)
        except TransitionBlocked as blocked:
            return self._page(blocked.findings, status=409)
        messages.success(request, "检查情况已提交")
        return redirect("reviews:list")

    def _page(self, findings=None, status=200):
        move = step(self.inspection, "report", self.request.user)
        context = {
            "inspection": self.inspection,
            "items": self.inspection.items.prefetch_related("photos"),
            "move": move,
            "findings": findings if findings is not None else (move.findings if move else []),
        }
        return render(self.request, "reviews/inspection_report.html", context, status=status)


class InspectionPhotos(OwnInspectionMixin, View):
    """Pictures of one point, for browsers without JavaScript and to look at what is there."""

    def get(self, request, pk, item_pk):
        return self._page(PhotosForm())

    def post(self, request, pk, item_pk):
        form = PhotosForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                with ExitStack() as opened:
                    media = {
                        uuid4(): opened.enter_context(closing(one)) for one in form.cleaned_data["photos"]
                    }
                    inspections.add_photos(self.inspection, self.item, media=media)
                messages.success(request, "照片已保存")
            except ValidationError as refused:
                form.add_error("photos", refused)
            except TransitionBlocked as blocked:
                messages.error(request, blocked)
        return self._page(form) if form.errors else redirect(request.path)

    def _page(self, form):
        context = {"inspection": self.inspection, "item": self.item, "form": form}
        return render(self.request, "reviews/inspection_photos.html", context)


class InspectionPhotoFile(LoginRequiredMixin, ActivityFileView):
    """The picture, for inspectors and the committee's line."""

    def wanted(self, key):
        seen = Inspection.objects.visible_to(self.request.user).values("pk")
        return get_object_or_404(InspectionPhoto.objects.filter(item__inspection__in=seen), key=key)


class InspectionDocument(AnswersPhones, OwnInspectionMixin, View):
    def get(self, request, pk):
        return JsonResponse(inspection_document(self.inspection, request.user))


class SyncedOfInspection(AnswersPhones, OwnInspectionMixin, SyncedRecord):
    """One entry of the queue that belongs to an inspection of one's own; 404 before anything of it is read."""

    def post(self, request, **place):
        assert self.inspection
        return super().post(request, **place)


class SyncedLook(SyncedOfInspection):
    def make_form(self):
        return LookEntryForm(self.request.POST, item=self.item)

    def keep(self, form):
        return sync.apply_look(self.inspection, self.item, key=form.cleaned_data["key"], **form.said)

    def theirs(self, outcome):
        return told_look(self.item, outcome)


class SyncedInspectionPhoto(SyncedOfInspection):
    def make_form(self):
        assert self.item
        return PhotoEntryForm(self.request.POST, self.request.FILES)

    def keep(self, form):
        given = form.cleaned_data
        with closing(given["photo"]) as media:
            return sync.apply_inspection_photo(self.inspection, self.item, key=given["key"], media=media)


class SyncedInspectionComment(SyncedOfInspection):
    def make_form(self):
        return CommentEntryForm(self.request.POST)

    def keep(self, form):
        return sync.apply_inspection_comment(self.inspection, **form.cleaned_data)

    def theirs(self, outcome):
        return {"comment": outcome.comment}
