"""Import of titles from before this portal (creation_cycle/data/README.md shows the columns).

Every row is checked before any is written, and one wrong row refuses the whole file. The preview makes the
real thing in a transaction that is rolled back, so the stars it shows are those that will be.
"""

from collections.abc import Callable

import tablib
from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import Resource
from import_export.results import RowResult

from core import clock
from core.validators import normalise_code, validate_credit_code, validate_plain_text
from creation_cycle.enums import STAR_LABELS, LegacyStarPolicy
from creation_cycle.models import LegacyImport, Recognition
from creation_cycle.services import legacy, legacy_imports
from creation_cycle.services.legacy import PastTitle
from units.enums import Level
from units.models import Committee, Region, Unit

NAME, LEVEL, STAR, SESSION, YEAR, REGION, SOURCE = COLUMNS = (
    "集体名称", "等级", "星级", "届次", "命名年份", "行政区划代码", "公布来源",
)  # fmt: skip
CODE, PAST_NUMBER = EXTRA_COLUMNS = ("统一社会信用代码", "原证书编号")
"""May be there: the parent's code finds units that are on record, the number of the paper can be verified."""
MAX_ROWS = 1000
FIRST_YEAR = 1994
"""The first 青年文明号 were named in 1994."""

LEVELS = {level.label: level for level in Level} | {
    "国家级": Level.NATIONAL, "省": Level.PROVINCIAL, "市级": Level.CITY, "县级": Level.COUNTY, "区级": Level.COUNTY,
}  # fmt: skip
STARS = {
    word: star for star, label in STAR_LABELS.items() for word in (label, label[:2], str(star), "★" * star)
}


class PastTitleResource(Resource):
    """One row per recognition as it was published."""

    unit_name = Field(column_name=NAME)
    level = Field(column_name=LEVEL)
    star = Field(column_name=STAR)
    session = Field(column_name=SESSION)
    year = Field(column_name=YEAR)
    region = Field(column_name=REGION)
    source = Field(column_name=SOURCE)
    credit_code = Field(column_name=CODE)
    past_number = Field(column_name=PAST_NUMBER)

    class Meta:
        import_id_fields = []
        instance_loader_class = BaseInstanceLoader  # never asked: `import_row` knows what is known
        report_skipped = True

    def __init__(
        self,
        *,
        committee: Committee | None = None,
        policy: str = LegacyStarPolicy.COLLAPSE_TO_ONE,
        keeps: bool = False,
    ):
        """With `keeps` the checked rows are put by for a second person (`self.kept`), and no title is written."""
        super().__init__()
        self.committee, self.policy, self.keeps = committee, LegacyStarPolicy(policy), keeps
        self.checked: list[tuple[int, PastTitle]] = []
        self.kept: LegacyImport | None = None
        self.regions: dict[str, Region] = {}
        self.seen: dict[tuple, int] = {}

    @classmethod
    def get_display_name(cls):
        return "往届称号"

    def get_diff_headers(self):
        return [*COLUMNS, "处理"]

    def before_import(self, dataset: tablib.Dataset, **kwargs):
        """Raises ValidationError when a column is missing or the file is too long for one page.

        The dataset is emptied then, because the engine goes on to its rows.
        """
        dataset.headers = [text_of(header) for header in dataset.headers or ()]
        if fault := _fault_of(dataset):
            dataset.wipe()
            raise ValidationError(fault)
        codes = {text_of(code) for code in dataset[REGION]}
        self.regions = {region.code: region for region in Region.objects.filter(code__in=codes)}
        self.checked = []

    def import_row(self, row, instance_loader, *, row_number, user, **kwargs):
        result = self.get_row_result_class()()
        values = {column: text_of(row.get(column)) for column in (*COLUMNS, *EXTRA_COLUMNS)}
        if not any(values.values()):
            result.import_type = RowResult.IMPORT_TYPE_SKIP
            return result
        try:
            past = self._checked(values, line=row_number + 1, by=user)
        except ValidationError as wrong:
            result.import_type, result.validation_error = RowResult.IMPORT_TYPE_INVALID, wrong
            return result
        self.checked.append((row_number + 1, past))
        if self.keeps:
            result.import_type = RowResult.IMPORT_TYPE_SKIP
        else:
            self._register(past, {column: values[column] for column in COLUMNS}, result, by=user)
        return result

    def after_import(self, dataset, result, *, user, file_name=None, **kwargs):
        """All rows are right: put them by. One that is wrong by now refuses the file (nothing is kept)."""
        if self.keeps and self.checked and not (result.has_errors() or result.has_validation_errors()):
            self.kept = legacy_imports.keep(
                self.checked,
                committee=self.committee,
                policy=self.policy,
                file_name=file_name or "表格",
                by=user,
            )

    def _register(self, past: PastTitle, values: dict[str, str], result: RowResult, *, by) -> None:
        if legacy.is_known(past):
            result.import_type = RowResult.IMPORT_TYPE_SKIP
            result.diff = [*values.values(), "已有登记，跳过"]
            return
        recognition = legacy.register(past, committee=self.committee, policy=self.policy, by=by)
        shown = {**values, STAR: _star_shown(recognition), REGION: f"{past.region.code} {past.region.name}"}
        result.import_type, result.instance = RowResult.IMPORT_TYPE_NEW, recognition.title
        result.diff = [*shown.values(), "新登记"]

    def _checked(self, values: dict[str, str], *, line: int, by) -> PastTitle:
        """The row as a past title; raises ValidationError with one sentence per wrong column."""
        found, wrong = {}, {}
        for column, parse in self._parsers().items():
            try:
                found[column] = parse(values[column])
            except ValidationError as error:
                wrong[column] = error.messages
        if wrong:
            raise ValidationError(wrong)
        past = PastTitle(
            unit_name=found[NAME], level=found[LEVEL], star=found[STAR], session=found[SESSION],
            year=found[YEAR], region=found[REGION], source=found[SOURCE],
            credit_code=found[CODE], past_number=found[PAST_NUMBER],
        )  # fmt: skip
        self._refuse_repeated(past, line)
        _refuse_foreign(past, by)
        if not legacy.is_known(past):
            _refuse_beyond(past, self.committee, by)
        return past

    def _parsers(self) -> dict[str, Callable]:
        return {
            NAME: lambda text: _required(text, 80, validate_plain_text),
            LEVEL: lambda text: _one_of(text, LEVELS, "等级应为全国、省级、地市级、县区级或基层"),
            STAR: lambda text: (
                _one_of(text, STARS, "星级应为一星级、二星级、三星级，未公布时留空") if text else None
            ),
            SESSION: lambda text: _required(text, 80, validate_plain_text),
            YEAR: _year,
            REGION: lambda text: _one_of(text, self.regions, "没有这个行政区划代码"),
            SOURCE: lambda text: _at_most(text, 120),
            CODE: lambda text: validate_credit_code(text) if text else "",
            PAST_NUMBER: lambda text: _at_most(text, 40),
        }

    def _refuse_repeated(self, past: PastTitle, line: int) -> None:
        self._refuse_number(past, line)
        key = (past.unit_name, past.region.pk, past.level, past.session)
        first = self.seen.setdefault(key, line)
        if first != line:
            raise ValidationError({NAME: f"“{past.unit_name}”的这次认定与第 {first} 行重复"})

    def _refuse_number(self, past: PastTitle, line: int) -> None:
        """A number is on one paper: what is verified by it must be one recognition."""
        if not (number := normalise_code(past.past_number)):
            return
        first = self.seen.setdefault(("number", number), line)
        if first != line:
            raise ValidationError({PAST_NUMBER: f"“{past.past_number}”与第 {first} 行重复"})
        taken = Recognition.objects.filter(past_number_key=number).select_related("title__unit").first()
        if taken and not legacy.is_known(past):
            raise ValidationError({PAST_NUMBER: f"“{past.past_number}”已登记给“{taken.title.unit}”"})


