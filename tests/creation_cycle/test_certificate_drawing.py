from dataclasses import replace
from datetime import date
from threading import Thread

import pytest
from PIL import ImageChops

from benchmarks._certificates import naively
from creation_cycle.certificates import typesetting
from creation_cycle.certificates.drawing import CHUNK, draw_certificate, draw_many
from creation_cycle.certificates.typesetting import typeset
from tests.creation_cycle.certificate_pdf import SAMPLE, opened, raster, scanned, text_of

JOINT = ("共青团广东省委员会", "广东省人力资源和社会保障厅")
SIXTY = (
    "中国邮政集团广东省广州市越秀区分公司 China Post "
    + "北京路邮政所营业班与寄递业务联合青年志愿服务窗口岗位组合一号"
)


@pytest.fixture(scope="module")
def sample_pdf() -> bytes:
    return draw_certificate(SAMPLE)


def test_one_page_of_a4_landscape(sample_pdf):
    pages = opened(sample_pdf).pages
    assert [[round(float(side)) for side in page.mediabox] for page in pages] == [[0, 0, 842, 595]]


def test_every_word_can_be_copied_in_reading_order(sample_pdf):
    assert text_of(sample_pdf).replace(" ", "") == (
        "荣誉证书青年文明号广州市越秀区政务服务中心综合受理窗口："
        "经2026—2027年度创建、考核、公示，认定为★★二星级广东省青年文明号。特发此证。"
        "证书编号：S440000-2027-0001-C扫描二维码核验共青团广东省委员会2026年12月1日"
    )


def test_a_title_from_before_the_stars_has_none():
    text = text_of(draw_certificate(replace(SAMPLE, star_label="")))
    assert "认定为广东省青年文明号。" in text
    assert "★" not in text


def test_joint_issuers_sign_in_their_order():
    text = text_of(draw_certificate(replace(SAMPLE, issuers=JOINT)))
    assert text.endswith("共青团广东省委员会广东省人力资源和社会保障厅2026年12月1日")


def test_document_says_what_it_is(sample_pdf):
    pdf = opened(sample_pdf)
    assert str(pdf.docinfo.Title) == f"荣誉证书 {SAMPLE.number} {SAMPLE.unit_name}"
    assert str(pdf.docinfo.Author) == "共青团广东省委员会"
    assert str(pdf.Root.Lang) == "zh-CN"
    assert bytes(pdf.trailer.ID[0]) == SAMPLE.number.encode()


def test_document_holds_no_clock_and_no_named_destinations(sample_pdf):
    pdf = opened(sample_pdf)
    assert not {"/CreationDate", "/ModDate"} & set(pdf.docinfo.keys())
    assert "/Names" not in pdf.Root


def test_only_the_packaged_typeface_is_embedded(sample_pdf):
    pdf = opened(sample_pdf)
    fonts = [str(font.BaseFont) for font in pdf.pages[0].Resources.Font.values()]
    assert len(fonts) == 1
    assert "NotoSerifSC" in fonts[0]


def test_code_is_a_link_for_readers_on_screen(sample_pdf):
    pdf = opened(sample_pdf)
    (link,) = pdf.pages[0].Annots
    assert str(link.A.URI) == SAMPLE.verify_url


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(SAMPLE, id="usual"),
        pytest.param(replace(SAMPLE, unit_name=SIXTY, issuers=JOINT), id="60 characters, two issuers"),
        pytest.param(replace(SAMPLE, unit_name="长" * 100), id="100 characters"),
        pytest.param(
            replace(SAMPLE, unit_name="W" * 60, issuers=JOINT * 2), id="one long word, four issuers"
        ),
        pytest.param(
            replace(SAMPLE, verify_url=SAMPLE.verify_url.replace("n.", "n." + "x" * 60 + ".")),
            id="long address",
        ),
    ],
)
def test_code_can_be_scanned_from_a_print_at_100_dpi(content):
    pdf = draw_certificate(content)
    assert len(opened(pdf).pages) == 1
    assert scanned(pdf) == [content.verify_url]
    assert content.unit_name.replace(" ", "") in text_of(pdf).replace(" ", "")


