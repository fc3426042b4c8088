"""A text about people in need holds no number that leads to them, however it is typed."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from workspace.validators import refuse_personal_numbers


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("身份证11010519491231002X", "identity_number"),
        ("身份证 110105 19491231 002x。", "identity_number"),
        ("１１０１０５１９４９１２３１００２Ｘ", "identity_number"),
        ("110105-19491231-0021", "identity_number"),
        ("110105194912310020", "identity_number"),
        ("一代证110105491231002", "identity_number"),
        ("11010519491231\u200b002X", "identity_number"),
        ("电话13812345678", "phone"),
        ("138-1234-5678", "phone"),
        ("138 1234 5678", "phone"),
        ("+86 13812345678", "phone"),
        ("１３８１２３４５６７８", "phone"),
        ("①③⑧①②③④⑤⑥⑦⑧", "phone"),
        ("1٣٨١٢٣٤٥٦٧٨", "phone"),
        ("13 800 138 000", "phone"),
        ("138.0013.8000", "phone"),
        ("138   0013   8000", "phone"),
        ("一三八零零一三八零零零", "phone"),
        ("幺叁捌〇〇壹三八〇〇〇", "phone"),
        ("110105,19491231,002X", "identity_number"),
        ("110105/19491231/002X", "identity_number"),
        ("一代证110105 491231 002", "identity_number"),
        ("6222.0212.3456.7890.123", "bank_card"),
        ("0760-88123456", "phone"),
        ("（0760）88123456", "phone"),
        ("010 65123456", "phone"),
        ("卡号6222021234567890123", "bank_card"),
        ("6222 0212 3456 7890 123", "bank_card"),
        ("4111-1111-1111-1111", "bank_card"),
    ],
)
def test_numbers_of_people_are_refused(text, code):
    with pytest.raises(ValidationError) as refused:
        refuse_personal_numbers(text)
    assert refused.value.code == code
    assert "家庭-01" in refused.value.messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "家庭-01：送去米面油和学习用品，陪孩子写作业 2 小时。",
        "2026年3月5日至2026年4月5日，每周一次",
        "2026-03-05 2026-04-05 两次",
        "20260305",
        "筹款 12,345.60 元，采购书本 120 册",
        "拨打12355青少年服务台求助",
        "订单 1234567890123456",
        "10086 客服",
        "2026.3.14 14.30—16.30，15 人，共 360 元",
        "一九九五年三月五日，一三五上午、二四六下午",
        "2026/03/05，2026/04/05，120,000 元",
        "第 110 次",
        "编号 999999999999999999",
    ],
)
def test_dates_amounts_and_service_lines_stay(text):
    assert refuse_personal_numbers(text) == text


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"), st.sampled_from(["{}", "电话{}。", "他 {} 她", "（{}）"]))
def test_no_mobile_number_slips_through(number, sentence):
    with pytest.raises(ValidationError):
        refuse_personal_numbers(sentence.format(number))


@given(st.text(max_size=60))
def test_any_text_is_judged_without_falling_over(text):
    with suppress(ValidationError):
        assert refuse_personal_numbers(text) == text
