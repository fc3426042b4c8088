"""Images: decoded whole, turned upright, encoded anew. The decoder decides what a file is, never its name."""

import io
import logging
import threading

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageFile, ImageOps

from workspace.enums import MediaKind
from workspace.media.cleaned import CleanMedia, Unusable
from workspace.media.guessing import seems_to_be

logger = logging.getLogger(__name__)

LARGEST_IMAGE = 10 * 1024 * 1024
MOST_PIXELS = {"JPEG": 64_000_000, "PNG": 24_000_000, "WEBP": 24_000_000}
"""Phones' 50-megapixel photos pass, which a JPEG decoder shrinks as it reads. The other formats are unpacked whole:
a scan of an A4 page passes; a few kilobytes that unfold into gigabytes do not."""
LONGEST_SIDE, SMALL_SIDE = 2560, 320
FORMATS = ("JPEG", "PNG", "WEBP")
PLAIN_MODES = ("RGB", "RGBA", "CMYK", "L")
"""Modes that can be shrunk well as they are."""

_one_at_a_time = threading.Lock()
"""Unpacked images are the largest things a process holds: never two of them."""


def clean_image(upload) -> CleanMedia:
    """The image inside `upload`, re-saved as JPEG (WebP where it is transparent); raises Unusable."""
    if upload.size > LARGEST_IMAGE:
        raise Unusable(f"“{upload.name}”超过 10 MB，请压缩后再上传")
    upload.seek(0)
    data = upload.read()
    if not data:
        raise Unusable(f"“{upload.name}”是空文件，请重新选择图片")
    try:
        with _one_at_a_time:
            picture = _decoded(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unusable(f"“{upload.name}”像素过多，请压缩或截取后再上传") from None
    except Unusable as refused:
        raise Unusable(f"“{upload.name}”{refused}") from None
    except Exception as error:  # decoders raise whatever they please on hostile bytes
        logger.info("image refused: %s", type(error).__name__)
        raise Unusable(_not_an_image(upload.name, data)) from None
    return _encoded(picture)


def thumbnail(source) -> bytes:
    """A small WebP of a picture that was cleaned before: an open file, or an image in memory."""
    picture = source if isinstance(source, Image.Image) else _decoded(source.read())
    picture.thumbnail((SMALL_SIDE, SMALL_SIDE))
    out = io.BytesIO()
    picture.convert("RGB").save(out, "WEBP", quality=80)
    return out.getvalue()


def _decoded(data: bytes) -> Image.Image:
    """Upright, at most LONGEST_SIDE long, in sRGB; proved by checking its structure and decoding every pixel."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint switches it on for the whole process
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _refuse_huge(image)
        image.verify()
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        image.load()
        profile = image.info.get("icc_profile")
        picture = image if image.mode in PLAIN_MODES else image.convert(_mode_of(image))
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return _bare(_in_srgb(ImageOps.exif_transpose(picture), profile))


def _refuse_huge(image: Image.Image) -> None:
    most = MOST_PIXELS[image.format]
    if image.width * image.height > most:
        raise Unusable(_too_many_pixels(most))


def _too_many_pixels(most: int) -> str:
    return f"像素过多（最多约 {most // 10_000} 万像素），请压缩或截取后再上传"


def _mode_of(picture: Image.Image) -> str:
    return "RGBA" if picture.has_transparency_data else "RGB"


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Phones save in wide colours; without their profile, which is dropped, these would look pale."""
    mode = _mode_of(picture)
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            source, target = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(picture, source, target, outputMode=mode)
            return changed if changed is not None else picture.convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            logger.info("colour profile ignored")
    return picture.convert(mode)


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: what a decoder noted beside them is not carried on."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare


def _encoded(picture: Image.Image) -> CleanMedia:
    out = io.BytesIO()
    if picture.mode == "RGBA":
        picture.save(out, "WEBP", quality=88)
    else:
        picture.save(out, "JPEG", quality=86, optimize=True, progressive=True)
    suffix = ".webp" if picture.mode == "RGBA" else ".jpg"
    return CleanMedia(MediaKind.IMAGE, suffix, ContentFile(out.getvalue()), *picture.size)


def _not_an_image(name: str, data: bytes) -> str:
    kind = seems_to_be(data)
    if kind in ("JPEG 图片", "PNG 图片", "WebP 图片"):
        return f"“{name}”不完整或已损坏，请重新选择图片"
    seems = f"（看起来是{' ' if kind[0].isascii() else ''}{kind}）" if kind else ""
    return f"“{name}”不是可用的图片{seems}，请选择 JPEG、PNG 或 WebP 图片"
