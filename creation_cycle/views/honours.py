"""证书与牌匾 of a unit on the desk: downloads, the photo of the hanging plaque, and its loss."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform
from creation_cycle.enums import CertificateState
from creation_cycle.forms.plaque import HangingForm, LossForm
from creation_cycle.models import Certificate, Plaque
from creation_cycle.queries.honours import honours_of
from creation_cycle.services import plaques
from units.views.keeping import KeptUnit


class Honours(KeptUnit, View):
    """Every title with its papers and plaques."""

    def get(self, request, unit_pk):
        context = {"unit": self.unit, "honours": honours_of(self.unit)}
        return render(request, "desk/honours.html", context)


class HonourCertificate(KeptUnit, View):
    """The PDF of a certificate in force; the store has no public address."""

    def get(self, request, unit_pk, pk):
        issued = Certificate.objects.filter(title__unit=self.unit, state=CertificateState.ISSUED)
        certificate = get_object_or_404(issued.exclude(file=""), pk=pk)
        return FileResponse(certificate.file.open(), as_attachment=True, filename=f"{certificate.number}.pdf")


class KeptPlaque(KeptUnit):
    """`self.plaque` from the address, one of the kept unit's; `form_class` is what its page asks for."""

    form_class: type
    template_name = ""

    @cached_property
    def plaque(self) -> Plaque:
        return get_object_or_404(Plaque.objects.filter(title__unit=self.unit), pk=self.kwargs["pk"])

    def get(self, request, unit_pk, pk):
        return self.page(self.form_class())

    def post(self, request, unit_pk, pk):
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form)
        try:
            said = self.carry_out(form.cleaned_data)
        except TransitionBlocked as blocked:
            form.add_error(None, str(blocked))
            return self.page(form, status=409)
        messages.success(request, said)
        return redirect("creation_cycle:honours", unit_pk)

    def page(self, form, status=200):
        context = {"unit": self.unit, "plaque": self.plaque, "form": form}
        return render(self.request, self.template_name, context, status=status)


class HangPlaque(KeptPlaque, View):
    form_class, template_name = HangingForm, "desk/plaque_hang.html"

    def carry_out(self, given) -> str:
        plaques.hang(self.plaque, given["photo"], by=self.request.user)
        return f"已登记挂牌：{self.plaque.number}"


class LosePlaque(KeptPlaque, View):
    form_class, template_name = LossForm, "desk/plaque_lost.html"

    def carry_out(self, given) -> str:
        perform(self.plaque, "report_lost", by=self.request.user, note=given["note"])
        return f"已登记遗失：{self.plaque.number}。请联系组委会办理补发"


class PlaquePhoto(KeptUnit, View):
    """The photo, for those who keep the unit's pages."""

    def get(self, request, unit_pk, pk):
        shown = Plaque.objects.filter(title__unit=self.unit).exclude(photo="")
        plaque = get_object_or_404(shown, pk=pk)
        return FileResponse(plaque.photo.open("rb"), headers={"X-Content-Type-Options": "nosniff"})
