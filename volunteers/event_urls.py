"""志愿服务活动, 时长 and 证明, below `/volunteers/`."""

from django.urls import path

from volunteers.views import deciding, events, hours, organising

app_name = "events"
urlpatterns = [
    path("events/", events.Events.as_view(), name="events"),
    path("events/<int:pk>/", events.EventPage.as_view(), name="event"),
    path("events/shifts/<int:pk>/sign-up/", events.SignUpForShift.as_view(), name="sign_up"),
    path("events/sign-ups/<int:pk>/withdraw/", events.StepBack.as_view(), name="withdraw"),
    path("check-in/<str:code>/", events.Scanned.as_view(), name="scanned"),
    path("me/events/", events.Mine.as_view(), name="mine"),
    path("me/hours/", hours.MyHours.as_view(), name="my_hours"),
    path("me/hours/<int:pk>/correct/", hours.AskCorrection.as_view(), name="ask_correction"),
    path("me/corrections/<int:pk>/withdraw/", hours.WithdrawCorrection.as_view(), name="withdraw_correction"),
    path("me/proofs/", hours.MyProofs.as_view(), name="my_proofs"),
    path("proofs/<int:pk>/file/", hours.ProofFile.as_view(), name="proof_file"),
    path("organise/", organising.Organise.as_view(), name="organise"),
    path("organise/events/new/", organising.EditEvent.as_view(), name="event_new"),
    path("organise/events/<int:pk>/", organising.EventDesk.as_view(), name="organise_event"),
    path("organise/events/<int:pk>/edit/", organising.EditEvent.as_view(), name="event_edit"),
    path("organise/events/<int:pk>/move/<str:name>/", organising.MoveEvent.as_view(), name="event_move"),
    path("organise/events/<int:event_pk>/shifts/new/", organising.EditShift.as_view(), name="shift_new"),
    path("organise/shifts/<int:pk>/edit/", organising.EditShift.as_view(), name="shift_edit"),
    path("organise/shifts/<int:pk>/", organising.ShiftList.as_view(), name="shift_list"),
    path("organise/shifts/<int:pk>/code/", organising.ShiftCode.as_view(), name="shift_code"),
    path("organise/sign-ups/<int:pk>/in/", organising.Tick.as_view(move="check_in"), name="tick_in"),
    path("organise/sign-ups/<int:pk>/out/", organising.Tick.as_view(move="check_out"), name="tick_out"),
    path("organise/sign-ups/<int:pk>/times/", organising.Times.as_view(), name="times"),
    path("organise/corrections/<int:pk>/", deciding.DecideCorrection.as_view(), name="correction"),
    path("organise/proofs/<int:pk>/", deciding.ProofDesk.as_view(), name="proof"),
    path("organise/proofs/<int:pk>/move/<str:name>/", deciding.ProofDesk.as_view(), name="proof_move"),
]
