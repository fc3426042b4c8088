"""Where anybody with a slip votes (docs/decisions/0017-anonymous-vote.md).

The code comes in the body of a POST only, and nothing is noted about who votes, when and from where: no message, no
session, no log line of ours.
"""

from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views import View
from django.views.generic import TemplateView
from django_ratelimit.core import is_ratelimited

from workspace.forms.ballot import BallotForm, CodeForm
from workspace.services import votes

WRONG_CODES = "30/h"
"""Wrong codes from one address; right ones are not counted, so nothing tells when or from where a vote came."""


class VotingBooth(View):
    """GET: type the code. POST a code: the ballot. POST code and grades: vote."""

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def get(self, request):
        return render(request, "workspace/vote_code.html", {"form": CodeForm()})

    def post(self, request):
        form = CodeForm(request.POST)
        if not form.is_valid():
            return render(request, "workspace/vote_code.html", {"form": form})
        if self.is_guessing(increment=False):
            form.add_error("secret_code", "错误的票码过多，请一小时后再试。")
            return render(request, "workspace/vote_code.html", {"form": form}, status=429)
        return self.ballot(form)

    def ballot(self, form: CodeForm):
        code = form.cleaned_data["secret_code"]
        try:
            vote = votes.open_vote(code)
            ballot = BallotForm(self.request.POST if "secret_vote" in self.request.POST else None, vote=vote)
            if ballot.is_bound and ballot.is_valid():
                votes.cast(code, grades=ballot.grades)
                return redirect("growth:voted")
        except ValidationError as refused:
            self.is_guessing(increment=refused.code == "unknown")
            form.add_error("secret_code", refused.messages)
            return render(self.request, "workspace/vote_code.html", {"form": form})
        return render(
            self.request, "workspace/vote_ballot.html", {"ballot": ballot, "code": code, "vote": vote}
        )

    def is_guessing(self, *, increment: bool) -> bool:
        return is_ratelimited(
            self.request, group="wrong_slip", key="ip", rate=WRONG_CODES, increment=increment
        )


class Voted(TemplateView):
    """Says thanks; knows nothing of the ballot."""

    template_name = "workspace/vote_done.html"
