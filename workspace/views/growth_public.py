"""Pages behind a link, without an account: the member's own card, and what partners and fans see of it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView, TemplateView
from django_ratelimit.core import is_ratelimited

from units.queries.keeping import kept_units
from workspace import consent
from workspace.forms.growth import CommentForm
from workspace.models import GrowthCard, GrowthSupporter
from workspace.queries import growth as queries
from workspace.queries.growth_axis import axis_of
from workspace.services import growth, wall
from workspace.views import growth_parts

KEEPER = (
    "没有记录同意：您正以本集体管理人员的账号登录。是否上墙公示由成员本人在自己的页面上决定，请把链接交给本人；"
    "这是您自己的计划卡的，请退出登录后再打开链接。"
)
COMMENT_RATE = "20/h"
"""Comments of one supporter."""


class BehindLink:
    """The address is the key: no search engine, no cache and no other site may learn it.

    `strict-origin` names the site only, to whomever. `no-referrer` would not do: with it browsers send forms with
    the Origin `null`, which Django's protection against forged requests refuses.
    """

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs) if self.is_live else self.gone()
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "strict-origin"
        patch_cache_control(response, private=True, no_store=True)
        return response

    def gone(self):
        return render(self.request, "workspace/growth_gone.html", status=410)


class OwnCard(BehindLink):
    """`self.card` of the address; stops when the member has left the unit."""

    frame = "workspace/growth_own.html"
    writable = frozenset({"goal", "point", "quote"})
    cards = GrowthCard.objects.select_related("member__unit")
    author = None

    @cached_property
    def card(self) -> GrowthCard:
        return get_object_or_404(self.cards, token=self.kwargs["token"])

    @property
    def is_live(self) -> bool:
        return self.card.is_open

    @property
    def home(self) -> str:
        return reverse("growth:own", args=[self.card.token])

    @property
    def surroundings(self) -> dict:
        return {}


class OwnPage(OwnCard, TemplateView):
    """The card as its member sees and writes it."""

    template_name = "workspace/growth_card.html"
    cards = queries.full_cards()

    def get_context_data(self, **kwargs):
        card = self.card
        return super().get_context_data(
            card=card,
            home=self.home,
            frame=self.frame,
            axis=axis_of(card, card.points.all()),
            comments=queries.general_comments(card),
            votes=queries.published_results(card),
            consent=card.consents.in_force().filter(wording=consent.CURRENT).first(),
            wording=consent.wording(),
            is_own=True,
        )


class OwnAddPart(OwnCard, growth_parts.AddPart):
    pass


class OwnChangePart(OwnCard, growth_parts.ChangePart):
    pass


class OwnMarkGoal(OwnCard, growth_parts.MarkGoal):
    pass


class OwnSummary(OwnCard, growth_parts.Summary):
    pass


class Consent(OwnCard, View):
    """POST: agree to the wall, or take it back. There is no other way to agree.

    The link is no proof of who holds it; but a keeper, who is shown everybody's, does not agree while signed in.
    """

    http_method_names = ["post"]

    def post(self, request, **_):
        if "withdraw" in request.POST:
            wall.withdraw_consent(self.card)
            messages.success(request, "已撤回同意，公示表不再打印您的计划卡")
        elif self.is_by_another:
            messages.error(request, KEEPER)
        else:
            wall.give_consent(self.card)
            messages.success(request, "已记录您的同意，可以随时撤回")
        return redirect(f"{self.home}#consent")

    @property
    def is_by_another(self) -> bool:
        """Whether somebody is signed in who keeps the unit and is not this member."""
        user, member = self.request.user, self.card.member
        return member.user_id != user.pk and kept_units(user).filter(pk=member.unit_id).exists()


class Supported(BehindLink):
    """`self.supporter` of the address; stops when the link was withdrawn or the member has left."""

    @cached_property
    def supporter(self) -> GrowthSupporter:
        supporters = GrowthSupporter.objects.select_related("card__member")
        return get_object_or_404(supporters, token=self.kwargs["token"])

    @property
    def is_live(self) -> bool:
        return self.supporter.is_active and self.supporter.card.is_open

    def home(self):
        return redirect("growth:support", self.supporter.token)


class SupportPage(Supported, FormView):
    """Goals, axis and quotes of one member, and a field for a comment. Nothing else of the unit."""

    template_name = "workspace/growth_support.html"
    form_class = CommentForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"supporter": self.supporter}

    def get_context_data(self, **kwargs):
        card = queries.full_cards().get(pk=self.supporter.card_id)
        return super().get_context_data(
            supporter=self.supporter,
            card=card,
            axis=axis_of(card, card.points.all()),
            said=self.supporter.comments.select_related("point").reverse(),
            **kwargs,
        )

    def form_valid(self, form):
        def whose(group, request):
            return str(self.supporter.pk)

        if is_ratelimited(self.request, group="growth_comment", key=whose, rate=COMMENT_RATE, increment=True):
            form.add_error(None, "一小时内的留言已达上限，请稍后再试。您填写的内容仍在下面。")
            return self.render_to_response(self.get_context_data(form=form), status=429)
        growth.comment(self.supporter, **form.cleaned_data)
        messages.success(self.request, "已提交留言")
        return self.home()


class RetractComment(Supported, View):
    """POST: an own comment of the last minutes goes."""

    http_method_names = ["post"]

    def post(self, request, pk, **_):
        comment = get_object_or_404(self.supporter.comments, pk=pk)
        try:
            growth.retract(comment)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        else:
            messages.success(request, "已删除留言")
        return self.home()
