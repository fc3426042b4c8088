"""同意记录: registered with its paper; taken back here for whoever cannot do it online."""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from unfold.decorators import display

from core.admin import PageAction, RecordedAdmin
from core.lifecycle import TransitionBlocked
from core.templatetags.portal import cn_date
from credit import own_links
from credit.admin.choices import OwnCommittee, Unmasking, form_page
from credit.enums import SubjectKind
from credit.models import Consent
from credit.services import consents


class ConsentForm(forms.ModelForm):
    class Meta:
        model = Consent
        fields = [
            "committee",
            "purpose",
            "name",
            "identity_number",
            "text_version",
            "document_number",
            "given_on",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "identity_number" in self.fields:
            self.fields["identity_number"].required = True

    def clean(self):
        self.instance.subject_kind = SubjectKind.PERSON
        values = super().clean()
        if {"committee", "purpose", "identity_number"} <= values.keys():
            draft = Consent(subject_kind=SubjectKind.PERSON, identity_number=values["identity_number"])
            known = Consent.objects.of(draft.subject, values["purpose"])
            if known.filter(committee=values["committee"]).exists():
                self.add_error("identity_number", "本人对这一事项的同意已登记，且没有撤回。")
        return values


class WithdrawForm(forms.Form):
    """Nothing to fill in: the person asked for it."""


@admin.register(Consent)
class ConsentAdmin(Unmasking, OwnCommittee, RecordedAdmin):
    form = ConsentForm
    nothing_yet = "本人同意查询或公开的记录会列在这里。由信用管理员按授权书登记，本人可以随时撤回。"
    list_display = ["shown_name", "purpose", "committee", "document_number", "given_on", "withdrawn_at"]
    list_display_links = ["shown_name"]
    list_select_related = ["committee"]
    list_filter = ["purpose"]
    search_fields = ["document_number"]
    search_help_text = "按授权书编号查找"

    def get_fields(self, request, obj=None):
        if obj is None:
            return self.form.Meta.fields
        shown = ["shown_name", "shown_number", "purpose", "committee", "text_version", "document_number", "given_on",
                 "withdrawn_at"]  # fmt: skip
        return [*shown, "own_page"] if request.user.has_perm("credit.withdraw_consent", obj) else shown

    def get_readonly_fields(self, request, obj=None):
        return () if obj is None else self.get_fields(request, obj)

    def has_change_permission(self, request, obj=None):
        """A consent is never changed, only taken back."""
        return False

    def save_model(self, request, obj, form, change):
        try:
            consents.record(obj, by=request.user)
        except TransitionBlocked as blocked:
            raise PermissionDenied(str(blocked)) from None

    def save_related(self, request, form, formsets, change):
        """The service has written the ledger's first entry."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:pk>/withdraw/", view, name="credit_consent_withdraw"), *super().get_urls()]

    def page_actions(self, request, record):
        shown = super().page_actions(request, record)
        if record.is_in_force and request.user.has_perm("credit.withdraw_consent", record):
            shown.append(
                PageAction("登记本人撤回", reverse("admin:credit_consent_withdraw", args=[record.pk]))
            )
        return shown

    def withdraw_view(self, request, pk):
        consent = self.get_object(request, str(pk))
        if consent is None:
            raise Http404(f"no consent {pk} for this user")
        if not request.user.has_perm("credit.withdraw_consent", consent):
            raise PermissionDenied("only the recording committee's credit officers")
        back = reverse("admin:credit_consent_change", args=[pk])
        if request.method == "POST":
            consents.withdraw(consent, by=request.user)
            messages.success(request, "已登记撤回，相关内容已从公开页面移除。")
            return HttpResponseRedirect(back)
        context = {
            "title": f"登记本人撤回：{consent}", "form": WithdrawForm(), "button": "撤回同意", "back": back,
            "intro": "撤回立即生效：据此公开的姓名从红名单和承诺页面移除，尚未进行的查询不再进行。"
            "撤回前已经依法进行的不受影响。",
        }  # fmt: skip
        return form_page(self, request, context)

    @display(description="姓名", ordering="subject_key")
    def shown_name(self, consent):
        return consent.masked_name

    @display(description="居民身份证号码")
    def shown_number(self, consent):
        return consent.masked_number

    @display(description="本人查询页面", empty_value="")
    def own_page(self, consent):
        """A fresh link each time the page is opened: what was handed out runs out by itself."""
        link = f"{settings.SITE_URL}{own_links.link_to(consent)}"
        until = cn_date(own_links.last_day())
        return f"{link}（交给本人，用于查询和撤回，有效至{until}；过期后重新打开本页取得新的链接）"
