"""The register in the admin: found by name, number, telephone or card; shown masked, plain for a purpose."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, PageAction, WrittenByServices
from core.admin.paginator import CappedPaginator
from core.services.access import record_view
from core.text import chinese_date
from volunteers.admin.entry import add_view
from volunteers.admin.forms import CorrectionForm, ExportForm, HoldForm, KeptForm, MergeForm, PurposeForm
from volunteers.admin.pages import form_page, plain_page, require
from volunteers.models import Volunteer, VolunteerOrganisation
from volunteers.queries.merging import comparison
from volunteers.queries.search import search
from volunteers.services import exporting, records

LOOKED_AT = "证件号码与联系电话"


class OrganisationFilter(DropdownFilter):
    """Recording organisations that the reader oversees: counting who occurs among a million would take long."""

    title = "登记组织"
    parameter_name = "organisation"

    def lookups(self, request, model_admin):
        return list(VolunteerOrganisation.objects.visible_to(request.user).values_list("pk", "name"))

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(organisation_id=value) if value.isdigit() else queryset


@admin.register(Volunteer)
class VolunteerAdmin(WrittenByServices, LifecycleAdmin):
    paginator = CappedPaginator
    nothing_yet = "志愿者会列在这里。志愿者本人登记并由组织同意加入后出现，也可以逐个登记或者导入名册。"
    list_before_template = "admin/portal/volunteers/list_actions.html"
    list_display = [
        "number",
        "shown_name",
        "shown_phone",
        "region",
        "organisation",
        "registered_on",
        "shown_state",
    ]
    list_select_related = ["region", "organisation"]
    list_filter = ["state", OrganisationFilter]
    search_fields = ["number"]
    search_help_text = "按姓名（可以只写其中两个字）、志愿者编号、手机号码或证件号码查找"
    ordering = ["-pk"]
    fieldsets = [
        (
            "志愿者",
            {"fields": ["number", "shown_name", "shown_identity", "birth_year", "sex", "shown_phone"]},
        ),
        ("登记", {"fields": ["region", "organisation", "shown_skills", "registered_on", "updated_on"]}),
        ("其他", {"fields": ["user", "merged_into", "shown_hold"]}),
    ]
    move_words = {"merge": "并入后，这份档案的服务记录、组织和同意书归入保留的档案。"}

    def get_readonly_fields(self, request, obj=None):
        return [name for _, options in self.fieldsets for name in options["fields"]]

    def get_search_results(self, request, queryset, search_term):
        return (search(queryset, search_term).rows, False) if search_term.strip() else (queryset, False)

    def get_urls(self):
        pages = {
            "add/": ("add", partial(add_view, self)),
            "export/": ("export", self.export_view),
            "<int:pk>/plain/": ("plain", self.plain_view),
            "<int:pk>/correct/": ("correct", self.correct_view),
            "<int:pk>/merge/": ("merge", self.merge_view),
            "<int:pk>/hold/": ("hold", self.hold_view),
        }
        own = [
            path(route, self.admin_site.admin_view(view), name=f"volunteers_volunteer_{name}")
            for route, (name, view) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def page_actions(self, request, volunteer):
        if not volunteer.is_on_register or not request.user.has_perm(
            "volunteers.correct_volunteer", volunteer
        ):
            return []
        labels = {"plain": "查看完整信息", "correct": "更正资料", "merge": "并入另一档案", "hold": "依法留存"}
        return [PageAction(label, _place(name, volunteer)) for name, label in labels.items()]

    @display(description="姓名")
    def shown_name(self, volunteer):
        return volunteer.masked_name

    @display(description="证件号码")
    def shown_identity(self, volunteer):
        return f"{volunteer.get_identity_kind_display()} {volunteer.masked_identity_number or '未登记'}"

    @display(description="出生年份")
    def birth_year(self, volunteer):
        return f"{volunteer.birth_date.year}年" if volunteer.birth_date else "未登记"

    @display(description="联系电话")
    def shown_phone(self, volunteer):
        return volunteer.masked_phone or "未登记"

    @display(description="服务技能")
    def shown_skills(self, volunteer):
        return "、".join(skill.name for skill in volunteer.skills.all()) or "未填写"

    @display(description="依法留存")
    def shown_hold(self, volunteer):
        if not volunteer.hold_until:
            return "无"
        return f"至{chinese_date(volunteer.hold_until)}：{volunteer.hold_reason}"

    @display(description="状态")
    def shown_state(self, volunteer):
        return self.state_shown(volunteer)

    def _volunteer(self, request, pk, right: str) -> Volunteer:
        volunteer = Volunteer.objects.visible_to(request.user).filter(pk=pk).first()
        if volunteer is None or not volunteer.is_on_register:
            raise Http404(f"no volunteer {pk} for this user")
        require(request.user, f"volunteers.{right}_volunteer", volunteer)
        return volunteer

    def plain_view(self, request, pk):
        """The purpose first; then the numbers, once, and an entry that the person can read."""
        volunteer = self._volunteer(request, pk, "unmask")
        context = {
            "title": f"查看完整信息：{volunteer}", "button": "查看", "back": _change(volunteer),
            "words": "请写明用途。查看会记入本人的查看记录，本人可以查阅。",
        }  # fmt: skip

        def show(form):
            record_view(volunteer, LOOKED_AT, by=request.user, purpose=form.cleaned_data["purpose"])
            born = chinese_date(volunteer.birth_date) if volunteer.birth_date else ""
            shown = {
                "姓名": volunteer.name, "证件号码": volunteer.identity_number, "出生日期": born,
                "联系电话": volunteer.phone,
            }  # fmt: skip
            return plain_page(self, request, **context | {"shown": shown, "words": ""})

        return form_page(self, request, PurposeForm(request.POST or None), show, done="", **context)

    def correct_view(self, request, pk):
        volunteer = self._volunteer(request, pk, "correct")
        initial = {
            "name": volunteer.name, "identity_kind": volunteer.identity_kind, "birth_date": volunteer.birth_date,
            "sex": volunteer.sex, "region": volunteer.region.code if volunteer.region else "",
        }  # fmt: skip
        if request.method == "GET":
            record_view(volunteer, "姓名与出生日期", by=request.user, purpose="更正资料")

        def act(form):
            records.correct(
                volunteer, by=request.user, reason=form.cleaned_data["reason"], values=form.values
            )

        return form_page(
            self, request, CorrectionForm(request.POST or None, initial=initial), act, done="已更正。",
            title=f"更正资料：{volunteer}", button="保存更正", back=_change(volunteer),
            words="更正了哪些项目、由谁更正、为什么，记入流转记录；更正前后的内容不记入。",
        )  # fmt: skip

    def merge_view(self, request, pk):
        """First the number of the other record; then both beside each other, the reason, and the merge."""
        volunteer = self._volunteer(request, pk, "merge")
        number = request.GET.get("into", "").strip()
        kept = Volunteer.objects.visible_to(request.user).filter(number=number).first() if number else None
        context = {
            "title": f"并入另一档案：{volunteer}", "back": _change(volunteer), "words": self.move_words["merge"],
        }  # fmt: skip
        if kept is None:
            return self._ask_for_kept(request, volunteer, context)

        def act(form):
            records.merge(volunteer, kept, by=request.user, reason=form.cleaned_data["note"])
            return _change(kept)

        context |= {"comparison": comparison(volunteer, kept), "danger": True, "button": "确认并入"}
        return form_page(
            self, request, MergeForm(request.POST or None), act, done="已并入保留的档案。", **context
        )

    def _ask_for_kept(self, request, volunteer, context):
        def act(form):
            number = form.cleaned_data["into"].strip()
            if not Volunteer.objects.visible_to(request.user).filter(number=number).exists():
                raise ValidationError({"into": "没有这个志愿者编号，或不归您主管。"})
            return f"{_place('merge', volunteer)}?{urlencode({'into': number})}"

        return form_page(
            self, request, KeptForm(request.POST or None), act, done="", button="核对两份档案", **context
        )

    def hold_view(self, request, pk):
        volunteer = self._volunteer(request, pk, "correct")
        initial = {"until": volunteer.hold_until, "reason": volunteer.hold_reason}

        def act(form):
            records.hold(volunteer, by=request.user, **form.cleaned_data)

        return form_page(
            self, request, HoldForm(request.POST or None, initial=initial), act, done="已登记。",
            title=f"依法留存：{volunteer}", button="保存", back=_change(volunteer),
            words="留存期内不办理删除，也不到期删除；理由会告知本人。",
        )  # fmt: skip

    def export_view(self, request):
        require(request.user, "volunteers.export_volunteer", None)

        def act(form):
            given = form.cleaned_data
            purpose = given["purpose"] if given["plain"] else ""
            return HttpResponseRedirect(
                exporting.start(by=request.user, suffix=given["suffix"], purpose=purpose).get_absolute_url()
            )

        return form_page(
            self, request, ExportForm(request.POST or None), act, done="", title="导出志愿者名册", button="开始导出",
            back=reverse("admin:volunteers_volunteer_changelist"),
            words="导出您主管范围内在册的志愿者。文件带有导出人、时间和编号，几天后自动删除。",
        )  # fmt: skip


def _place(name: str, volunteer: Volunteer) -> str:
    return reverse(f"admin:volunteers_volunteer_{name}", args=[volunteer.pk])


def _change(volunteer: Volunteer) -> str:
    return _place("change", volunteer)
