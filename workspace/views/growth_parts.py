"""Writing on a card: the same pages for the unit's keepers and, behind the member's own link, for the member.

Both trees of addresses are alike below the page of the card (`self.home`): `goal/new/`, `goal/7/`, `goal/7/done/`,
`summary/`. Who may come, which card it is and how the page is framed is said by `KeptCard` and `OwnCard`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import cached_property
from django.views import View

from accounts.views.drafts import DraftedPage
from core.merge import Merged
from workspace.forms.growth import GoalForm, PartForm, PointForm, QuoteForm, SummaryForm, SupporterForm
from workspace.services import growth


@dataclass(frozen=True)
class Part:
    """A kind of row on a card: its form, its reverse name on the card, what it is called."""

    form: type[PartForm]
    related: str
    noun: str


PARTS = {
    "goal": Part(GoalForm, "goals", "成长目标"),
    "point": Part(PointForm, "points", "进度"),
    "quote": Part(QuoteForm, "quotes", "微语录"),
    "supporter": Part(SupporterForm, "supporters", "成长伙伴或粉丝"),
}


class CardView(View):
    """Needs `card`, `home`, `frame`, `author` and `writable` of `KeptCard` or `OwnCard`."""

    def dispatch(self, request, *args, **kwargs):
        """What a service refuses, because the card was closed meanwhile, is said on the page of the card."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
            return redirect(self.home)


class CardForm(DraftedPage, CardView):
    """A form about a card."""

    def page(self, form, *, title: str, **context):
        context |= {"form": form, "title": title, "home": self.home, "frame": self.frame, "card": self.card}
        context["draft"] = self.draft
        return render(self.request, "workspace/growth_form.html", context | self.surroundings)

    def back(self, text: str, place: str = ""):
        self.drop_draft()
        messages.success(self.request, text)
        return redirect(f"{self.home}#{place}" if place else self.home)

    def is_kept(self, form, write: Callable) -> bool:
        """Write what the form holds; what cannot be written yet stays a draft."""
        if self._written(form, write):
            return True
        self.keep_draft()
        return False

    @staticmethod
    def _written(form, write: Callable) -> bool:
        """What the service refuses, or somebody else changed, is shown on the form."""
        if not form.is_valid():
            return False
        try:
            done = write()
        except ValidationError as refused:
            form.add_error(None, refused.messages)
            return False
        return not (isinstance(done, Merged) and form.take(done).conflicts)


class PartView(CardForm):
    """`self.part` from the address, if it may be written here."""

    @cached_property
    def part(self) -> Part:
        if self.kwargs["part"] not in self.writable:
            raise Http404("no such part on this page")
        return PARTS[self.kwargs["part"]]

    @cached_property
    def row(self):
        """The row of this card that the address names."""
        row = get_object_or_404(getattr(self.card, self.part.related), pk=self.kwargs["row"])
        row.card = self.card
        return row


class AddPart(PartView):
    """A new row."""

    def get(self, request, **_):
        return self.page(self.first_form(), title=f"添加{self.part.noun}")

    def post(self, request, **_):
        form = self.make_form(request.POST)
        if self.is_kept(form, lambda: growth.add_part(form.instance)):
            return self.back(f"已添加{self.part.noun}", self.part.related)
        return self.page(form, title=f"添加{self.part.noun}")

    def make_form(self, data) -> PartForm:
        return self.part.form(data, instance=self.part.form._meta.model(card=self.card))


class ChangePart(PartView):
    """Correct a row, or remove it."""

    def get(self, request, **_):
        return self.shown(self.first_form())

    def post(self, request, **_):
        if "remove" in request.POST:
            growth.remove_part(self.row)
            return self.back(f"已删除{self.part.noun}", self.part.related)
        form = self.make_form(request.POST)
        values = {"by": self.author, "seen": form.seen}
        if self.is_kept(form, lambda: growth.change_part(self.row, **values, **form.given)):
            return self.back(f"已保存{self.part.noun}", self.part.related)
        return self.shown(form)

    def make_form(self, data) -> PartForm:
        return self.part.form(data, instance=self.row)

    def shown(self, form):
        return self.page(form, title=f"修改{self.part.noun}", removable=True)


class MarkGoal(CardForm):
    """POST: a goal is done, or not yet after all."""

    http_method_names = ["post"]

    def post(self, request, row, **_):
        goal = get_object_or_404(self.card.goals, pk=row)
        done = goal.done_on is None
        growth.mark_goal(goal, done=done)
        return self.back("目标已标记为完成" if done else "目标已改为未完成", "goals")


class Summary(CardForm):
    """完成总结."""

    def get(self, request, **_):
        return self.page(self.first_form(), title="完成总结")

    def post(self, request, **_):
        form = self.make_form(request.POST)
        values = {"by": self.author, "seen": form.seen}
        if self.is_kept(form, lambda: growth.change_card(self.card, **values, **form.given)):
            return self.back("已保存完成总结", "summary")
        return self.page(form, title="完成总结")

    def make_form(self, data) -> SummaryForm:
        return SummaryForm(data, instance=self.card)
