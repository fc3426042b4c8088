"""Forms on paper: one layout and one set of values in three files, and a committee's own template."""

import io
import zipfile
from datetime import timedelta
from decimal import Decimal

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as WordFile
from openpyxl import load_workbook

from core.models import AccessRecord
from creation_cycle.models import Candidacy
from tests.workspace.duties_world import make_duty
from tests.workspace.records import make_work
from workspace.documents import docx, kinds, pdf, xlsx
from workspace.documents.forms.agreement import values_of
from workspace.documents.layout import Layout, Paragraphs, Passage, Row, Signatures, Table, opinions_table
from workspace.documents.render import document
from workspace.models import DocumentTemplate, Duty

LAYOUT = Layout(
    "示例表",
    (
        Row(("集体名称", "所属单位")),
        Row(("地址",)),
        Passage("说明"),
        Table("项目", ("名称", "得分"), (70, 30)),
        Paragraphs("约定", ("甲方{集体名称}同意。",)),
        opinions_table(),
        Signatures(("甲方", "乙方")),
    ),
)
VALUES = {
    "集体名称": "<b>一&二</b> 䶮",
    "所属单位": "某局",
    "地址": "=HYPERLINK(1)",
    "说明": "第一行\n第二行",
    "项目": [{"名称": "甲", "得分": "3"}, {"名称": "乙<", "得分": ""}],
    "各级意见": [{"环节": "推荐", "意见": "同意", "办理人": "张某", "日期": "2026年1月1日"}],
}


def words_of(content: bytes) -> str:
    word = WordFile(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in word.paragraphs)])


def template_of(text: str) -> bytes:
    word, file = WordFile(), io.BytesIO()
    word.add_paragraph(text)
    word.save(file)
    return file.getvalue()


def package(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def damaged() -> bytes:
    """A good document with one compressed byte run overwritten."""
    whole = bytearray(template_of("示例"))
    start = whole.index(b"[Content_Types].xml") + len(b"[Content_Types].xml")
    whole[start : start + 60] = b"\xff" * 60
    return bytes(whole)


def test_word_holds_every_value_as_it_was_typed():
    words = words_of(docx.fill(docx.make_template(LAYOUT), VALUES))

    for text in (
        "<b>一&二</b> 䶮",
        "某局",
        "=HYPERLINK(1)",
        "第一行\n第二行",
        "甲",
        "乙<",
        "张某",
        "2026年1月1日",
    ):
        assert text in words
    assert "{" not in words


def test_word_is_not_split_by_an_empty_table():
    words = words_of(docx.fill(docx.make_template(LAYOUT), {**VALUES, "项目": []}))

    assert "名称" in words
    assert "{" not in words


def test_pdf_holds_every_value_and_no_markup_is_taken_from_it():
    pages = pypdfium2.PdfDocument(pdf.write(LAYOUT, VALUES))
    text = "".join("".join(page.get_textpage().get_text_range().split()) for page in pages)

    for part in ("示例表", "<b>一&二</b>", "某局", "第一行", "第二行", "乙<", "张某", "甲方<b>一&二</b>"):
        assert part in text


def test_sheet_holds_every_value_and_no_formula():
    sheet = load_workbook(io.BytesIO(xlsx.write(LAYOUT, VALUES))).active
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row if cell.value}

    assert {"示例表", "某局", "第一行\n第二行", "乙<", "张某", "'=HYPERLINK(1)"} <= set(cells)
    assert set(cells.values()) == {"s"}


@pytest.mark.parametrize(
    "columns",
    [("一",), ("一", "二", "三"), tuple("一二三四五六"), tuple("一二三四五六七八")],
    ids=len,
)
def test_tables_of_any_width_fit_into_a_sheet(columns):
    widths = tuple([100 // len(columns)] * len(columns))
    layout = Layout("表", (Table("行", columns, widths),))
    rows = [{column: f"{column}1" for column in columns}]
    sheet = load_workbook(io.BytesIO(xlsx.write(layout, {"行": rows}))).active

    found = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert found == ["表", "行", *columns, *rows[0].values()]


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        (b"%PDF-1.7", "这不是 Word 文档"),
        (template_of("{{ 没有的内容 }}"), "“没有的内容”"),
        (template_of("{% for 行 in 项目 %}"), "占位符写法有误"),
        (template_of("{{ 集体名称 "), "占位符写法有误"),
        (template_of("{{ ''.__class__.__mro__ }}"), "占位符|没有的内容"),
        (template_of("{% for i in range(99999) %}x{% endfor %}"), "按表格的各行"),
        (template_of("{% for a in 项目 %}{% for b in 项目 %}x{% endfor %}{% endfor %}"), "不能再有循环"),
        (template_of("{{ 1/0 }}"), "不能计算"),
        (template_of("{{ 9**9**9 }}"), "不能计算"),
        (template_of("{{ 集体名称|center(999999999) }}"), "不能计算或调用函数"),
        (package(**{"word/document.xml": b"<a/>"}), "已损坏"),
        (package(**{"word/document.xml": b"<", "[Content_Types].xml": b"<"}), "已损坏"),
        (damaged(), "已损坏"),
        (b"x" * (docx.MAX_BYTES + 1), "超过 2 MB"),
    ],
    ids=[
        "pdf",
        "unknown",
        "open loop",
        "open braces",
        "escape",
        "endless",
        "nested",
        "arithmetic",
        "power",
        "function",
        "no types",
        "no XML",
        "damaged",
        "large",
    ],
)
def test_a_template_that_cannot_serve_is_refused_with_a_sentence(template, sentence):
    with pytest.raises(docx.TemplateRefused, match=sentence):
        docx.check(template, LAYOUT)


