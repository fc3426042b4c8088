"""The admin's sidebar in groups, and the way to the admin from every other page."""

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse, reverse_lazy

from core.context import NavItem

GROUPS = (
    (
        "创建管理",
        (
            ("创建申报", "assignment", "creation_cycle.Candidacy"),
            ("公示", "campaign", "creation_cycle.Notice"),
            ("异议", "gavel", "creation_cycle.Objection"),
            ("创建周期", "date_range", "creation_cycle.Cycle"),
            ("年度任务", "event_repeat", "workspace.Duty:years"),
        ),
    ),
    (
        "考核",
        (
            ("考核轮次", "event_available", "reviews.Round"),
            ("评审指派", "assignment_ind", "reviews.Assignment"),
            ("指派方案", "account_tree", "reviews.PanelPlan"),
            ("评审人员库", "group", "reviews.Reviewer"),
            ("公开抽签", "format_list_numbered", "reviews.Draw"),
            ("管理办法测试", "quiz", "reviews.Quiz"),
            ("测试题库", "library_books", "reviews.Question"),
            ("评分表", "fact_check", "reviews.ScoreSheet"),
            ("一票否决核实", "gavel", "reviews.VetoMark"),
            ("审核名单", "how_to_vote", "reviews.Selection"),
            ("整改通知单", "assignment_late", "reviews.Rectification"),
        ),
    ),
    (
        "常态监督",
        (
            ("年度复核", "published_with_changes", "creation_cycle.Recheck"),
            ("年度复核安排", "event_upcoming", "creation_cycle.RecheckYear"),
            ("抽检抽签", "casino", "creation_cycle.RecheckDraw"),
            ("明察暗访", "travel_explore", "reviews.Inspection"),
            ("投诉", "feedback", "reviews.Complaint"),
            ("投诉办理期限", "timer", "reviews.ComplaintTerms"),
        ),
    ),
    (
        "称号与证书",
        (
            ("称号", "military_tech", "creation_cycle.Title"),
            ("动态调整", "balance", "creation_cycle.Adjustment"),
            ("晋级推荐", "trending_up", "creation_cycle.Adjustment:recommended_list"),
            ("往届称号导入", "upload_file", "creation_cycle.LegacyImport"),
            ("认定记录", "verified", "creation_cycle.Recognition"),
            ("证书", "workspace_premium", "creation_cycle.Certificate"),
            ("牌匾台账", "signpost", "creation_cycle.Plaque"),
        ),
    ),
    (
        "志愿服务",
        (
            ("志愿者", "volunteer_activism", "volunteers.Volunteer"),
            ("志愿服务组织", "diversity_3", "volunteers.VolunteerOrganisation"),
            ("加入申请", "how_to_reg", "volunteers.Membership"),
            ("个人信息申请", "privacy_tip", "volunteers.DataRequest"),
            ("志愿者导入", "upload_file", "volunteers.VolunteerImport"),
            ("服务技能", "construction", "volunteers.Skill"),
        ),
    ),
    (
        "志愿服务活动与项目",
        (
            ("志愿服务活动", "volunteer_activism", "volunteers.ServiceEvent"),
            ("服务时长", "schedule", "volunteers.HoursEntry"),
            ("时长更正申请", "rule", "volunteers.HoursCorrection"),
            ("志愿服务记录证明", "description", "volunteers.Proof"),
            ("时长规则", "tune", "volunteers.HoursPolicy"),
            ("志愿服务星级", "star", "volunteers.StarLevel"),
            ("青少年之家", "cottage", "volunteers.YouthHome"),
            ("结对共建协议书", "handshake", "volunteers.Pact"),
            ("主题行动", "flag", "volunteers.ServiceAction"),
            ("服务项目", "inventory", "volunteers.ServiceProject"),
            ("项目指标", "monitoring", "volunteers.Indicator"),
            ("项目进展", "trending_up", "volunteers.ProgressReport"),
            ("希望小屋个案", "home", "volunteers.HopeHut"),
            ("青年驿站", "hotel", "volunteers.YouthStation"),
            ("入住预约", "bed", "volunteers.Stay"),
        ),
    ),
    (
        "青年信用",
        (
            ("红名单条目", "thumb_up", "credit.RedListEntry"),
            ("红名单异议", "gavel", "credit.ListObjection"),
            ("信用查询", "manage_search", "credit.CreditQuery"),
            ("批量查询", "playlist_add_check", "credit.QueryBatch"),
            ("人工研判", "psychology", "credit.CreditCase"),
            ("同意记录", "handshake", "credit.Consent"),
            ("红名单办法", "rule", "credit.ListPolicy"),
            ("激励措施", "redeem", "credit.Measure"),
            ("激励发放", "card_giftcard", "credit.MeasureGrant"),
            ("伙伴单位", "diversity_3", "credit.Partner"),
            ("诚信承诺", "edit_note", "credit.Pledge"),
        ),
    ),
    (
        "组织与人员",
        (
            ("创建集体", "groups", "units.Unit"),
            ("所属单位", "apartment", "units.Employer"),
            ("路、街、市场", "storefront", "workspace.Cluster"),
            ("团组织", "account_tree", "units.Committee"),
            ("任职", "badge", "units.Office"),
            ("人员归属", "link", "units.Affiliation"),
            ("用户", "person", "accounts.User"),
        ),
    ),
    (
        "规则与标准",
        (
            ("规则", "rule", "creation_cycle.RuleSet"),
            ("创建标准", "checklist", "creation_cycle.Standard"),
            ("创建任务", "task", "workspace.Duty"),
            ("活动类型", "event_note", "workspace.ActivityType"),
            ("创新类别", "lightbulb", "workspace.InnovationCategory"),
            ("表格模板", "description", "workspace.DocumentTemplate"),
            ("行业系统", "category", "units.Industry"),
            ("集体类型", "label", "units.UnitType"),
            ("行政区划", "map", "units.Region"),
        ),
    ),
    (
        "系统",
        (
            ("后台任务", "sync", "core.Job"),
            ("节假日安排", "event", "core.Holiday"),
            ("流转记录", "history", "core.LedgerEntry"),
            ("每日封印", "lock", "core.DailySeal"),
            ("查看记录", "visibility", "core.AccessRecord"),
        ),
    ),
)
"""Group, and within it label, symbol of unfold's icon font, and model; after a colon a page other than its list."""


def sidebar(request: HttpRequest) -> list[dict]:
    """Unfold's navigation; places the user may not enter are left out, empty groups too."""
    home = {"title": "待办", "icon": "inbox", "link": reverse_lazy("admin:index")}
    groups = [{"title": title, "items": _open_items(request, rows)} for title, rows in GROUPS]
    return [{"title": "", "items": [home]}, *(group for group in groups if group["items"])]


def _open_items(request, rows) -> list[dict]:
    return [_item(*row) for row in rows if admin.site.is_shown(_model(row[2]), request)]


def _model(target: str) -> type[Model]:
    return apps.get_model(target.partition(":")[0])


def _item(title: str, icon: str, target: str) -> dict:
    label, _, page = target.partition(":")
    name = f"admin:{label.lower().replace('.', '_')}_{page or 'changelist'}"
    return {"title": title, "icon": icon, "link": reverse_lazy(name), "permission": _already_checked}


def _already_checked(request) -> bool:
    """Unfold asks each item again; `sidebar` has left out what is closed."""
    return True


def admin_places(request: HttpRequest) -> list[NavItem]:
    """管理后台, for whoever may enter it."""
    if not admin.site.has_permission(request):
        return []
    return [
        NavItem("管理后台", reverse("admin:index"), order=30)
    ]  # before the inbox: people land on the first
