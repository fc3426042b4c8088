"""What is kept of an uploaded photo or video: its picture and sound, and nothing that it tells about people."""

import io

import av
import pytest
from PIL import Image, ImageFile

from tests.workspace.media_files import (
    PLACE,
    SECRET,
    bomb,
    encoded,
    halves,
    photo,
    picture,
    sound_alone,
    telling_photo,
    telling_png,
    turned,
    upload,
    video,
)
from workspace.media import images, videos
from workspace.media.cleaned import Unusable
from workspace.media.guessing import seems_to_be
from workspace.media.images import clean_image, thumbnail
from workspace.media.ranges import part_of
from workspace.media.videos import clean_video, first_frame

TELLTALES = (
    SECRET.encode(),
    PLACE.encode(),
    b"Exif",
    b"xmpmeta",
    b"ICC_PROFILE",
    b"Photoshop",
    b"Zhongshan",
    b"GPS",
)


def opened(media) -> Image.Image:
    return Image.open(io.BytesIO(media.content.read()))


def refusal(opener, file) -> str:
    with pytest.raises(Unusable) as refused:
        opener(file)
    return str(refused.value)


@pytest.fixture(scope="module")
def film() -> bytes:
    return video()


# Images


def test_the_test_photo_tells_much():
    """Otherwise the next test could not fail."""
    assert [mark for mark in TELLTALES if mark not in telling_photo()] == []
    assert Image.open(io.BytesIO(telling_photo())).getexif().get_ifd(0x8825)[4] == (113.0, 23.0, 0.0)


def test_nothing_that_a_photo_tells_is_kept_and_it_stands_upright():
    clean = clean_image(upload(telling_photo(orientation=6)))
    data = clean.content.read()
    image = Image.open(io.BytesIO(data))
    assert [mark for mark in TELLTALES if mark in data] == []
    assert (image.format, dict(image.getexif()), image.size) == ("JPEG", {}, (40, 80))
    assert set(image.info) <= {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    top, bottom = image.getpixel((20, 10)), image.getpixel((20, 70))
    assert top[0] > 200 > 60 > top[2]
    assert bottom[2] > 200 > 60 > bottom[0]


def test_text_of_a_png_is_not_kept():
    data = telling_png()
    assert PLACE.encode() in data
    clean = clean_image(upload(data, "截图.png"))
    assert clean.suffix == ".jpg"
    assert PLACE.encode() not in clean.content.read()


def test_transparency_stays():
    clean = clean_image(upload(encoded(Image.new("RGBA", (30, 30), (255, 0, 0, 0)), "PNG"), "logo.png"))
    image = opened(clean)
    assert (clean.suffix, image.format, image.mode) == (".webp", "WEBP", "RGBA")
    assert image.getpixel((5, 5))[3] == 0


@pytest.mark.parametrize(
    ("image", "form"),
    [
        (picture(), "WEBP"),
        (picture(mode="CMYK", colour=(0, 255, 255, 0)), "JPEG"),
        (picture(mode="L", colour=100), "JPEG"),
        (picture().convert("P"), "PNG"),
        (picture(mode="1", colour=1), "PNG"),
        (picture(mode="LA", colour=(9, 255)), "PNG"),
    ],
    ids=["webp", "cmyk", "grey", "palette", "one bit", "grey with alpha"],
)
def test_every_kind_of_pixels_is_read(image, form):
    clean = clean_image(upload(encoded(image, form)))
    assert (clean.width, clean.height) == (64, 48)


def test_large_photos_become_smaller_and_small_ones_stay():
    large = clean_image(photo(size=(4000, 1000)))
    small = clean_image(photo(size=(100, 50)))
    assert [(large.width, large.height), (small.width, small.height)] == [(2560, 640), (100, 50)]


def test_a_cut_off_photo_is_refused_whatever_others_have_switched(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert "不完整或已损坏" in refusal(clean_image, upload(encoded(halves((600, 600)))[:1200], "半.jpg"))


def test_the_same_photo_gives_the_same_bytes():
    first, second = (clean_image(upload(telling_photo())) for _ in range(2))
    assert first.sha256 == second.sha256
    assert first.sha256 != clean_image(photo()).sha256


def test_what_hangs_behind_a_photo_is_left_behind():
    """A phone's motion photo has a film behind it, and so may a page with a script."""
    tail = b"<html><script>alert(1)</script></html>"
    clean = clean_image(upload(encoded(picture()) + tail))
    assert b"script" not in clean.content.read()


NO_IMAGE, CHOOSE = "不是可用的图片", "请选择 JPEG、PNG 或 WebP 图片"
TOO_MANY = "像素过多（最多约 2400 万像素），请压缩或截取后再上传"


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "空.jpg", "“空.jpg”是空文件，请重新选择图片"),
        (b"%PDF-1.7\n", "计划.jpg", f"“计划.jpg”{NO_IMAGE}（看起来是 PDF 文档），{CHOOSE}"),
        (b"<!DOCTYPE html><script>1</script>", "a.png", f"“a.png”{NO_IMAGE}（看起来是网页），{CHOOSE}"),
        (
            b"<?xml version='1.0'?><svg onload='x'/>",
            "a.webp",
            f"“a.webp”{NO_IMAGE}（看起来是 SVG 图形），{CHOOSE}",
        ),
        (b"%PDF-1.7\n" + encoded(picture()), "a.jpg", f"“a.jpg”{NO_IMAGE}（看起来是 PDF 文档），{CHOOSE}"),
        (encoded(picture(), "GIF"), "a.jpg", f"“a.jpg”{NO_IMAGE}（看起来是 GIF 图片），{CHOOSE}"),
        (encoded(halves((600, 600)))[:1200], "半.jpg", "“半.jpg”不完整或已损坏，请重新选择图片"),
        (bytes(range(256)) * 8, "噪.jpg", f"“噪.jpg”{NO_IMAGE}，{CHOOSE}"),
        (bomb(), "大.png", "“大.png”像素过多，请压缩或截取后再上传"),
        (bomb(9_000, 9_000), "大.png", f"“大.png”{TOO_MANY}"),
        (bomb(8_000, 7_990), "大.png", f"“大.png”{TOO_MANY}"),
    ],
    ids=[
        "empty",
        "pdf",
        "html",
        "svg",
        "pdf and jpeg",
        "gif",
        "cut off",
        "noise",
        "bomb",
        "smaller bomb",
        "what a JPEG may have",
    ],
)
def test_what_is_no_image_is_refused_by_name(data, name, sentence):
    assert refusal(clean_image, upload(data, name)) == sentence


