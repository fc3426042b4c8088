"""Addresses of 青年成长计划卡, its wall and its votes, below `/desk/`."""

from datetime import date

from django.urls import path, register_converter

from core import clock
from workspace.views import growth, votes, wall


class PastMonth:
    """2026-11: the first day of a month that has begun."""

    regex = r"20[0-9]{2}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> date:
        month = date(int(value[:4]), int(value[5:]), 1)
        if month > clock.today():
            raise ValueError("a month to come has no sheet")
        return month

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else f"{value:%Y-%m}"


register_converter(PastMonth, "past_month")

UNIT = "units/<int:unit_pk>/growth"
CARD = f"{UNIT}/cards/<int:pk>"

urlpatterns = [
    path(f"{UNIT}/", growth.GrowthList.as_view(), name="growth"),
    path(f"{UNIT}/slips/", growth.LinkSlips.as_view(), name="growth_slips"),
    path(f"{UNIT}/cards/new/", growth.MakeCards.as_view(), name="growth_cards_new"),
    path(f"{CARD}/", growth.CardPage.as_view(), name="growth_card"),
    path(f"{CARD}/summary/", growth.Summary.as_view(), name="growth_summary"),
    path(f"{CARD}/link/", growth.RenewLink.as_view(), name="growth_link"),
    path(f"{CARD}/delete/", growth.DeleteCard.as_view(), name="growth_delete"),
    path(f"{CARD}/goal/<int:row>/done/", growth.MarkGoal.as_view(), name="growth_goal_done"),
    path(f"{CARD}/supporter/<int:row>/link/", growth.SupporterLink.as_view(), name="growth_supporter_link"),
    path(f"{CARD}/<slug:part>/new/", growth.AddPart.as_view(), name="growth_part_new"),
    path(f"{CARD}/<slug:part>/<int:row>/", growth.ChangePart.as_view(), name="growth_part"),
    path(f"{UNIT}/wall/<past_month:month>/", wall.WallSheet.as_view(), name="growth_wall"),
    path(f"{UNIT}/wall/<past_month:month>/posted/", wall.PostWall.as_view(), name="growth_wall_posted"),
    path(f"{UNIT}/votes/", votes.Votes.as_view(), name="votes"),
    path(f"{UNIT}/votes/new/", votes.StartVote.as_view(), name="vote_new"),
    path(f"{UNIT}/votes/<int:pk>/", votes.VotePage.as_view(), name="vote"),
    path(f"{UNIT}/votes/<int:pk>/close/", votes.EndVote.as_view(), {"end": "close"}, name="vote_close"),
    path(f"{UNIT}/votes/<int:pk>/discard/", votes.EndVote.as_view(), {"end": "discard"}, name="vote_discard"),
]