def _fault_of(dataset: tablib.Dataset) -> str:
    """What is wrong with the file as a whole; empty when its rows can be read."""
    if missing := [column for column in COLUMNS if column not in dataset.headers]:
        return f"缺少列：{'、'.join(missing)}。标题行应为：{'、'.join(COLUMNS)}。"
    if len(dataset) > MAX_ROWS:
        return f"共 {len(dataset)} 行，一次最多导入 {MAX_ROWS} 行，请分成几个文件。"
    return ""


def text_of(value) -> str:
    """A cell as text: Excel gives years and codes as numbers, sometimes with a decimal."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value).strip()


def _required(text: str, longest: int, validate: Callable) -> str:
    if not text:
        raise ValidationError("不能为空")
    validate(text)
    return _at_most(text, longest)


def _at_most(text: str, longest: int) -> str:
    if len(text) > longest:
        raise ValidationError(f"共 {len(text)} 字，最多 {longest} 字")
    return text


def _one_of(text: str, known: dict, sentence: str):
    if text not in known:
        raise ValidationError(f"“{text}”：{sentence}" if text else f"不能为空：{sentence}")
    return known[text]


def _year(text: str) -> int:
    this_year = clock.today().year
    year = int(text) if text.isascii() and text.isdigit() else 0
    if not FIRST_YEAR <= year <= this_year:
        raise ValidationError(f"“{text}”：年份应在 {FIRST_YEAR} 到 {this_year} 之间")
    return year


def _refuse_foreign(past: PastTitle, by) -> None:
    """A unit that is on record already belongs to its committees; others do not write its titles."""
    unit = Unit.objects.filter(name=past.unit_name, region=past.region).select_related("committee").first()
    if unit and not Unit.objects.visible_to(by).filter(pk=unit.pk).exists():
        raise ValidationError({NAME: f"“{unit}”已由{unit.committee or '其他团组织'}登记，请由其导入"})


def _refuse_beyond(past: PastTitle, committee: Committee, by) -> None:
    """Nobody puts a title on record that is above their committee's level or outside its place.

    System administrators may: they bring in what newspapers printed about everywhere.
    """
    if by.is_superuser:
        return
    ranks = list(Level)
    if ranks.index(past.level) < ranks.index(Level(committee.level)):
        allowed = Level(committee.level).label
        raise ValidationError(
            {LEVEL: f"“{past.level.label}”高于{committee}的层级，只能登记{allowed}及以下的称号"}
        )
    if committee.level != Level.NATIONAL and not past.region.path.startswith(committee.region.path):
        raise ValidationError({REGION: f"“{past.region}”不在{committee}的区划内"})


def _star_shown(recognition: Recognition) -> str:
    return recognition.get_star_display() + ("（推定）" if recognition.is_star_assumed else "")