def test_more_than_ten_megabytes_are_not_even_read():
    file = upload(b"", "大.jpg")
    file.size = images.LARGEST_IMAGE + 1
    file.close()  # reading would raise
    assert refusal(clean_image, file) == "“大.jpg”超过 10 MB，请压缩后再上传"


def test_thumbnail_is_small_and_bare():
    small = Image.open(io.BytesIO(thumbnail(io.BytesIO(telling_photo()))))
    assert (small.format, small.size, dict(small.getexif())) == ("WEBP", (40, 80), {})
    assert Image.open(io.BytesIO(thumbnail(picture((1600, 800))))).size == (320, 160)


# Videos


def repacked(data: bytes, name: str = "film.mp4"):
    media = clean_video(upload(data, name))
    return media, media.content.read()


def test_the_test_film_tells_where_it_was_made(film):
    assert SECRET.encode() in film
    with av.open(io.BytesIO(film)) as container:
        assert container.metadata["location"].startswith("+22.5166")


@pytest.mark.parametrize(
    ("form", "codec", "sound", "suffix", "tags"),
    [
        ("mp4", "libx264", "aac", ".mp4", ["avc1", "mp4a"]),
        ("mov", "libx264", None, ".mp4", ["avc1"]),
        ("mov", "libx265", "aac", ".mp4", ["hvc1", "mp4a"]),
        ("webm", "libvpx", "libopus", ".webm", ["\0\0\0\0", "\0\0\0\0"]),
    ],
)
def test_films_of_phones_are_repacked_without_metadata(form, codec, sound, suffix, tags):
    data = video(form, codec, sound)
    media, content = repacked(data, f"film.{form}")
    assert (media.suffix, media.width, media.height, media.size) == (suffix, 96, 64, len(content))
    assert [
        mark for mark in (SECRET.encode(), PLACE.encode(), b"\xa9xyz", b"loci", b"+22.5") if mark in content
    ] == []
    with av.open(io.BytesIO(content)) as container:
        told = set(container.metadata) - {"major_brand", "minor_version", "compatible_brands", "encoder"}
        assert (told, container.metadata.get("encoder", "Lavf")) == (set(), "Lavf")
        assert [stream.codec_context.codec_tag for stream in container.streams] == tags
        assert len(list(container.decode(video=0))) == 10
    media.close()


def test_quicktime_place_atom_is_gone():
    data = video("mov", "libx264", None)
    assert b"\xa9xyz" in data
    media, content = repacked(data, "film.mov")
    assert b"\xa9xyz" not in content
    media.close()


