"""创建日志 as pages read it: one unit's records, who may read one, what is a second one of the same."""

import unicodedata
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from core import clock
from units.models import Unit
from workspace import readers
from workspace.models import Activity, ActivityFile, ActivityType, Duty

LOG_ORDER = ("day", "pk")
LOG_SIZE = 20
PLACES_OFFERED = 12
SECOND_CLICK = timedelta(seconds=30)


def log_of(unit: Unit) -> QuerySet[Activity]:
    """The unit's records, newest first, with what a list shows of each."""
    files = Prefetch("files", ActivityFile.objects.order_by("pk"))
    rows = unit.activities.kept().select_related("activity_type", "youth_home")
    return rows.prefetch_related(files, "duties").order_by("-day", "-pk")


def matching(
    rows: QuerySet[Activity], *, q: str = "", activity_type: ActivityType | None = None, year: int | None = None,
    duty: Duty | None = None, public: bool = False,
) -> QuerySet[Activity]:  # fmt: skip
    """Records that meet every filter given. Each word of `q` is part of the theme."""
    for word in q.split():
        rows = rows.filter(theme__icontains=word)
    wanted = {
        "activity_type": activity_type,
        "day__range": year and (date(year, 1, 1), date(year, 12, 31)),
        "duties": duty,
        "is_public": public,
    }
    return rows.filter(**{column: value for column, value in wanted.items() if value})


def readable_by(user) -> QuerySet[Activity]:
    """Own and overseen records, and those of units that a house above registered for this reader."""
    kept = Activity.objects.kept()
    own = Activity.objects.visible_to(user).values("pk")
    return kept.filter(pk__in=own) | kept.filter(readers.read_by(user))


def files_shown_to(user) -> QuerySet[ActivityFile]:
    """Files of readable records, and of public records of units that have a public page."""
    public = Activity.objects.public().filter(readers.on_public_pages())
    files = ActivityFile.objects.filter(activity__in=public.values("pk"))
    if user.is_authenticated:
        files |= ActivityFile.objects.filter(activity__in=readable_by(user).values("pk"))
    return files


def public_log(unit: Unit) -> QuerySet[Activity]:
    """What the unit's public page shows, newest first; `photos` are those that are ready to be shown."""
    photos = Prefetch("files", ActivityFile.objects.exclude(thumbnail="").order_by("pk"), to_attr="photos")
    rows = unit.activities.public().select_related("activity_type")
    return rows.prefetch_related(photos).order_by("-day", "-pk")


def years_of(unit: Unit) -> list[int]:
    """Years that have records, and the present one, newest first."""
    days = unit.activities.kept().order_by().dates("day", "year")
    return sorted({clock.today().year, *(day.year for day in days)}, reverse=True)


def used_places(unit: Unit) -> list[str]:
    """Places of the newest records, each once, to choose from."""
    recent = unit.activities.kept().exclude(place="").order_by("-day", "-pk").values_list("place", flat=True)
    return list(dict.fromkeys(recent[:100]))[:PLACES_OFFERED]


def normalised(theme: str) -> str:
    """A theme without what people write differently: width, case, spaces, punctuation."""
    plain = unicodedata.normalize("NFKC", theme).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "CPSZ")


def same_day_same_theme(
    unit: Unit, *, day: date, activity_type: ActivityType, theme: str, besides: int | None = None
) -> list[Activity]:
    """Records that say the same already; `besides` is the one that is being edited."""
    rows = unit.activities.kept().filter(day=day, activity_type=activity_type).exclude(pk=besides)
    wanted = normalised(theme) or theme.strip()
    return [row for row in rows if (normalised(row.theme) or row.theme.strip()) == wanted]


def just_recorded(unit: Unit, *, by, **facts) -> Activity | None:
    """What the same person saved a moment ago with exactly these facts: the button was pressed twice."""
    since = clock.now() - SECOND_CLICK
    rows = unit.activities.kept().filter(created_by=by, created_at__gte=since, **facts)
    return rows.order_by("pk").first()
