"""联创结对 of a unit: what waits, what holds, what is over; proposing; and the moves of one link."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View

from core.lifecycle import TransitionBlocked, perform, step, steps
from units.views.keeping import KeptUnit
from workspace.enums import LinkState
from workspace.forms.link import DeclineForm, LinkForm
from workspace.models import UnitLink
from workspace.queries import links as queries
from workspace.services import links

PAGE_SIZE = 20
DONE = {
    "confirm": "已同意结对，双方工作台均已显示；获得称号的集体，其公开页面也会显示",
    "decline": "已答复对方：不同意结对",
    "withdraw": "已撤回，可以重新发起",
    "end": "结对已结束",
}


class Links(KeptUnit, View):
    """Proposals first, then what holds; what is over comes in pages."""

    def get(self, request, unit_pk):
        found = queries.links_of(self.unit)
        proposed = list(found.filter(state=LinkState.PROPOSED))
        context = {
            "unit": self.unit,
            "to_answer": [link for link in proposed if link.partner_id == self.unit.pk],
            "asked": [link for link in proposed if link.proposer_id == self.unit.pk],
            "confirmed": found.filter(state=LinkState.CONFIRMED),
            "page_obj": Paginator(found.over(), PAGE_SIZE).get_page(request.GET.get("page")),
            "may_propose": request.user.has_perm("workspace.propose_unitlink", self.unit),
        }
        return render(request, "workspace/links.html", context)


class PartnerOptions(KeptUnit, View):
    """Units that fit what was typed, without the own one; names on the register are public."""

    def get(self, request, unit_pk):
        own, found = self.unit, queries.search_units(request.GET.get("partner", ""))
        options = [queries.unit_label(unit) for unit in found if unit.pk != own.pk]
        return render(request, "desk/options.html", {"options": options})


class ProposeLink(KeptUnit, View):
    """A proposal, on a page of its own; one that the other side has made already is offered for an answer."""

    def get(self, request, unit_pk):
        self._require_leader()
        return self._page(self._form())

    def post(self, request, unit_pk):
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        try:
            link = links.propose_link(self.unit, by=request.user, **form.cleaned_data)
        except links.AlreadyProposed as already:
            return self._page(form, already=already.link)
        except ValidationError as refused:
            form.add_error("partner", refused)
            return self._page(form)
        messages.success(request, f"已向{link.partner}发起，等待对方号长确认")
        return redirect("workspace:links", unit_pk)

    def _require_leader(self):
        if not self.request.user.has_perm("workspace.propose_unitlink", self.unit):
            raise PermissionDenied

    def _form(self, data=None) -> LinkForm:
        url = reverse("workspace:partner_options", args=[self.unit.pk])
        return LinkForm(data, unit=self.unit, options_url=url)

    def _page(self, form, already=None):
        context = {"unit": self.unit, "form": form, "already": already}
        return render(self.request, "workspace/link_form.html", context)


class KeptLink(KeptUnit):
    """`self.link` from the address, one of the kept unit's."""

    @cached_property
    def link(self) -> UnitLink:
        return get_object_or_404(queries.links_of(self.unit), pk=self.kwargs["pk"])

    @property
    def link_url(self) -> str:
        return reverse("workspace:link", args=[self.unit.pk, self.link.pk])


class LinkPage(KeptLink, View):
    """What was agreed, the moves open to this reader, and the history."""

    def get(self, request, unit_pk, pk):
        context = {
            "unit": self.unit,
            "link": self.link,
            "other": self.link.other(self.unit),
            "moves": [move for move in steps(self.link, request.user) if move.permitted],
            "history": self.link.history.reverse(),
        }
        return render(request, "workspace/link.html", context)


class LinkMove(KeptLink, View):
    """POST one move; `move` is fixed by the URLconf, never read from the request.

    GET comes from signing in again after the session had ended: nothing was done, and the page says so.
    """

    http_method_names = ["get", "post"]
    move: str = ""

    def get(self, request, unit_pk, pk):
        messages.warning(request, "登录已过期，刚才这一步没有办理，请再点一次。")
        return redirect(self.link_url)

    def post(self, request, unit_pk, pk):
        return self.perform()

    def perform(self, **given):
        try:
            perform(self.link, self.move, by=self.request.user, **given)
        except TransitionBlocked as blocked:
            messages.error(self.request, str(blocked))
        else:
            messages.success(self.request, DONE[self.move])
        return redirect(self.link_url)


class ExplainedMove(LinkMove):
    """A move with a page of its own: GET says what will happen and asks for what is needed."""

    def get(self, request, unit_pk, pk):
        move = step(self.link, self.move, request.user)
        if move is None:
            messages.error(request, f"当前状态为“{self.link.get_state_display()}”，这一步已不能办理")
            return redirect(self.link_url)
        if not move.permitted:
            raise PermissionDenied
        return self.explain()


class DeclineLink(ExplainedMove):
    """With a reason that the other side reads."""

    move = "decline"

    def explain(self, form=None):
        context = {"unit": self.unit, "link": self.link, "form": form or DeclineForm()}
        return render(self.request, "workspace/link_decline.html", context)

    def post(self, request, unit_pk, pk):
        form = DeclineForm(request.POST)
        return self.perform(**form.cleaned_data) if form.is_valid() else self.explain(form)


class EndLink(ExplainedMove):
    """An agreement of two cannot be taken up again by one: asks first."""

    move = "end"

    def explain(self):
        what = f"与{self.link.other(self.unit)}的{self.link.get_kind_display()}（{self.link.topic}）"
        context = {
            "title": "结束结对",
            "text": f"{what}自今天起结束，双方号长都会收到消息。",
            "action_label": "结束结对",
            "cancel_url": self.link_url,
            "danger": True,
        }
        return render(self.request, "components/confirm.html", context)