def test_macros_and_bombs_are_refused():
    good = docx.make_template(LAYOUT)
    for name, content, sentence in (
        ("word/vbaProject.bin", b"x", "宏"),
        ("word/media/a.png", bytes(docx.MAX_UNPACKED), "过大"),
    ):
        file = io.BytesIO(good)
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
            package.writestr(name, content)
        with pytest.raises(docx.TemplateRefused, match=sentence):
            docx.check(file.getvalue(), LAYOUT)


@pytest.mark.django_db
@pytest.mark.parametrize("key", [key for key, _ in kinds.choices()])
def test_every_form_of_the_portal_makes_its_own_template(key):
    docx.check(docx.make_template(kinds.kind(key).layout), kinds.kind(key).layout)


class TestCandidacyForms:
    @pytest.fixture
    def candidacy(self, journey):
        return journey.candidacy("applied")

    @pytest.mark.parametrize("kind", ["filing", "application", "self_assessment"])
    @pytest.mark.parametrize("suffix", ["pdf", "docx", "xlsx"])
    def test_the_captain_gets_every_form_in_every_format(self, client, journey, candidacy, kind, suffix):
        client.force_login(journey.captain)
        answer = client.get(reverse("creation_cycle:document", args=[candidacy.pk, kind, suffix]))

        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        assert len(answer.content) > 2000

    def test_the_filing_form_says_who_recommended_and_filed_when(self, journey, candidacy):
        words = words_of(document(kinds.kind("filing"), candidacy, "docx", committee=None, name="x").content)

        for text in (journey.unit.name, journey.recommender.name, journey.officer.name, "组委会备案"):
            assert text in words
        assert candidacy.filing_number in words

    def test_the_application_says_what_the_unit_aims_at(self, candidacy):
        candidacy.goal = "两年内窗口零投诉"
        application = document(kinds.kind("application"), candidacy, "docx", committee=None, name="x")

        assert "两年内窗口零投诉" in words_of(application.content)

    def test_the_application_counts_the_characters_of_the_story(self, candidacy):
        words = words_of(
            document(kinds.kind("application"), candidacy, "docx", committee=None, name="x").content
        )

        assert f"{len(candidacy.story)} 字（建议 1300—1700 字）" in words

    def words(self, kind: str, candidacy) -> str:
        return words_of(document(kinds.kind(kind), candidacy, "docx", committee=None, name="x").content)

    @pytest.mark.parametrize("kind", ["filing", "application"])
    def test_the_captains_phone_is_what_the_unit_says_else_that_of_the_account(
        self, journey, candidacy, kind
    ):
        journey.captain.phone = "13800001111"
        journey.captain.save()
        assert "13800001111" in self.words(kind, candidacy)
        journey.unit.captain_phone = "0760-88112233"
        journey.unit.save()
        assert "0760-88112233" in self.words(kind, Candidacy.objects.get(pk=candidacy.pk))

    def test_the_filing_form_ends_with_the_filing_and_states_thresholds(self, candidacy):
        words = self.words("filing", candidacy)
        assert "组委会备案" in words
        assert "申请达标考核" not in words
        snapshot = candidacy.roster_snapshot
        assert [found["required"] for found in snapshot.findings if found["required"] not in words] == []

    def test_works_of_the_year_in_which_the_cycle_began_stand_on_the_application(self, journey, candidacy):
        first = candidacy.cycle.filing_opens_on.replace(month=1, day=1)
        work = make_work(
            journey.unit,
            journey.captain,
            name="年初的作品",
            submitted_on=first,
            benefit_amount=Decimal("3800.50"),
        )
        make_work(journey.unit, journey.captain, name="太早的作品", submitted_on=first - timedelta(days=400))
        words = self.words("application", candidacy)
        assert work.name in words
        assert "3,800.50 元" in words
        assert "太早的作品" not in words

    def test_the_application_has_room_for_what_nobody_is_asked_for(self, candidacy):
        words = self.words("application", candidacy)
        assert [
            label for label in ("主要业绩", "获奖情况", "创建特色", "团建情况") if label not in words
        ] == []

    def test_the_first_paragraph_of_the_story_is_indented_like_the_others(self, client, journey):
        candidacy = journey.candidacy("creating")
        client.force_login(journey.captain)
        story = "　　第一段。\n　　第二段。"
        client.post(reverse("creation_cycle:story", args=[candidacy.pk]), {"story": f"\r\n{story}\r\n "})
        candidacy = Candidacy.objects.get(pk=candidacy.pk)
        assert candidacy.story == story
        assert "　　第一段。" in self.words("application", candidacy)

    def test_strangers_find_nothing(self, client, journey, candidacy):
        client.force_login(journey.another_team()["captain"])

        assert client.get(reverse("creation_cycle:documents", args=[candidacy.pk])).status_code == 404
        for kind in ("filing", "nothing"):
            address = reverse("creation_cycle:document", args=[candidacy.pk, kind, "pdf"])
            assert client.get(address).status_code == 404

    def test_staff_in_scope_get_it_and_that_is_noted(self, client, journey, candidacy):
        client.force_login(journey.auditor)
        address = reverse("creation_cycle:document", args=[candidacy.pk, "filing", "pdf"])

        assert client.get(address).status_code == 200
        assert AccessRecord.objects.filter(user=journey.auditor, record_id=candidacy.pk).count() == 1

    def test_an_unknown_format_is_nothing(self, client, journey, candidacy):
        client.force_login(journey.captain)
        address = reverse("creation_cycle:document", args=[candidacy.pk, "filing", "exe"])
        assert client.get(address).status_code == 404


