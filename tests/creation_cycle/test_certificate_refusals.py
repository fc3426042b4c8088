from dataclasses import replace

import pytest

from creation_cycle.certificates.content import DoesNotFit, MissingGlyph
from creation_cycle.certificates.drawing import draw_certificate, draw_many
from creation_cycle.certificates.font import font_subsetter, missing_characters
from tests.creation_cycle.certificate_pdf import SAMPLE, text_of


@pytest.mark.parametrize(
    ("unit_name", "sentence"),
    [
        (
            "𰻝𰻝面馆",
            "证书字体中没有“𰻝”（U+30EDD），无法印制。请改用字体收录的字形，或联系系统管理员更换字体。",
        ),
        ("笑脸😀与𰻝", "证书字体中没有“😀”（U+1F600）、“𰻝”（U+30EDD），无法印制。"),
        ("零宽\u200b班组", "证书字体中没有不能单独显示的字符 U+200B，无法印制。"),
        ("换行\n班组", "证书字体中没有不能单独显示的字符 U+000A，无法印制。"),
        ("葛\U000e0100城站", "证书字体中没有不能单独显示的字符 U+E0100，无法印制。"),
    ],
)
def test_what_the_typeface_lacks_is_named_exactly(unit_name, sentence):
    with pytest.raises(MissingGlyph) as refusal:
        draw_certificate(replace(SAMPLE, unit_name=unit_name))
    assert str(refusal.value).startswith(sentence)


@pytest.mark.parametrize("field", ["unit_name", "cycle_label", "level_label", "number"])
def test_every_printed_field_is_checked(field):
    with pytest.raises(MissingGlyph) as refusal:
        draw_certificate(replace(SAMPLE, **{field: "𰻝"}))
    assert refusal.value.characters == ("𰻝",)


def test_issuers_are_checked_too():
    with pytest.raises(MissingGlyph):
        draw_certificate(replace(SAMPLE, issuers=(*SAMPLE.issuers, "𰻝县团委")))


def test_the_packaged_typeface_covers_the_two_characters_that_often_are_missing():
    assert missing_characters("䶮𬱟") == []
    assert missing_characters("䶮𰻝😀𬱟𰻝") == ["𰻝", "😀"]


def test_a_name_that_fits_in_no_size_is_refused_with_its_length():
    with pytest.raises(DoesNotFit, match="集体名称 200 字，落款 1 个单位共 9 字"):
        draw_certificate(replace(SAMPLE, unit_name="长" * 200))


def test_signatures_that_reach_into_the_words_are_refused():
    with pytest.raises(DoesNotFit, match="落款 12 个单位"):
        draw_certificate(replace(SAMPLE, issuers=SAMPLE.issuers * 12))


def test_a_name_longer_than_the_page_is_refused_without_harm_to_its_neighbours():
    first, endless, last = draw_many(
        replace(SAMPLE, unit_name=name) for name in ("甲班", "长" * 5000, "乙班")
    )
    assert "甲班：" in text_of(first)
    assert isinstance(endless, DoesNotFit)
    assert "乙班：" in text_of(last)


def test_a_refusal_keeps_its_place_in_a_batch():
    answers = list(draw_many(replace(SAMPLE, unit_name=name) for name in ("甲班", "𰻝班", "乙班")))
    assert [type(answer) for answer in answers] == [bytes, MissingGlyph, bytes]


def test_fonts_are_cut_by_the_wheel_whatever_the_machine_has():
    assert font_subsetter() == "uharfbuzz"