def test_sixty_characters_are_sixty_characters():
    assert len(SIXTY) == 60


def test_longer_names_are_set_in_smaller_type():
    sheets = typeset([replace(SAMPLE, unit_name="长" * length) for length in (24, 40, 60, 100)])
    assert [sheet.size for sheet in sheets] == [20, 18, 16, 14]


def test_markup_in_a_name_is_printed_as_it_stands():
    name = "<script>alert('1')</script>&amp;<b>班组</b>"
    assert name in text_of(draw_certificate(replace(SAMPLE, unit_name=name)))


@pytest.mark.parametrize("character", ["䶮", "𬱟", "㛃", "犇", "堃"])
def test_rare_characters_that_the_typeface_has_are_printed(character):
    pdf = draw_certificate(replace(SAMPLE, unit_name=f"{character}科服务站"))
    assert f"{character}科服务站：" in text_of(pdf)


def test_rare_characters_have_pixels_of_their_own():
    drawn, other = (raster(draw_certificate(replace(SAMPLE, unit_name=name)), dpi=72) for name in "䶮𬱟")
    assert ImageChops.difference(drawn, other).getbbox()


def test_gold_red_and_ink_are_on_the_page(sample_pdf):
    colours = {colour for _, colour in raster(sample_pdf, dpi=100).getcolors(maxcolors=2**24)}
    assert {(0xB8, 0x1C, 0x22), (0xC8, 0x91, 0x2B), (0, 0, 0), (255, 255, 255)} <= colours


def test_same_content_gives_same_bytes_in_any_company(sample_pdf):
    company = [
        replace(SAMPLE, unit_name=f"第{number}号岗亭", number=f"N{number}") for number in range(CHUNK + 1)
    ]
    drawn = list(draw_many([*company, SAMPLE]))
    assert drawn[-1] == sample_pdf
    assert len(set(drawn)) == CHUNK + 2


def test_threads_draw_side_by_side(sample_pdf):
    drawn = []
    threads = [Thread(target=lambda: drawn.append(draw_certificate(SAMPLE))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert drawn == [sample_pdf] * 4


def test_machines_without_harfbuzz_subset_draw_the_same_bytes(sample_pdf, monkeypatch):
    monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    assert draw_certificate(SAMPLE) == sample_pdf


def test_weasyprint_has_nothing_to_complain_about(caplog):
    with caplog.at_level("WARNING", logger="weasyprint"):
        list(draw_many([SAMPLE, replace(SAMPLE, unit_name=SIXTY)]))
    assert caplog.messages == []


def test_any_date_is_printed_without_leading_zeros():
    assert replace(SAMPLE, issued_on=date(2028, 3, 5)).date_label == "2028年3月5日"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("content", [SAMPLE, replace(SAMPLE, unit_name="东凤镇岗")])
def test_it_looks_exactly_like_one_drawn_by_itself_in_the_whole_typeface(content):
    """The slow way, as WeasyPrint's manual shows it. Ours depends on no typeface of the machine either: a line is as
    high as its space, and without one in the font that is cut, it would be another font's."""
    [drawn] = draw_many([content])
    difference = ImageChops.difference(raster(drawn, dpi=150), raster(naively(content), dpi=150))
    assert difference.getbbox() is None


def test_chunks_share_a_font_until_they_need_another_character():
    """Each font's configuration leaves memory behind for good: thousands of certificates must not make hundreds."""
    draw_certificate(SAMPLE)
    held = typesetting._held.case
    draw_certificate(replace(SAMPLE, unit_name=SAMPLE.unit_name[::-1]))
    assert typesetting._held.case is held
    draw_certificate(replace(SAMPLE, unit_name="鑫淼班"))
    assert typesetting._held.case.characters == held.characters | set("鑫淼班")
