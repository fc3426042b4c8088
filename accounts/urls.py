from django.contrib.auth import views as auth_views
from django.urls import path, reverse_lazy

from accounts.views import drafts, inbox, kept_input, sessions

app_name = "accounts"
urlpatterns = [
    path("login/", sessions.Login.as_view(), name="login"),
    path("logout/", sessions.Logout.as_view(), name="logout"),
    path("home/", sessions.Home.as_view(), name="home"),
    path("second-factor/", sessions.SecondFactor.as_view(), name="second_factor"),
    path("kept-input/", kept_input.KeptInputPage.as_view(), name="kept_input"),
    path("drafts/<uuid:key>/", drafts.KeepDraft.as_view(), name="draft"),
    path("drafts/<uuid:key>/drop/", drafts.DropDraft.as_view(), name="draft_drop"),
    path("signed-in/", kept_input.SignedIn.as_view(), name="signed_in"),
    path("inbox/", inbox.Inbox.as_view(), name="inbox"),
    path("inbox/<int:pk>/", inbox.OpenMessage.as_view(), name="message"),
    path(
        "password/",
        auth_views.PasswordChangeView.as_view(
            template_name="accounts/password.html", success_url=reverse_lazy("accounts:home")
        ),
        name="password_change",
    ),
]
