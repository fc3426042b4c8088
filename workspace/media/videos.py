"""Videos: demuxed, a frame decoded, packed into a new container. Sound and picture are copied, nothing else is.

The demuxer is named, never guessed: FFmpeg also reads playlists, which would make it open other files and
addresses. For the same reason no protocol is allowed to it.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import av
from av.container import InputContainer, OutputContainer
from django.core.files.base import File
from django.core.files.temp import NamedTemporaryFile
from PIL import Image

from workspace.enums import MediaKind
from workspace.media.cleaned import CleanMedia, Unusable
from workspace.media.guessing import HEAD, seems_to_be

logger = logging.getLogger(__name__)

LARGEST_VIDEO = 100 * 1024 * 1024
LONGEST_SECONDS = 180
LONGEST_SIDE = 4096
MOST_PACKETS = 200_000
"""Three minutes at 240 frames with sound are a quarter of it."""
PICTURES = {"mp4": ("h264", "hevc"), "webm": ("vp8", "vp9", "av1")}
SOUNDS = {"mp4": ("aac", "mp3"), "webm": ("opus", "vorbis")}
TAGS = {"hevc": "hvc1"}
"""Apple's players know HEVC in MP4 by this tag only."""
LOCKED = {"protocol_whitelist": "none"}


def clean_video(upload) -> CleanMedia:
    """The video inside `upload`, re-packed as MP4 or WebM in a temporary file; raises Unusable."""
    if upload.size > LARGEST_VIDEO:
        raise Unusable(f"“{upload.name}”超过 100 MB，请剪短或压缩后再上传")
    container = _container_of(upload)
    target = NamedTemporaryFile(suffix=f".{container}")
    try:
        width, height = _repacked(upload, container, target.name)
    except Unusable as refused:
        target.close()
        raise Unusable(f"“{upload.name}”{refused}") from None
    except Exception as error:  # demuxers and decoders raise whatever they please on hostile bytes
        target.close()
        logger.info("video refused: %s", type(error).__name__)
        raise Unusable(f"“{upload.name}”不完整或已损坏，请重新选择视频") from None
    return CleanMedia(MediaKind.VIDEO, f".{container}", File(target), width, height)


def first_frame(source) -> Image.Image:
    """The first picture of a video that was cleaned before, upright; raises Unusable."""
    source.seek(0)
    container = "webm" if _is_matroska(source.read(4)) else "mp4"
    with _opened(source, container) as video:
        return _frame(video)


def _container_of(upload) -> str:
    """mp4 or webm, by the first bytes; both are then proved by their demuxer."""
    upload.seek(0)
    head = upload.read(HEAD)
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"skip", b"free"):
        return "mp4"
    if _is_matroska(head):
        return "webm"
    if not head:
        raise Unusable(f"“{upload.name}”是空文件，请重新选择视频")
    kind = seems_to_be(head)
    seems = f"（看起来是{' ' if kind[0].isascii() else ''}{kind}）" if kind else ""
    raise Unusable(f"“{upload.name}”不是可用的视频{seems}，请选择 MP4、MOV 或 WebM 视频")


def _is_matroska(head: bytes) -> bool:
    return head[:4] == b"\x1a\x45\xdf\xa3"


@contextmanager
def _opened(source, container: str) -> Iterator[InputContainer]:
    source.seek(0)
    demuxer = {"mp4": "mov", "webm": "matroska"}[container]
    with av.open(source, "r", format=demuxer, options=LOCKED, metadata_errors="replace") as video:
        yield video


def _repacked(upload, container: str, path: str) -> tuple[int, int]:
    """Prove the video and write it anew to `path`; returns width and height as it is shown."""
    with _opened(upload, container) as video:
        _refuse_strange(video, container)
        frame = _frame(video)
    with _opened(upload, container) as video, _fresh(path, container) as out:
        _copy(video, out, container)
    return frame.size


def _refuse_strange(video: InputContainer, container: str) -> None:
    if not video.streams.video:
        raise Unusable("中没有画面，请选择视频文件")
    picture = video.streams.video[0].codec_context
    if picture.name not in PICTURES[container]:
        raise Unusable("的编码不受支持，请用手机或剪辑软件另存为 MP4（H.264）后再上传")
    if not 0 < picture.width <= LONGEST_SIDE or not 0 < picture.height <= LONGEST_SIDE:
        raise Unusable("的画面尺寸过大（每边最多 4096 像素），请压缩后再上传")
    if video.duration and video.duration / av.time_base > LONGEST_SECONDS:
        raise Unusable("超过 3 分钟，请剪短后再上传")


def _frame(video: InputContainer) -> Image.Image:
    for frame in video.decode(video=0):
        picture = frame.to_image()
        return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture
    raise Unusable("中没有画面，请选择视频文件")


@contextmanager
def _fresh(path: str, container: str) -> Iterator[OutputContainer]:
    """An empty container that writes neither dates nor the name of a program."""
    options = {"fflags": "+bitexact"} | ({"movflags": "+faststart"} if container == "mp4" else {})
    with av.open(path, "w", format=container, options=options) as out:
        yield out


def _copy(video: InputContainer, out: OutputContainer, container: str) -> None:
    """The first picture stream and the first sound stream that players know; data streams carry GPS tracks."""
    sounds = [s for s in video.streams.audio if s.codec_context.name in SOUNDS[container]]
    wanted = [video.streams.video[0], *sounds[:1]]
    copies = {stream.index: out.add_stream_from_template(stream) for stream in wanted}
    for stream in wanted:
        if container == "mp4" and (tag := TAGS.get(stream.codec_context.name)):
            copies[stream.index].codec_context.codec_tag = tag
    for count, packet in enumerate(video.demux(wanted)):
        if packet.dts is None:
            continue
        seconds = float(packet.dts * packet.time_base)
        if seconds > LONGEST_SECONDS or count > MOST_PACKETS:
            raise Unusable("超过 3 分钟，请剪短后再上传")
        packet.stream = copies[packet.stream.index]
        out.mux(packet)
