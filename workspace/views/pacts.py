"""结对共建协议书 of one pairing: drafting, signing, the signed paper, progress, ending."""

from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import storages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform, steps
from units.models import YouthHomePairing
from units.views.keeping import KeptUnit
from volunteers.event_enums import PactState
from volunteers.models import Pact
from volunteers.services import pacts
from workspace.forms.pact import PactForm, ScanForm
from workspace.media.cleaned import Unusable
from workspace.media.images import clean_image
from workspace.media.papers import clean_paper, is_paper
from workspace.queries.pacts import years_of


class KeptPairing(KeptUnit):
    """`self.pairing` from the address, and its newest pact."""

    @cached_property
    def pairing(self) -> YouthHomePairing:
        return get_object_or_404(self.unit.youth_homes, pk=self.kwargs["pk"])

    @cached_property
    def pact(self) -> Pact | None:
        rows = Pact.objects.filter(pairing=self.pairing).select_related("pairing__unit", "home")
        return rows.order_by("-pk").first()

    @property
    def url(self) -> str:
        return reverse("workspace:pact", args=[self.unit.pk, self.pairing.pk])


class PactPage(KeptPairing, View):
    """The pact that holds, with what was agreed and done; otherwise how one comes about."""

    def get(self, request, unit_pk, pk):
        pact = self.pact
        moves = [move for move in steps(pact, request.user) if move.permitted] if pact else []
        context = {
            "unit": self.unit,
            "pairing": self.pairing,
            "pact": pact,
            "is_live": pact is not None and pact.state in (PactState.DRAFT, PactState.IN_FORCE),
            "years": years_of(pact) if pact and pact.state != PactState.DRAFT else [],
            "moves": moves,
            "scan_form": ScanForm(),
            "history": pact.history.reverse() if pact else [],
        }
        return render(request, "workspace/pact.html", context)


class EditPact(KeptPairing, View):
    """A draft: a new one, or the one that nobody has signed."""

    def get(self, request, unit_pk, pk):
        return self._page(PactForm(instance=self._draft(), unit=self.unit))

    def post(self, request, unit_pk, pk):
        draft = self._draft()
        form = PactForm(request.POST, instance=draft, unit=self.unit)
        if not form.is_valid():
            return self._page(form)
        try:
            if draft.pk:
                pacts.change(draft, by=request.user, **form.cleaned_data)
            else:
                pacts.draft(self.pairing, by=request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
            return self._page(form)
        messages.success(request, "协议书已保存")
        return redirect(self.url)

    def _draft(self) -> Pact:
        if self.pact is not None and self.pact.state == PactState.DRAFT:
            return self.pact
        if self.pact is not None and self.pact.state == PactState.IN_FORCE:
            raise PermissionDenied("a signed pact stays as it was signed")
        return Pact(pairing=self.pairing)

    def _page(self, form):
        context = {"unit": self.unit, "pairing": self.pairing, "form": form}
        return render(self.request, "workspace/pact_form.html", context)


class MovePact(KeptPairing, View):
    """POST one move; `move` is fixed by the URLconf, never read from the request."""

    http_method_names = ["post"]
    move: str = ""

    def post(self, request, unit_pk, pk):
        if self.pact is None:
            raise Http404("no pact")
        try:
            moved = perform(self.pact, self.move, by=request.user, note=request.POST.get("note", ""))
        except TransitionBlocked as blocked:
            messages.error(request, f"没有办理：{blocked}")
        else:
            messages.success(request, f"协议书：{moved.get_state_display()}")
        return redirect(self.url)


class PactScan(KeptPairing, View):
    """GET the signed paper, POST a new one."""

    def get(self, request, unit_pk, pk):
        if self.pact is None or not self.pact.scan:
            raise Http404("no scan")
        response = FileResponse(storages["private"].open(self.pact.scan, "rb"), as_attachment=True)
        response["Cache-Control"] = "private, no-store"
        return response

    def post(self, request, unit_pk, pk):
        if self.pact is None:
            raise Http404("no pact")
        form = ScanForm(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, "请选择签署件的扫描文件")
            return redirect(self.url)
        try:
            path = store_scan(form.cleaned_data["file"])
        except Unusable as refused:
            messages.error(request, str(refused))
            return redirect(self.url)
        pacts.attach_scan(self.pact, by=request.user, path=path)
        messages.success(request, "签署件已上传")
        return redirect(self.url)


def store_scan(upload) -> str:
    """The file proved and written anew, under a number; returns its path in the private storage."""
    head = upload.read(8)
    upload.seek(0)
    clean = clean_paper(upload) if is_paper(head) else clean_image(upload)
    try:
        return storages["private"].save(f"pacts/{uuid4()}{clean.suffix}", clean.content)
    finally:
        clean.close()
