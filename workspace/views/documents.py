"""Forms as files."""

from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View

from units.models import Committee, YouthHomePairing
from units.queries.keeping import kept_units
from workspace.documents import render
from workspace.documents.docx import TemplateRefused
from workspace.documents.forms.agreement import AGREEMENT
from workspace.documents.forms.growth_card import GROWTH_CARD
from workspace.documents.kinds import DocumentKind
from workspace.models import GrowthCard


def answer_with(
    request,
    kind: DocumentKind,
    record,
    suffix: str,
    *,
    committee: Committee | None,
    name: str,
    back: str,
) -> HttpResponse:
    """The file; where a committee's template cannot be filled, a sentence on the page `back`, which has the buttons."""
    try:
        made = render.document(kind, record, suffix, committee=committee, name=name)
    except TemplateRefused as refused:
        messages.error(
            request, f"“{kind.title}”的 DOCX 模板无法使用：{refused}。请联系团组织，或先下载 PDF。"
        )
        return redirect(back)
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(made.name)}"
    response["Cache-Control"] = "private, no-store"
    return response


class AgreementFile(LoginRequiredMixin, View):
    """结对共建协议书 of one of the unit's pairings."""

    def get(self, request, unit_pk, pk, suffix):
        pairings = YouthHomePairing.objects.filter(unit__in=kept_units(request.user), unit=unit_pk)
        pairing = get_object_or_404(pairings.select_related("unit__employer", "unit__committee"), pk=pk)
        if suffix not in render.TYPES:
            raise Http404
        unit, back = pairing.unit, reverse("creation_cycle:unit", args=[unit_pk])
        return answer_with(
            request, AGREEMENT, pairing, suffix, committee=unit.committee, name=unit.name, back=back
        )


class GrowthCardFile(LoginRequiredMixin, View):
    """青年成长计划卡 of one of the unit's members."""

    def get(self, request, unit_pk, pk, suffix):
        cards = GrowthCard.objects.filter(member__unit__in=kept_units(request.user), member__unit=unit_pk)
        card = get_object_or_404(cards.select_related("member__unit__committee"), pk=pk)
        if suffix not in render.TYPES:
            raise Http404
        member, back = card.member, reverse("workspace:growth_card", args=[unit_pk, pk])
        return answer_with(
            request, GROWTH_CARD, card, suffix, committee=member.unit.committee, name=member.name, back=back
        )
