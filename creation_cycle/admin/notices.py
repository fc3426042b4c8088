"""公示: an officer drafts the list; opening it is a move."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, ScopedInline
from core.lifecycle import TransitionBlocked
from core.templatetags.portal import cn_date, stars, state_badge
from creation_cycle.admin.choices import own_cycles
from creation_cycle.admin.forms import NoticeForm
from creation_cycle.enums import NoticeState
from creation_cycle.models import Notice, NoticeEntry
from creation_cycle.services import notices


class ListedInline(ScopedInline):
    """The list once it is public."""

    model = NoticeEntry
    fields = readonly_fields = ["published_name", "candidacy_state", "proposed_star"]
    verbose_name_plural = "公示名单"

    def is_editable(self, request, parent):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("candidacy__unit", "candidacy__cycle")

    @display(description="集体")
    def published_name(self, entry):
        """What the public read, leading to the candidacy; a later name beside it."""
        url = reverse("admin:creation_cycle_candidacy_change", args=[entry.candidacy_id])
        now = entry.candidacy.unit.name
        later = f"（现名：{now}）" if now != entry.name else ""
        return format_html('<a class="text-link" href="{}">{}</a>{}', url, entry.name, later)

    @display(description="申报状态")
    def candidacy_state(self, entry):
        return state_badge(entry.candidacy)

    @display(description="拟认定星级")
    def proposed_star(self, entry):
        return stars(entry.star)


@admin.register(Notice)
class NoticeAdmin(LifecycleAdmin):
    form = NoticeForm
    nothing_yet = "拟认定集体的公示会列在这里。有了拟认定的集体后，由组委会管理员新建。"
    list_display = ["title", "cycle", "current_state", "opened_on", "last_day", "left"]
    list_select_related = ["cycle"]
    list_filter = [("state", ChoicesDropdownFilter), ("cycle", OwnRowsDropdown)]
    search_fields = ["title"]
    readonly_on_change = ("cycle",)
    move_words = {
        "open": "发布后名单立即对社会公开，名单上的集体转为公示中，公示期自下一个工作日起算。此步不能撤销。"
    }

    def choices_for(self, name, request):
        return own_cycles(request.user).select_related("committee") if name == "cycle" else None

    def get_changeform_initial_data(self, request):
        """The newest cycle of one's own, as a rule the only one."""
        return {"cycle": own_cycles(request.user).first(), **super().get_changeform_initial_data(request)}

    def get_fields(self, request, obj=None):
        if obj is None:
            return ["cycle", "title", "body"]
        if obj.is_draft and self.has_change_permission(request, obj):
            return ["cycle", "title", "body", "candidacies"]
        return ["cycle", "title", "body", "opened_on", "last_day", "taken_down_on"]

    def get_readonly_fields(self, request, obj=None):
        """What the public has read does not change; only taking it down is left."""
        public = () if obj is None or obj.is_draft else ("title", "body", "opened_on", "last_day")
        return (*super().get_readonly_fields(request, obj), *public)

    def get_inlines(self, request, obj):
        return [] if obj is None or obj.is_draft else [ListedInline]

    def save_related(self, request, form, formsets, change):
        """A new notice lists everything that may be listed; from then on the ticked ones."""
        notice = form.instance
        if not change:
            notices.list_on(notice, notices.may_be_listed(notice))
        elif "candidacies" in form.cleaned_data:
            notices.relist(notice, form.cleaned_data["candidacies"])
        super().save_related(request, form, formsets, change)

    def response_add(self, request, obj, post_url_continue=None):
        """On to the list and the panel: a draft without its next step would be forgotten."""
        count = obj.entries.count()
        messages.success(request, f"公示草稿已建立，列入 {count} 个拟认定集体。核对名单后发布。")
        return HttpResponseRedirect(reverse("admin:creation_cycle_notice_change", args=[obj.pk]))

    def get_urls(self):
        view = self.admin_site.admin_view(self.list_all_view)
        return [path("<int:pk>/list-all/", view, name="creation_cycle_notice_list_all"), *super().get_urls()]

    def page_actions(self, request, record):
        if record.is_taken_down:
            return []
        if not record.is_draft:
            return [PageAction("查看公示页面", record.get_absolute_url())]
        if not self.has_change_permission(request, record):
            return []
        url = reverse("admin:creation_cycle_notice_list_all", args=[record.pk])
        return [PageAction("纳入全部拟认定集体", url, posts=True)]

    def list_all_view(self, request, pk):
        """POST puts everything nominated on the draft, for units that were nominated after it was drawn up."""
        notice = self.get_object(request, str(pk))
        if notice is None or request.method != "POST":
            raise Http404(f"no draft notice {pk} for this user")
        if not self.has_change_permission(request, notice):
            raise PermissionDenied("only officers of the organizing committee draw up its notices")
        try:
            added = notices.list_all(notice, by=request.user)
        except TransitionBlocked as blocked:
            messages.error(request, str(blocked))
        else:
            said = f"新纳入 {added} 个拟认定集体。" if added else "拟认定的集体已全部在名单中。"
            messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:creation_cycle_notice_change", args=[pk]))

    @display(description="状态", ordering="state")
    def current_state(self, notice):
        return state_badge(notice)

    @display(description="截止日期", ordering="closes_on")
    def last_day(self, notice):
        if notice.closes_on is None:
            return "未发布"
        return f"{cn_date(notice.closes_on)} 24:00" + ("（暂按周末计算）" if notice.is_provisional else "")

    @display(description="剩余")
    def left(self, notice):
        return f"{notice.workdays_left} 个工作日" if notice.state == NoticeState.OPEN else ""
