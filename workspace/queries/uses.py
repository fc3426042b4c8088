"""Where one record counts, so that its keeper sees that it was entered once for all of them."""

from workspace import readers
from workspace.models import Activity


def uses_of(activity: Activity) -> list[str]:
    """自评 2 处, 创建任务 1 项, 2026 年年度报告, …: one short phrase for each place."""
    items = activity.self_assessment_entries.order_by().values("item").distinct().count()
    duties = len(activity.duties.all())
    counted = [
        ("自评", items, "处"),
        ("创建任务", duties, "项"),
        ("青少年之家志愿服务", Activity.objects.youth_home_sessions().filter(pk=activity.pk).count(), "场"),
        ("五小创新", activity.innovations.kept().count(), "项"),
        ("关爱记录", activity.care_visits.kept().count(), "次"),
    ]
    found = [f"{name} {count} {unit}" for name, count, unit in counted if count]
    found.append(f"{activity.day.year} 年年度报告")
    return [*found, "荣誉榜集体页面"] if activity.is_public and _has_public_page(activity) else found


def _has_public_page(activity: Activity) -> bool:
    own = Activity.objects.filter(pk=activity.pk)
    return own.filter(readers.on_public_pages()).exists()
