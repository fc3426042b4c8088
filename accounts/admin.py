"""Accounts: for system administrators alone. What a person may do is decided by offices and units, not here."""

from http import HTTPStatus

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.admin import sensitive_post_parameters_m
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from accounts.models import User
from accounts.services import second_factor
from core.admin import PageAction, RecordedAdmin


@admin.register(User)
class UserAdmin(RecordedAdmin, DjangoUserAdmin):
    """Django's own page for accounts, without groups and single permissions, which the portal does not use."""

    form, add_form, change_password_form = UserChangeForm, UserCreationForm, AdminPasswordChangeForm
    nothing_yet = "登录账号会列在这里。由系统管理员新建，再到“任职”或集体的页面授予职责。"
    list_display = ["username", "name", "phone", "is_active", "is_staff", "is_superuser", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser"]
    search_fields = ["username", "name", "phone"]
    ordering = ["username"]
    filter_horizontal = []
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("本人", {"fields": ["name", "phone", "email"]}),
        ("登录", {"fields": ["is_active", "is_staff", "is_superuser", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "fields": [
                    "username",
                    "name",
                    "phone",
                    "is_staff",
                    "usable_password",
                    "password1",
                    "password2",
                ]
            },
        )
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.forget_view)
        return [
            path("<int:pk>/forget-device/", view, name="accounts_user_forget_device"),
            *super().get_urls(),
        ]

    def page_actions(self, request, record):
        if not second_factor.is_bound(record) or not self.has_change_permission(request, record):
            return []
        url = reverse("admin:accounts_user_forget_device", args=[record.pk])
        return [PageAction("解除二次验证绑定", url, posts=True)]

    @transaction.atomic
    def forget_view(self, request, pk):
        """POST: unbind the account's authenticator, for who lost the phone."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404(f"no user {pk}")
        if not self.has_change_permission(request, user):
            raise PermissionDenied("only system administrators unbind authenticators")
        second_factor.forget(user)
        self.record_edit(self._locked(user), "解除二次验证绑定", by=request.user)
        messages.success(request, f"已解除绑定，{user}下次登录时须重新绑定身份验证器。")
        return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[pk]))

    @sensitive_post_parameters_m
    @transaction.atomic
    def user_change_password(self, request, id, form_url=""):
        """Django's page; a password set for somebody else is on record too."""
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            self.record_edit(User.objects.select_for_update().get(pk=id), "重设密码", by=request.user)
        return response
