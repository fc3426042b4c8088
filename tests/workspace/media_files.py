"""Photos and videos as phones make them, and files that only pretend to be some."""

import io
import struct
import tempfile
import zlib
from fractions import Fraction

import av
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms, PngImagePlugin

PLACE = "+22.5166+113.3926/"
SECRET = "张三丰的手机"
GPS, MAKE, COMMENT, ORIENTATION = 0x8825, 0x010F, 0x9286, 0x0112


def picture(size=(64, 48), colour="seagreen", mode="RGB") -> Image.Image:
    return Image.new(mode, size, colour)


def halves(size=(80, 40)) -> Image.Image:
    """Red on the left, blue on the right: shows which way up it is."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def encoded(image: Image.Image, form: str = "JPEG", **options) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def upload(data: bytes, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def photo(name: str = "photo.jpg", **values) -> SimpleUploadedFile:
    return upload(encoded(picture(**values)), name)


def telling_photo(orientation: int = 6) -> bytes:
    """A JPEG that says where it was taken, with what, by whom: EXIF, GPS, XMP, a comment and a colour profile."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, SECRET
    exif[GPS] = {1: "N", 2: (22.0, 31.0, 0.0), 3: "E", 4: (113.0, 23.0, 0.0)}
    exif.get_ifd(0x8769)[COMMENT] = SECRET.encode()
    xmp = f"<x:xmpmeta><exif:GPSLatitude>{PLACE}</exif:GPSLatitude></x:xmpmeta>".encode()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = encoded(halves(), exif=exif, xmp=xmp, comment=SECRET.encode(), icc_profile=profile, quality=95)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x16\x1c\x02\x5a\x00\x0f" + b"Zhongshan-City!"
    return data[:2] + b"\xff\xed" + struct.pack(">H", len(iptc) + 2) + iptc + data[2:]


def telling_png() -> bytes:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Location", PLACE)
    notes.add_itxt("XML:com.adobe.xmp", SECRET)
    return encoded(picture(), "PNG", pnginfo=notes)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes whose header promises 900 million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 64))
        + chunk(b"IEND", b"")
    )


def video(
    form: str = "mp4", codec: str = "libx264", sound: str | None = "aac", frames: int = 10,
    rate: Fraction = Fraction(10), size: tuple[int, int] = (96, 64),
) -> bytes:  # fmt: skip
    """A short film: its left half red, its right half blue; its maker and the place stand in its metadata."""
    with tempfile.NamedTemporaryFile(suffix=f".{form}") as target:
        with av.open(target.name, "w", format=form) as out:
            out.metadata.update({"location": PLACE, "comment": SECRET, "title": SECRET})
            picture_stream = out.add_stream(codec, rate=rate)
            picture_stream.width, picture_stream.height = size
            picture_stream.pix_fmt = "yuv420p"
            if codec == "libx265":
                picture_stream.options = {"x265-params": "log-level=none"}
            sound_stream = out.add_stream(sound, rate=48_000) if sound else None
            frame = av.VideoFrame.from_image(halves(size))
            for number in range(frames):
                frame.pts = number
                out.mux(picture_stream.encode(frame))
            out.mux(picture_stream.encode())
            if sound_stream:
                _silence(out, sound_stream)
        return target.read()


def sound_alone() -> bytes:
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        _silence(container, container.add_stream("aac", rate=48_000))
    return out.getvalue()


def _silence(out, stream) -> None:
    samples = stream.codec_context.frame_size or 1024
    for number in range(4):
        frame = av.AudioFrame(format=stream.format.name, layout=stream.layout.name, samples=samples)
        frame.sample_rate, frame.pts = 48_000, number * samples
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        out.mux(stream.encode(frame))
    out.mux(stream.encode())


def turned(mp4: bytes) -> bytes:
    """The film as a phone held upright writes it: its header asks for a quarter turn clockwise."""
    start = mp4.index(b"tkhd") + 4
    matrix = start + 4 + (32 if mp4[start] else 20) + 16
    turn = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 64 << 16, 0, 0x40000000)
    return mp4[:matrix] + turn + mp4[matrix + 36 :]
