"""The demo's pool of reviewers, and two public draws: one that was held, and one that is announced."""

from datetime import timedelta

from core import clock
from core.lifecycle import perform
from core.services import ledger
from demo.people import make_person
from demo.story import Cast, days_from_now
from reviews.models import Draw, Reviewer, Round
from reviews.services.draws import announce
from units.models import Affiliation, Committee, Employer, Industry, Region

POOL = {
    # username: (name, employer, branch, industries, town, most units, remark)
    "reviewer": (
        "周评",
        "示例评审专家库",
        "",
        ("tax", "finance", "government-hall"),
        "442000001",
        20,
        "窗口服务",
    ),
    "reviewer2": (
        "吴审",
        "示例评审专家库",
        "",
        ("health", "public-security", "court"),
        "442000002",
        20,
        "公共服务",
    ),
    "reviewer3": ("郑核", "示例评审专家库", "", (), "", 15, ""),
    "reviewer4": (
        "钱衡",
        "示例电力研究院",
        "第一团支部",
        ("power", "industrial"),
        "442000004",
        10,
        "班组建设",
    ),
    "reviewer5": ("孙度", "示例交通职业学院", "教师团支部", ("transport", "post"), "442000003", 10, ""),
    "reviewer6": ("李量", "示例文化研究中心", "", ("culture-tourism", "telecom"), "442000005", 6, "公共文化"),
}
SOURCE = "抽签当日示例气象站 12 时公布的气温、湿度和气压（演示）"


def make_pool(city: Committee, cast: Cast) -> None:
    """Six people; where they work was known before or is put down with their entry."""
    for username, (name, employer, branch, industries, town, most, remark) in POOL.items():
        user = cast.people.get(username) or make_person(username, name)
        works_at, _ = Employer.objects.get_or_create(name=employer)
        Affiliation.objects.update_or_create(
            user=user, defaults={"employer": works_at, "league_branch": branch}
        )
        entry = Reviewer.objects.create(
            committee=city,
            user=user,
            most_units=most,
            remark=remark,
            region=Region.objects.filter(code=town).first(),
        )
        entry.expertise.set(Industry.objects.filter(code__in=industries))
        ledger.append_creation(entry, by=cast["officer"])


def hold_draws(round_: Round, cast: Cast) -> None:
    """The order of the papers was drawn two days ago; that of the defences will be drawn in four days."""
    with days_from_now(-4):
        papers = _announce(round_, "第三次达标考核材料审核顺序", 1, cast)
    with days_from_now(-2):
        perform(papers, "draw", by=cast["officer"], public_value="21.4 68 1013.2")
    with days_from_now(-1):
        _announce(round_, "第三次达标考核现场答辩顺序", 5, cast)


def _announce(round_: Round, title: str, days: int, cast: Cast) -> Draw:
    day = clock.today() + timedelta(days=days)
    return announce(Draw(round=round_, title=title, public_source=SOURCE, draws_on=day), by=cast["officer"])
