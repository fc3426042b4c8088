"""阶段评估 on the desk: the keepers start a vote, print its slips and read its result."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.functional import cached_property
from django.views import View
from django.views.generic import FormView, TemplateView

from core import clock
from units.views.keeping import KeptUnit
from workspace.enums import VoteGrade
from workspace.forms.growth import VoteForm
from workspace.models import Vote
from workspace.queries.growth_votes import results, turnout
from workspace.services import votes
from workspace.views.growth_links import ballot_link, booth_link


class Votes(KeptUnit, TemplateView):
    """Votes of a unit, newest first."""

    template_name = "workspace/votes.html"

    def get_context_data(self, **kwargs):
        found = list(self.unit.votes.all())
        return super().get_context_data(
            unit=self.unit, votes=found, has_open=any(vote.is_open for vote in found), **kwargs
        )


class StartVote(KeptUnit, FormView):
    """The answer to the POST shows the slips, this once: their codes are stored nowhere."""

    template_name = "workspace/vote_start.html"
    form_class = VoteForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"unit": self.unit}

    def get_context_data(self, **kwargs):
        voters = self.unit.members.on(clock.today()).count()
        return super().get_context_data(unit=self.unit, voters=voters, **kwargs)

    def form_valid(self, form):
        try:
            vote, codes = votes.start(self.unit, by=self.request.user, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return self.form_invalid(form)
        slips = [(f"{code[:5]} {code[5:]}", ballot_link(code)) for code in codes]
        context = {"unit": self.unit, "vote": vote, "slips": slips, "booth": booth_link()}
        response = render(self.request, "workspace/vote_slips.html", context)
        patch_cache_control(response, private=True, no_store=True)
        return response


class KeptVote(KeptUnit):
    """`self.vote` of the user's own unit."""

    @cached_property
    def vote(self) -> Vote:
        return get_object_or_404(self.unit.votes, pk=self.kwargs["pk"])


class VotePage(KeptVote, TemplateView):
    """While it is open only that; afterwards how many took part and the totals."""

    template_name = "workspace/vote.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            **kwargs,
            unit=self.unit,
            vote=self.vote,
            grades=VoteGrade.labels,
            results=results(self.vote),
            turnout=turnout(self.vote),
        )


class EndVote(KeptVote, View):
    """Asks first: to close early and see the result, or (`discard`) to cancel unseen."""

    WORDS = {
        "close": ("结束阶段评估", "结束后不再接受投票，未使用的选票作废，随即显示票数。"),
        "discard": (
            "作废阶段评估",
            "已经投出的票一并删除，不显示任何票数。选票丢失或者设置有误时使用，之后可以重新发起。",
        ),
    }

    def get(self, request, end, **_):
        title, text = self.WORDS[end]
        context = {
            "title": title,
            "text": text,
            "items": [self.vote.title],
            "action_label": title,
            "cancel_url": self.vote.get_absolute_url(),
            "danger": True,
        }
        return render(request, "components/confirm.html", context)

    def post(self, request, end, **_):
        if end == "close":
            votes.finish(self.vote, by=request.user)
            return redirect(self.vote)
        try:
            votes.discard(self.vote, by=request.user)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect(self.vote)
        messages.success(request, "已作废，没有公布票数")
        return redirect("workspace:votes", self.unit.pk)
