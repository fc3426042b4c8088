"""Levels, roles and kinds of the league's own world."""

from django.db import models


class Level(models.TextChoices):
    """Title and committee levels, highest first (S1 二.2: at least 全国、省、地市)."""

    NATIONAL = "national", "全国"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "地市级"
    COUNTY = "county", "县区级"
    GRASSROOTS = "grassroots", "基层"

    def lower(self) -> "Level | None":
        """The level whose title must be held first; step-by-step creation starts at 地市级."""
        return {Level.NATIONAL: Level.PROVINCIAL, Level.PROVINCIAL: Level.CITY}.get(self)

    def upper(self) -> "Level | None":
        """The level that a title of this one leads to."""
        return next((level for level in Level if level.lower() == self), None)


class CommitteeKind(models.TextChoices):
    TERRITORIAL = "territorial", "地方"
    SYSTEM = "system", "行业系统"


class OfficeRole(models.TextChoices):
    """What a person does at a committee."""

    OFFICER = "officer", "管理员"
    APPROVER = "approver", "审批人"
    CREDIT = "credit", "信用管理员"
    VOLUNTEER = "volunteer", "志愿服务管理员"
    AUDITOR = "auditor", "审计员"


class UnitRole(models.TextChoices):
    """What a person does for a unit in this portal."""

    CAPTAIN = "captain", "号长"
    DEPUTY = "deputy", "副号长"
    FILLER = "filler", "填报员"


class RegionLevel(models.TextChoices):
    PROVINCE = "province", "省级"
    CITY = "city", "地级"
    COUNTY = "county", "县级"
    TOWN = "town", "镇街"


class EmployerNature(models.TextChoices):
    """单位性质 (domain.md §5.1)."""

    GOVERNMENT = "government", "机关"
    INSTITUTION = "institution", "事业单位"
    STATE_OWNED = "state_owned", "国有企业"
    NON_PUBLIC = "non_public", "非公有制经济组织"
    SOCIAL = "social", "社会组织"


class Sex(models.TextChoices):
    FEMALE = "female", "女"
    MALE = "male", "男"


class PoliticalStatus(models.TextChoices):
    """政治面貌, as far as the sources count it."""

    PARTY = "party", "中共党员"
    LEAGUE = "league", "共青团员"
    MASSES = "masses", "群众"
    OTHER = "other", "其他"


class RosterImportState(models.TextChoices):
    """A roster import: shown, written, taken back."""

    PREVIEWED = "previewed", "待确认"
    CONFIRMED = "confirmed", "已导入"
    UNDONE = "undone", "已撤销"

    @property
    def tone(self) -> str:
        return {"previewed": "wait", "confirmed": "ok"}.get(self, "idle")


class ImportMode(models.TextChoices):
    """What an import does to people who are on the roster already. Nobody is ever removed."""

    FILL = "fill", "补全已有成员的空白项，新增其他成员"
    OVERWRITE = "overwrite", "用表格内容更新已有成员，新增其他成员"
    ADD_ONLY = "add_only", "只新增，不改动已有成员"


class LookalikePolicy(models.TextChoices):
    """What becomes of a row with the name and birth date of somebody else, and no number to tell them apart."""

    SAME = "same", "视为同一人"
    SKIP = "skip", "跳过这些行"
    OTHER = "other", "视为另一人，新增"
