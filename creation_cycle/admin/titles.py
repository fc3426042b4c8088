"""称号 and the recognitions that made them. Past titles come in through the import."""

from django.contrib import admin
from django.urls import reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from core.admin import (
    LifecycleAdmin,
    OwnRowsDropdown,
    PageAction,
    ReadOnlyAdmin,
    ScopedInline,
    WrittenByServices,
)
from core.templatetags.portal import cn_date, stars, state_badge
from creation_cycle.admin.past_titles import PastTitleImport
from creation_cycle.models import Recognition, Title
from units.enums import Level


def recognition_day(recognition: Recognition) -> str:
    """The day, or the year where the source names no more."""
    day = recognition.recognised_on
    return f"{day.year}年" if recognition.is_year_only else cn_date(day)


class RecognitionInline(ScopedInline):
    model = Recognition
    fields = readonly_fields = ["label", "recognised_star", "day", "decision_number", "source"]

    @display(description="星级")
    def recognised_star(self, recognition):
        return recognition.get_star_display() + ("（推定）" if recognition.is_star_assumed else "")

    @display(description="认定时间")
    def day(self, recognition):
        return recognition_day(recognition)


@admin.register(Title)
class TitleAdmin(WrittenByServices, PastTitleImport, LifecycleAdmin):
    nothing_yet = "集体获得的称号会列在这里。认定后自动出现；往届称号由组委会管理员点“导入”登记。"
    list_display = [
        "unit_name",
        "name",
        "shown_star",
        "current_state",
        "first_recognised_on",
        "last_recognised_on",
    ]
    list_select_related = ["unit"]
    list_filter = [
        ("level", ChoicesDropdownFilter),
        ("star", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
        ("unit__industry", OwnRowsDropdown),
    ]
    search_fields = ["unit__name", "name"]
    ordering = ["-last_recognised_on", "-pk"]
    inlines = [RecognitionInline]

    move_words = {
        "lift_warning": "警告提前解除，荣誉榜和核验页面随即不再显示警告。理由记入流转记录。",
        "end": "不属于处分：集体撤并或交回称号时办理。证书核验显示“已到期”，牌匾转为“待收回”。",
    }

    def page_actions(self, request, record):
        """Where measures about the title begin."""
        if not record.is_held or not request.user.has_perm("creation_cycle.add_adjustment"):
            return []
        url = f"{reverse('admin:creation_cycle_adjustment_add')}?title={record.pk}"
        actions = [PageAction("提出动态调整", url)]
        if Level(record.level).upper():
            actions.append(PageAction("推荐晋级", f"{url}&kind=promote&basis=merit"))
        return actions

    @display(description="集体", ordering="unit__name")
    def unit_name(self, title):
        return title.unit.name

    @display(description="星级", ordering="star")
    def shown_star(self, title):
        return stars(title.star)

    @display(description="状态", ordering="state")
    def current_state(self, title):
        return state_badge(title)


@admin.register(Recognition)
class RecognitionAdmin(ReadOnlyAdmin):
    nothing_yet = "每一次认定会列在这里。审批人认定后自动出现，不用新建。"
    list_display = ["unit_name", "title_name", "label", "shown_star", "day", "decision_number", "source"]
    list_select_related = ["title__unit"]
    list_filter = ["is_star_assumed", ("cycle", OwnRowsDropdown)]
    search_fields = ["title__unit__name", "label", "decision_number"]

    def get_queryset(self, request):
        """A recognition is seen by whoever sees its title."""
        titles = Title.objects.visible_to(request.user)
        return super().get_queryset(request).filter(title__in=titles)

    @display(description="集体", ordering="title__unit__name")
    def unit_name(self, recognition):
        return recognition.title.unit.name

    @display(description="称号")
    def title_name(self, recognition):
        return recognition.title.name

    @display(description="星级", ordering="star")
    def shown_star(self, recognition):
        return recognition.get_star_display() + ("（推定）" if recognition.is_star_assumed else "")

    @display(description="认定时间", ordering="recognised_on")
    def day(self, recognition):
        return recognition_day(recognition)
