"""青年成长计划卡 on the desk: the members of a unit with their cards, one card, its links and supporters."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView, TemplateView

from core import clock
from units.views.keeping import KeptUnit
from workspace.forms.growth import MakeCardsForm
from workspace.models import GrowthCard
from workspace.queries import growth as queries
from workspace.queries.growth_axis import axis_of
from workspace.services import growth
from workspace.views import growth_parts
from workspace.views.growth_links import link_to, supporter_link

PAGE_SIZE = 50


class GrowthList(KeptUnit, TemplateView):
    """Every current member, with or without a card."""

    template_name = "workspace/growth_list.html"

    def get_context_data(self, **kwargs):
        members = self.unit.members.on(clock.today())
        page = Paginator(members, PAGE_SIZE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            unit=self.unit,
            page_obj=page,
            rows=queries.rows_of(self.unit, page.object_list),
            without_card=queries.members_without_card(self.unit),
            former=queries.former_cards(self.unit).select_related("member"),
            month=f"{clock.today():%Y-%m}",
        )


class MakeCards(KeptUnit, FormView):
    """A card for everybody who has none; the dates are proposed."""

    template_name = "workspace/growth_make_cards.html"
    form_class = MakeCardsForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unit": self.unit}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            unit=self.unit, without_card=queries.members_without_card(self.unit), **kwargs
        )

    def form_valid(self, form):
        made = growth.make_cards(self.unit, by=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, f"已建卡 {made} 张" if made else "全体成员都已有这段时间的计划卡，没有新建"
        )
        return redirect("workspace:growth", self.unit.pk)


class LinkSlips(KeptUnit, TemplateView):
    """For printing and cutting: each member's own address."""

    template_name = "workspace/growth_slips.html"

    def get_context_data(self, **kwargs):
        cards = GrowthCard.objects.of(self.unit).open().filter(ends_on__gte=clock.today())
        slips = [(card, link_to(card)) for card in cards.select_related("member")]
        return super().get_context_data(unit=self.unit, slips=slips, **kwargs)


class KeptCard(KeptUnit):
    """`self.card` of the user's own unit, open or closed."""

    frame = "workspace/growth_desk.html"
    writable = frozenset(growth_parts.PARTS)
    cards = GrowthCard.objects.select_related("member")

    @cached_property
    def card(self) -> GrowthCard:
        return get_object_or_404(self.cards.of(self.unit), pk=self.kwargs["pk"])

    @property
    def home(self) -> str:
        return reverse("workspace:growth_card", args=[self.unit.pk, self.card.pk])

    @property
    def author(self):
        return self.request.user

    @property
    def surroundings(self) -> dict:
        return {"unit": self.unit}


class OpenKeptCard(KeptCard):
    """For writing: the member is still there."""

    @cached_property
    def card(self) -> GrowthCard:
        return get_object_or_404(self.cards.of(self.unit).open(), pk=self.kwargs["pk"])


class CardPage(KeptCard, TemplateView):
    """Everything on one card."""

    template_name = "workspace/growth_card.html"
    cards = queries.full_cards()

    def get_context_data(self, **kwargs):
        card = self.card
        supporters = [(supporter, supporter_link(supporter)) for supporter in card.supporters.all()]
        return super().get_context_data(
            **self.surroundings,
            card=card,
            home=self.home,
            frame=self.frame,
            axis=axis_of(card, card.points.all()),
            comments=queries.general_comments(card),
            votes=queries.published_results(card),
            consent=card.consents.in_force().first(),
            own_link=link_to(card),
            supporters=supporters,
        )


class AddPart(OpenKeptCard, growth_parts.AddPart):
    pass


class ChangePart(OpenKeptCard, growth_parts.ChangePart):
    pass


class MarkGoal(OpenKeptCard, growth_parts.MarkGoal):
    pass


class Summary(OpenKeptCard, growth_parts.Summary):
    pass


class RenewLink(OpenKeptCard, growth_parts.CardView):
    """POST: the member's old address stops, a new one begins."""

    http_method_names = ["post"]

    def post(self, request, **_):
        growth.renew_link(self.card)
        messages.success(request, "已换发新的链接，原链接已失效，请把新链接交给本人")
        return redirect(f"{self.home}#link")


class SupporterLink(OpenKeptCard, growth_parts.CardView):
    """POST: stop a supporter's page, or give it a new address."""

    http_method_names = ["post"]

    def post(self, request, row, **_):
        supporter = get_object_or_404(self.card.supporters, pk=row)
        if "withdraw" in request.POST:
            growth.withdraw_supporter(supporter)
            messages.success(request, f"已停用{supporter.name}的链接")
        else:
            growth.renew_link(supporter)
            messages.success(request, f"已换发{supporter.name}的链接，原链接已失效")
        return redirect(f"{self.home}#supporters")


class DeleteCard(KeptCard, View):
    """Asks first: nothing of the card remains."""

    def get(self, request, **_):
        context = {
            "title": f"删除计划卡：{self.card.member.name}",
            "text": "目标、进度、微语录、留言和评估票数一并删除。成员本人要求删除，或者建错了卡，才需要这样做。",
            "action_label": "删除计划卡",
            "cancel_url": self.home,
            "danger": True,
        }
        return render(request, "components/confirm.html", context)

    def post(self, request, **_):
        growth.delete_card(self.card, by=request.user)
        messages.success(request, "已删除计划卡")
        return redirect("workspace:growth", self.unit.pk)
