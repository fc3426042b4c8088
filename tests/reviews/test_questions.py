"""The question bank: what makes a question sound, and a table that is taken as a whole or not at all."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from core.spreadsheets import UnreadableSpreadsheet
from reviews.models import Question
from reviews.question_texts import TRUTH, Unsound, Written, answer_letters, options_in, written
from reviews.resources import questions as tables
from tests import factories as make
from tests.journey import Journey
from tests.reviews.quiz_world import make_bank

HEAD = ["题型", "题目", "选项A", "选项B", "选项C", "答案", "依据"]
ROWS = [
    ["单选题", "号长年龄一般不超过多少周岁？", "35", "40", "45", "B", "重庆某区通知 一(二)2"],
    ["多选", "下列哪些属于“五小”？", "小发明", "小革新", "小买卖", "A、B", ""],
    ["判断题", "逐级创建，逐级评选。", "", "", "", "√", "中山市实施意见 四(二)"],
]


def xlsx(*rows) -> bytes:
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def test_a_table_is_read():
    reading = tables.read(xlsx(["2026年题库"], HEAD, *ROWS))
    assert reading.faults == []
    assert reading.questions == {
        3: Written("single", ROWS[0][1], ("35", "40", "45"), (1,), "重庆某区通知 一(二)2"),
        4: Written("multiple", ROWS[1][1], ("小发明", "小革新", "小买卖"), (0, 1)),
        5: Written("true_false", ROWS[2][1], TRUTH, (0,), "中山市实施意见 四(二)"),
    }


def test_the_heads_of_offices_and_a_csv_are_read():
    text = "试题,选项,正确答案\n星级最多几星？,A．一星\nB．二星\nC．三星,C\n".replace(
        "A．一星\nB．二星\nC．三星", '"A．一星\nB．二星\nC．三星"'
    )
    [question] = tables.read(text.encode("gb18030")).questions.values()
    assert question == Written("single", "星级最多几星？", ("一星", "二星", "三星"), (2,))


def test_what_is_written_is_read_back():
    book = [
        *tables.SAMPLES,
        Written("single", "+1", ("甲", "乙", "-1", "@x", "戊", "己", "庚", "辛"), (7,), "-x"),
    ]
    assert list(tables.read(tables.write(book).getvalue()).questions.values()) == book


def test_no_text_becomes_a_formula():
    sheet = load_workbook(tables.write([Written("single", "=1+1", ("=SUM(A1)", "乙"), (0,), "=x")])).active
    assert {cell.data_type for row in sheet for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize(
    ("row", "column", "value", "reason"),
    [
        (["填空题", "题", "甲", "乙", "", "A", ""], "题型", "填空题", "题型应为单选题、多选题或判断题"),
        (["单选题", "", "甲", "乙", "", "A", ""], "题目", "", "不能为空"),
        (["单选题", "题" * 301, "甲", "乙", "", "A", ""], "题目", "题" * 301, "共 301 字，最多 300 字"),
        (["单选题", "题", "甲", "", "", "A", ""], "选项", "甲", "有 1 个选项，应为 2 到 8 个"),
        (["单选题", "题", "甲", "", "丙", "A", ""], "选项", "甲；丙", "选项 B 为空"),
        (["单选题", "题", "甲", "甲 ", "丙", "A", ""], "选项", "甲；甲；丙", "选项重复"),
        (
            ["单选题", "题", "甲", "乙", "以上都对", "C", ""], "选项", "甲；乙；以上都对",
            "选项的顺序每卷不同，不能写“以上都对”或“A和B”",
        ),
        (["单选题", "题", "甲", "乙", "", "C", ""], "答案", "C", "没有选项 C，答案应为 AB 中的字母"),
        (["单选题", "题", "甲", "乙", "", "甲", ""], "答案", "甲", "没有选项 甲，答案应为 AB 中的字母"),
        (["单选题", "题", "甲", "乙", "", "AB", ""], "答案", "AB", "单选题只能有一个答案"),
        (["多选题", "题", "甲", "乙", "", "A", ""], "答案", "A", "多选题至少有两个答案"),
        (["多选题", "题", "甲", "乙", "", "A A", ""], "答案", "A A", "答案中有重复的字母"),
        (["单选题", "题", "甲", "乙", "", "", ""], "答案", "", "不能为空"),
        (["判断题", "题", "", "", "", "也许", ""], "答案", "也许", "判断题的答案应为“正确”或“错误”"),
        (["判断题", "题", "甲", "乙", "", "A", ""], "选项", "甲；乙", "判断题不需要选项，或只写“正确”和“错误”"),
        (["单选题", "题", "甲", "乙", "", "A", "条" * 121], "依据", "条" * 121, "共 121 字，最多 120 字"),
        (["单选题", "题", "#REF!", "乙", "", "A", ""], "选项", "#REF!；乙", "单元格是错误值，或没有结果的公式"),
        (ROWS[0], "题目", ROWS[0][1], "与第 2 行重复"),
    ],
)  # fmt: skip
def test_a_bad_row_says_row_column_value_and_reason(row, column, value, reason):
    [fault] = tables.read(xlsx(HEAD, ROWS[0], row)).faults
    assert (fault.row, fault.column, fault.value, fault.reason) == (3, column, value, reason)


def test_a_question_may_be_wrong_in_several_places():
    with pytest.raises(Unsound) as unsound:
        written(kind="单选题", text="", options=["甲"], answer="C")
    assert sorted(unsound.value.reasons) == ["answer", "options", "text"]


@pytest.mark.parametrize(
    ("answer", "options", "right"), [("错", (), 1), ("TRUE", (), 0), ("A", ("错误", "正确"), 1)]
)
def test_true_and_false_in_many_words(answer, options, right):
    assert written(kind="判断题", text="题", options=options, answer=answer).answer == (right,)


def test_letters_before_options_are_cut_only_when_they_count():
    assert options_in("A. 甲\nb、乙") == ["甲", "乙"]
    assert options_in("C. 甲\nA. 乙") == ["C. 甲", "A. 乙"]
    assert answer_letters("multiple", [0, 2]) == "AC"


@pytest.mark.parametrize("content", [b"%PDF-1.7", "一,二\n三,四".encode(), "题目,答案\n".encode()])
def test_what_is_no_bank_is_refused(content):
    with pytest.raises(UnreadableSpreadsheet):
        tables.read(content)


@pytest.fixture
def journey(db) -> Journey:
    return Journey()


@pytest.fixture
def officer(client, journey):
    client.force_login(journey.officer)
    return client


def preview(officer, content: bytes, committee):
    file = SimpleUploadedFile("题库.xlsx", content)
    return officer.post(reverse("admin:reviews_question_import"), {"committee": committee.pk, "file": file})


def confirm(officer, page):
    content = page.context["confirm"]["content"].value()
    return officer.post(reverse("admin:reviews_question_import_confirm"), {"content": content}, follow=True)


def test_an_import_is_previewed_then_written_then_known(officer, journey):
    page = preview(officer, xlsx(HEAD, *ROWS), journey.city)
    assert "预览：新增 3 题，更新 0 题" in page.content.decode()
    assert not Question.objects.exists()
    assert "新增 3 题" in confirm(officer, page).content.decode()
    assert [question.answer for question in Question.objects.order_by("pk")] == [[1], [0, 1], [0]]
    changed = [*ROWS[0][:5], "C", ""]
    page = preview(officer, xlsx(HEAD, changed, *ROWS[1:]), journey.city)
    assert "新增 0 题，更新 1 题" in page.content.decode()
    confirm(officer, page)
    first = Question.objects.earliest("pk")
    assert (Question.objects.count(), first.answer, first.clause) == (3, [2], "")
    assert "完全相同" in preview(officer, xlsx(HEAD, changed, *ROWS[1:]), journey.city).content.decode()


def test_one_bad_row_and_nothing_is_offered(officer, journey):
    page = preview(officer, xlsx(HEAD, *ROWS, ["单选题", "题", "甲", "乙", "", "D", ""]), journey.city)
    assert "第 5 行" in page.content.decode()
    assert "confirm" not in page.context


def test_a_preview_is_nobody_elses_and_cannot_be_altered(officer, journey, client):
    page = preview(officer, xlsx(HEAD, *ROWS), journey.city)
    content = page.context["confirm"]["content"].value()
    address = reverse("admin:reviews_question_import_confirm")
    officer.post(address, {"content": content[:-3] + "abc"})
    client.force_login(make.make_officer(journey.city))
    assert "预览已失效" in client.post(address, {"content": content}, follow=True).content.decode()
    assert not Question.objects.exists()


def test_a_bank_is_downloaded_and_the_template_can_be_imported(officer, journey):
    make_bank(journey.city, 3)
    make_bank(make.make_committee("别市团委", "city", parent=journey.province), 2)
    file = b"".join(officer.get(reverse("admin:reviews_question_xlsx_list")).streaming_content)
    assert len(tables.read(file).questions) == 3
    template = b"".join(officer.get(reverse("admin:reviews_question_template")).streaming_content)
    assert "新增 3 题" in preview(officer, template, journey.city).content.decode()


def test_a_question_is_written_in_the_form(officer, journey):
    given = {"committee": journey.city.pk, "kind": "multiple", "text": "题", "clause": "", "is_active": "on"}
    add = reverse("admin:reviews_question_add")
    page = officer.post(add, {**given, "options_text": "甲\n乙\n丙", "answer_text": "A"})
    assert "多选题至少有两个答案" in page.content.decode()
    officer.post(add, {**given, "options_text": "A. 甲\nB. 乙\nC. 丙", "answer_text": "a,c"})
    question = Question.objects.get()
    assert (question.options, question.answer) == (["甲", "乙", "丙"], [0, 2])
    assert question.pk
    page = officer.post(add, {**given, "options_text": "甲\n乙", "answer_text": "AB"})
    assert "题库中已有同样的题目" in page.content.decode()
    change = reverse("admin:reviews_question_change", args=[question.pk])
    assert "甲\n乙\n丙" in officer.get(change).content.decode()


def test_who_only_reads_sees_the_answer_and_changes_nothing(client, journey):
    [question] = make_bank(journey.city, 1)
    client.force_login(journey.auditor)
    text = client.get(reverse("admin:reviews_question_change", args=[question.pk])).content.decode()
    assert "A. 错的一项　B. 对的一项" in text
    assert client.get(reverse("admin:reviews_question_import")).status_code == 403