def test_a_film_held_upright_stays_upright(film):
    media, content = repacked(turned(film))
    assert (media.width, media.height) == (64, 96)
    frame = first_frame(io.BytesIO(content))
    top, bottom = frame.getpixel((32, 16)), frame.getpixel((32, 80))
    assert (frame.size, top[0] > 180 > top[2], bottom[2] > 180 > bottom[0]) == ((64, 96), True, True)
    media.close()


def test_what_hangs_behind_a_film_is_left_behind(film):
    media, content = repacked(film + b"<html><script>alert(1)</script></html>")
    assert b"script" not in content
    media.close()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "“a.mp4”是空文件，请重新选择视频"),
        (b"%PDF-1.7\n", "“a.mp4”不是可用的视频（看起来是 PDF 文档），请选择 MP4、MOV 或 WebM 视频"),
        (b"#EXTM3U\nfile:///etc/passwd\n", "“a.mp4”不是可用的视频，请选择 MP4、MOV 或 WebM 视频"),
        (b"\0\0\0\x18ftypisom\0\0\0\0" + b"x" * 200, "“a.mp4”不完整或已损坏，请重新选择视频"),
        (b"\x1a\x45\xdf\xa3" + b"x" * 200, "“a.mp4”不完整或已损坏，请重新选择视频"),
        (encoded(picture()), "“a.mp4”不是可用的视频（看起来是 JPEG 图片），请选择 MP4、MOV 或 WebM 视频"),
    ],
    ids=["empty", "pdf", "playlist", "only a head", "only an ebml head", "jpeg"],
)
def test_what_is_no_film_is_refused_by_name(data, sentence):
    assert refusal(clean_video, upload(data, "a.mp4")) == sentence


def test_other_codecs_sound_alone_and_cut_off_films_are_refused(film):
    old = video("mp4", "mpeg4", None)
    assert "编码不受支持" in refusal(clean_video, upload(old, "old.mp4"))
    assert "不完整或已损坏" in refusal(clean_video, upload(film[: len(film) // 3], "cut.mp4"))
    assert "没有画面" in refusal(clean_video, upload(sound_alone(), "sound.mp4"))


def test_more_than_three_minutes_or_hundred_megabytes_are_refused():
    long = video("mp4", "libx264", None, frames=182, rate=1)
    assert refusal(clean_video, upload(long, "a.mp4")) == "“a.mp4”超过 3 分钟，请剪短后再上传"
    heavy = upload(b"", "b.mp4")
    heavy.size = videos.LARGEST_VIDEO + 1
    assert refusal(clean_video, heavy) == "“b.mp4”超过 100 MB，请剪短或压缩后再上传"


def test_a_header_that_lies_about_the_length_does_not_help():
    """The webm of a live recording has no length in its head: the frames themselves are counted."""
    long = video("webm", "libvpx", None, frames=182, rate=1)
    lying = long.replace(b"\x44\x89\x88", b"\xec\x80\x88", 1)
    assert lying != long
    assert refusal(clean_video, upload(lying, "a.webm")) == "“a.webm”超过 3 分钟，请剪短后再上传"


def test_pictures_too_wide_for_any_phone_are_refused():
    wide = video("mp4", "libx264", None, frames=1, size=(4100, 32))
    assert "画面尺寸过大" in refusal(clean_video, upload(wide, "a.mp4"))


# Parts and guesses


@pytest.mark.parametrize(
    ("header", "first", "last", "is_partial"),
    [
        ("", 0, 99, False),
        ("bytes=0-", 0, 99, True),
        ("bytes=0-1", 0, 1, True),
        ("bytes=90-500", 90, 99, True),
        ("bytes=-10", 90, 99, True),
        ("bytes=-500", 0, 99, True),
        ("bytes=5-2", 0, 99, False),
        ("bytes=-", 0, 99, False),
        ("bytes=0-1,5-6", 0, 99, False),
        ("lines=0-1", 0, 99, False),
    ],
)
def test_parts(header, first, last, is_partial):
    part = part_of(header, 100)
    assert (part.first, part.last, part.is_partial, part.length) == (
        first,
        last,
        is_partial,
        last - first + 1,
    )


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=400-500", "bytes=-0"])
def test_parts_beyond_the_end(header):
    assert part_of(header, 100) is None


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04" + b"\0" * 40, "Office 文档或压缩包"),
        (b"\xef\xbb\xbf  <svg>", "SVG 图形"),
        (b"<?php echo 1;", "程序文件"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC 照片"),
        (b"", ""),
        (b"hello", ""),
    ],
)
def test_guesses(head, kind):
    assert seems_to_be(head) == kind
