"""证书: their numbers, files and what became of them; officers replace and revoke here, with reasons."""

from django.contrib import admin
from django.http import FileResponse, Http404
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, WrittenByServices
from core.templatetags.portal import stars, state_badge
from creation_cycle.models import Certificate
from creation_cycle.services.signing import signing_key


@admin.register(Certificate)
class CertificateAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = (
        "证书会列在这里。认定后由系统自动制发，不用新建；有遗漏的，到创建周期的页面点“批量制发证书”。"
    )
    list_display = ["number", "unit_name", "shown_star", "current_state", "issued_at", "is_registered_only"]
    list_select_related = ["title__unit"]
    list_filter = [
        ("state", ChoicesDropdownFilter),
        ("title__level", ChoicesDropdownFilter),
        ("recognition__cycle", OwnRowsDropdown),
        "is_registered_only",
    ]
    search_fields = ["number", "title__unit__name"]
    fieldsets = [
        (None, {"fields": ["number", "title", "shown_star", "recognition", "dated_on", "issued_at"]}),
        ("换发与撤销", {"fields": ["earlier", "later", "state_reason", "state_changed_on"]}),
        ("文件", {"fields": ["is_registered_only", "failure", "file_hash", "signature"]}),
    ]
    readonly_fields = ["shown_star", "earlier", "later", "state_reason", "state_changed_on", "signature"]
    move_words = {
        "reissue": "用于证书遗失、损毁或印制有误。新证书星级不变，使用新编号；原编号核验时显示“已换发”，并指向新编号。",
        "renew": "用于误撤销的证书。新证书文字不变，使用新编号；原编号核验时仍显示“已撤销”，并指向新编号。",
        "revoke": "用于误发的证书。称号本身不受影响；需要撤销称号的，请办理动态调整。",
    }

    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/file/", view, name="creation_cycle_certificate_file"), *super().get_urls()]

    def page_actions(self, request, record):
        actions = [PageAction("查看核验页面", record.get_absolute_url())] if record.issued_at else []
        if record.file:
            url = reverse("admin:creation_cycle_certificate_file", args=[record.pk])
            actions.insert(0, PageAction("下载证书（PDF）", url))
        return actions

    def file_view(self, request, pk):
        """The certificate's PDF, for whoever may see the certificate."""
        certificate = self.get_object(request, str(pk))
        if certificate is None or not certificate.file:
            raise Http404(f"no certificate file {pk} for this user")
        return FileResponse(certificate.file.open(), as_attachment=True, filename=f"{certificate.number}.pdf")

    @display(description="集体", ordering="title__unit__name")
    def unit_name(self, certificate):
        return certificate.title.unit.name

    @display(description="所载星级", ordering="star")
    def shown_star(self, certificate):
        return stars(certificate.star)

    @display(description="状态", ordering="state")
    def current_state(self, certificate):
        return state_badge(certificate)

    @display(description="数字签名")
    def signature(self, certificate):
        if certificate.signer:
            return f"已签名，签名证书指纹 {certificate.signer}"
        if certificate.is_registered_only:
            return "往届登记，没有电子文件"
        return "未签名" if signing_key() else "未签名：本平台没有配置签名密钥（manage.py create_signing_key）"

    @display(description="代替的证书")
    def earlier(self, certificate):
        return _linked(certificate.replaces)

    @display(description="换发的新证书")
    def later(self, certificate):
        return _linked(getattr(certificate, "successor", None))


def _linked(certificate: Certificate | None) -> str:
    if certificate is None:
        return "无"
    url = reverse("admin:creation_cycle_certificate_change", args=[certificate.pk])
    return format_html('<a class="text-link" href="{}">{}</a>', url, certificate.number)