class TestCommitteeTemplates:
    def upload(self, committee, text: str, **values) -> DocumentTemplate:
        file = SimpleUploadedFile("x.docx", template_of(text))
        return DocumentTemplate.objects.create(committee=committee, kind="filing", file=file, **values)

    def words(self, candidacy) -> str:
        made = document(
            kinds.kind("filing"), candidacy, "docx", committee=candidacy.cycle.committee, name="x"
        )
        return words_of(made.content)

    def test_the_nearest_active_template_counts(self, journey):
        candidacy = journey.candidacy()
        self.upload(journey.province, "省模板 {{ 集体名称 }}")
        assert "省模板" in self.words(candidacy)

        own = self.upload(journey.city, "市模板 {{ 集体名称 }}")
        assert f"市模板 {journey.unit.name}" in self.words(candidacy)

        DocumentTemplate.objects.filter(pk=own.pk).update(is_active=False)
        assert "省模板" in self.words(candidacy)

    def test_a_template_below_does_not_bind_the_committee_above(self, journey):
        candidacy = journey.candidacy()
        self.upload(journey.county, "街道模板")

        assert "街道模板" not in self.words(candidacy)

    def test_an_officer_uploads_one_and_a_faulty_one_is_refused_at_the_field(self, client, journey):
        client.force_login(journey.officer)
        address = reverse("admin:workspace_documenttemplate_add")
        data = {"committee": journey.city.pk, "kind": "filing", "is_active": "on"}

        faulty = SimpleUploadedFile("a.docx", template_of("{{ 没有的内容 }}"))
        answer = client.post(address, {**data, "file": faulty})
        assert "“没有的内容”" in str(answer.context["adminform"].form.errors["file"])
        assert not DocumentTemplate.objects.exists()

        good = SimpleUploadedFile("a.docx", template_of("自有 {{ 集体名称 }}"))
        assert client.post(address, {**data, "file": good}).status_code == 302
        assert DocumentTemplate.objects.get().committee == journey.city

    def test_the_shipped_template_can_be_taken_and_handed_in_again(self, client, journey):
        client.force_login(journey.officer)
        answer = client.get(reverse("admin:workspace_documenttemplate_shipped", args=["filing"]))

        docx.check(answer.content, kinds.kind("filing").layout)


@pytest.mark.django_db
def test_the_agreement_asks_for_as_many_sessions_as_the_unit_owes(journey):
    pairing = journey.unit.youth_homes.get()
    assert values_of(pairing)["最少场次"] == "4"
    for period, target, sessions in (("year", 6, "6"), ("half_year", 3, "6"), ("cycle", 9, "5")):
        Duty.objects.all().delete()
        make_duty("d4", counter="youth_home_sessions", period=period, target=target)
        assert (values_of(pairing)["最少场次"], values_of(pairing)["年度志愿服务场次"]) == (
            sessions,
            f"不少于 {sessions} 场次",
        )


@pytest.mark.django_db
def test_where_a_template_fails_one_stays_at_the_own_page(client, journey):
    pairing = journey.unit.youth_homes.get()
    DocumentTemplate.objects.create(
        committee=journey.county,
        kind="agreement",
        file=SimpleUploadedFile("t.docx", template_of("{{ 没有 }}")),
    )
    client.force_login(journey.captain)
    answer = client.get(reverse("workspace:agreement", args=[journey.unit.pk, pairing.pk, "docx"]))
    assert answer.url == reverse("creation_cycle:unit", args=[journey.unit.pk])
