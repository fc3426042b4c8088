"""年度复核 in the admin: the list with what is overdue, one recheck with its findings, and what belongs to it."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from core import clock
from core.admin import LifecycleAdmin, OwnRowsDropdown, PageAction, WrittenByServices
from core.lifecycle import TransitionBlocked
from core.templatetags.portal import badge, state_badge
from core.text import chinese_date
from creation_cycle.admin.recheck_batch import BATCHES, batch_rows, batch_view
from creation_cycle.admin.recheck_forms import SIDE_FORMS
from creation_cycle.models import Recheck
from creation_cycle.models.recheck_finding import lacking
from creation_cycle.recheck_enums import RecheckState
from units.models import Committee


class PlanDropdown(OwnRowsDropdown):
    joins = ("committee",)


class Attention(DropdownFilter):
    """What somebody has to look after."""

    title = "需要关注"
    parameter_name = "attention"

    def lookups(self, request, model_admin):
        return [
            ("unreported", "自查逾期"), ("review", "初评逾期"), ("decision", "认定逾期"), ("lacking", "有不符合项"),
        ]  # fmt: skip

    def queryset(self, request, queryset):
        today = clock.today()
        chosen = {
            "unreported": lambda: queryset.unreported(today),
            "review": lambda: queryset.review_overdue(today),
            "decision": lambda: queryset.decision_overdue(today),
            "lacking": lambda: lacking(queryset),
        }
        return chosen[self.value()]() if self.value() in chosen else queryset


class Escalated(DropdownFilter):
    """督办: handed up because a body let its time pass."""

    title = "督办"
    parameter_name = "escalated"

    def lookups(self, request, model_admin):
        return [("mine", "由本团组织督办"), ("all", "全部督办")]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.filter(escalated_to__in=Committee.objects.served_by(request.user))
        return queryset.exclude(escalated_to=None) if self.value() == "all" else queryset


@admin.register(Recheck)
class RecheckAdmin(WrittenByServices, LifecycleAdmin):
    nothing_yet = "年度复核会列在这里。到复核安排的开始日期，由系统为每个有效称号发起。"
    list_display = [
        "unit_name",
        "title_name",
        "year",
        "current_state",
        "attention",
        "report_by",
        "reviewed_at",
    ]
    list_select_related = [
        "title__unit", "plan__committee", "reviewing_committee", "escalated_to",
    ]  # fmt: skip
    list_filter = [
        ("state", ChoicesDropdownFilter), ("plan", PlanDropdown), Attention, Escalated,
        ("title__unit__region", OwnRowsDropdown),
    ]  # fmt: skip
    search_fields = ["title__unit__name"]
    move_words = {
        "fail": "不合格不会直接影响称号：系统按所选措施提出动态调整建议，告知集体、听取说明之后由组委会决定。",
        "send_back": "退回后集体至少有五个工作日补充。",
    }
    fields = readonly_fields = [
        "unit_name", "title_name", "plan", "reviewing_committee", "report_by", "handed_up", "told", "report",
        "first_review", "sample", "answer",
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("findings")

    def changelist_view(self, request, extra_context=None):
        """Above the list the ways to the pages where many are handled at once."""
        for name, batch in BATCHES.items():
            if request.method == "GET" and (waiting := batch_rows(request.user, name).count()):
                address = reverse("admin:creation_cycle_recheck_batch", args=[name])
                link = format_html_join(
                    "", '<a class="text-link" href="{}">{}（{} 个）</a>', [(address, batch.title, waiting)]
                )
                messages.info(request, link)
        return super().changelist_view(request, extra_context)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("batch/<slug:move>/", view(self.batch), name="creation_cycle_recheck_batch"),
            path("<int:pk>/side/<slug:verb>/", view(self.side), name="creation_cycle_recheck_side"),
            *super().get_urls(),
        ]

    def batch(self, request, move):
        return batch_view(self, request, move)

    def page_actions(self, request, record):
        return [
            PageAction(label, reverse("admin:creation_cycle_recheck_side", args=[record.pk, verb]))
            for verb, (label, _, states) in SIDE_FORMS.items()
            if record.state in states
            and request.user.has_perm(f"creation_cycle.{verb}_recheck", record)
            and (verb != "waive" or any(row.is_open for row in record.findings.all()))
        ]

    def side(self, request, pk, verb):
        """GET asks, POST calls the service; what it refuses is said above the form."""
        record = self.get_object(request, str(pk))
        if record is None or verb not in SIDE_FORMS:
            raise Http404
        if not request.user.has_perm(f"creation_cycle.{verb}_recheck", record):
            raise PermissionDenied
        label, form_class, _ = SIDE_FORMS[verb]
        form = form_class(request.POST or None, recheck=record)
        back = reverse("admin:creation_cycle_recheck_change", args=[record.pk])
        if form.is_valid():
            try:
                form.save(request.user)
            except TransitionBlocked as blocked:
                form.add_error(None, str(blocked))
            else:
                messages.success(request, f"已办理“{label}”。")
                return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request), "opts": self.opts, "title": label, "original": record,
            "form": form, "back": back,
        }  # fmt: skip
        return TemplateResponse(request, "admin/portal/recheck_side.html", context)

    @display(description="集体", ordering="title__unit__name")
    def unit_name(self, recheck):
        return recheck.title.unit.name

    @display(description="称号")
    def title_name(self, recheck):
        return recheck.title.full_name

    @display(description="状态", ordering="state")
    def current_state(self, recheck):
        return state_badge(recheck)

    @display(description="关注")
    def attention(self, recheck):
        said = [badge("逾期", "stop")] if recheck.is_late else []
        said += [badge("待复核", "wait")] if any(row.is_open for row in recheck.findings.all()) else []
        said += [badge("督办", "stop")] if recheck.escalated_to_id else []
        return format_html_join(" ", "{}", ((words,) for words in said)) or "—"

    @display(description="初评单位")
    def reviewed_at(self, recheck):
        return recheck.reviewing_committee.short_name if recheck.reviewing_committee else "—"

    @display(description="督办")
    def handed_up(self, recheck):
        return (
            f"{recheck.escalated_to}（{chinese_date(recheck.escalated_on)}）"
            if recheck.escalated_to
            else "无"
        )

    @display(description="系统核对结果")
    def told(self, recheck):
        found = [row.finding for row in recheck.findings.all()]
        rows = [
            (badge("符合" if f.ok else "不符合", "ok" if f.ok else "stop"), f.text, f.clause) for f in found
        ]
        return format_html_join("", "<div>{} {}（{}）</div>", rows) or "没有不符合项"

    @display(description="自查")
    def report(self, recheck):
        if not recheck.reported_on:
            return "尚未提交"
        records = "；".join(str(record) for record in recheck.evidence.order_by("day")) or "无"
        return f"{recheck.get_declaration_display()}。{recheck.statement} 依据的创建日志：{records}"

    @display(description="初评")
    def first_review(self, recheck):
        if not recheck.reviewed_on:
            return "尚未初评"
        return f"{recheck.get_suggestion_display()}（{recheck.reviewed_by}）：{recheck.opinion}"

    @display(description="抽检")
    def sample(self, recheck):
        looks = [
            f"{chinese_date(look.looked_on)}，{look.checked_by}：{look.found}" for look in recheck.looks.all()
        ]
        state = "已抽中" if recheck.sampled_on else ("已参加抽取" if recheck.draw_id else "尚未抽取")
        return "；".join([state, *looks])

    @display(description="结果")
    def answer(self, recheck):
        if recheck.state == "failed":
            return f"不合格，拟{recheck.get_measure_display()}：{recheck.reason}"
        under_way = recheck.state in RecheckState.under_way()
        return "尚未认定" if under_way else recheck.get_state_display()
