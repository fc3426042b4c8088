"""The queue of a phone arrives: once, in conflict, or refused with a reason."""

import io
from decimal import Decimal
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.storage import storages
from django.urls import reverse
from PIL import Image

from core.lifecycle import perform
from creation_cycle.models import StandardItem
from reviews.models import OfflineEntry, ScorePhoto, ScoreSheet
from reviews.services import sheets
from reviews.services.photos import MOST_PHOTOS
from tests.workspace.media_files import SECRET, bomb, encoded, photo, picture, telling_photo, upload


@pytest.fixture
def item(assignment):
    return assignment.sheet.items_to_score().first()


@pytest.fixture
def send(client, reviewer, assignment, item):
    """`send(points, key, base)`: what the portal answers to an entry of the phone."""

    def post(points="12", *, base=0, key=None, remark="") -> dict:
        fields = {f"points-{item.pk}": points, f"remark-{item.pk}": remark}
        address = reverse("reviews:sync_answer", args=[assignment.pk, item.pk])
        return client.post(address, {"key": key or uuid4(), "base_version": base, **fields}).json()

    return post


@pytest.fixture
def send_photo(client, reviewer, assignment, item):
    def post(file, key=None) -> dict:
        address = reverse("reviews:sync_photo", args=[assignment.pk, item.pk])
        return client.post(address, {"key": key or uuid4(), "photo": file}).json()

    return post


def points(assignment) -> list[Decimal]:
    return list(assignment.sheet.scores.values_list("points", flat=True))


def photos_on_disk() -> int:
    folders, _ = storages["private"].listdir("scores") if storages["private"].exists("scores") else ((), ())
    return sum(len(storages["private"].listdir(f"scores/{folder}")[1]) for folder in folders)


def bytes_on_disk() -> list[bytes]:
    """The one photo's picture and thumbnail."""
    kept = ScorePhoto.objects.get()
    with kept.file.open() as data, kept.thumbnail.open() as small:
        return [data.read(), small.read()]


def test_an_answer_is_kept_with_its_version(send, assignment):
    assert send("12.5", remark="良好") == {"state": "saved", "version": 1}
    assert points(assignment) == [Decimal("12.5")]


def test_the_same_entry_again_is_answered_the_same_and_changes_nothing(send, assignment, item):
    key = uuid4()
    first = send("12", key=key)
    sheets.save_scores(assignment.sheet, points={item.pk: 9})
    assert send("12", key=key) == first
    assert points(assignment) == [9], "the other device's later answer stands"
    assert OfflineEntry.objects.count() == 1


def test_also_after_the_sheet_was_handed_in(send, assignment, world):
    key = uuid4()
    first = send("12", key=key)
    world.fill(assignment.sheet)
    perform(assignment.sheet, "submit", by=world.reviewer)
    assert send("12", key=key) == first


def test_two_devices_never_overwrite_each_other(send, assignment, item):
    assert send("12")["state"] == "saved"
    answer = send("8", base=0)
    assert answer["state"] == "conflict"
    assert answer["theirs"]["fields"][f"points-{item.pk}"] == "12"
    assert points(assignment) == [12]
    assert send("8", base=answer["theirs"]["version"])["state"] == "saved"
    assert points(assignment) == [8]


def test_a_score_of_before_the_upgrade_is_the_sheets_first_change(send, assignment, item):
    sheets.save_scores(assignment.sheet, points={item.pk: 12})
    ScoreSheet.objects.update(revision=0)
    import_module("reviews.migrations.0009_sheets_of_running_rounds").number(apps, None)
    sheets.save_scores(ScoreSheet.objects.get(), points={item.pk: 9})
    assert send("8", base=1)["state"] == "conflict"


def test_the_same_answer_from_two_devices_is_no_conflict(send):
    assert send("12")["state"] == send("12", base=0)["state"] == "saved"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("200", "请填写 0 到 15 之间的分数，最多两位小数。"),
        ("-1", "请填写 0 到 15 之间的分数，最多两位小数。"),
        ("很好", "请填写 0 到 15 之间的分数，最多两位小数。"),
        ("", "请先填写得分：评语随得分一起保存。"),
    ],
)
def test_what_the_item_does_not_take_is_refused_with_a_sentence(send, assignment, given, sentence):
    assert send(given, remark="说明") == {"state": "refused", "reason": sentence}
    assert points(assignment) == []
    assert not OfflineEntry.objects.exists()


def test_half_a_point_where_whole_points_are_asked(send, item):
    StandardItem.objects.filter(pk=item.pk).update(step=1)
    assert send("12.5") == {"state": "refused", "reason": "请按 1 分的整数倍打分。"}


def test_a_deduction_takes_its_reason(send, item):
    StandardItem.objects.filter(pk=item.pk).update(kind="deduct")
    assert send("12")["reason"] == "得分低于满分时，请写明扣分理由。"
    assert send("12", remark="缺两次会议记录")["state"] == "saved"


@pytest.mark.parametrize("broken", [{"key": "keine"}, {"base_version": "-1"}, {"base_version": ""}])
def test_an_entry_that_no_phone_of_ours_makes_is_refused(client, reviewer, assignment, item, broken):
    entry = {"key": uuid4(), "base_version": 0, f"points-{item.pk}": "12", **broken}
    answer = client.post(reverse("reviews:sync_answer", args=[assignment.pk, item.pk]), entry)
    assert answer.json()["state"] == "refused"
    assert points(assignment) == []


def test_too_late_is_refused_and_says_so(send, assignment, world):
    world.fill(assignment.sheet)
    perform(assignment.sheet, "submit", by=world.reviewer)
    assert send("3") == {"state": "refused", "reason": "评分表已提交，不能修改"}
    perform(world.round, "close", by=world.officer)
    assert send("3")["reason"] == "评分表已提交，不能修改"


def test_opened_again_the_refused_entry_goes_through(send, assignment, world):
    world.fill(assignment.sheet)
    perform(assignment.sheet, "submit", by=world.reviewer)
    key, stands = uuid4(), assignment.sheet.scores.first().version
    assert send("3", key=key, base=stands)["state"] == "refused"
    perform(ScoreSheet.objects.get(), "reopen", by=world.officer, note="请核对")
    assert send("3", key=key, base=stands)["state"] == "saved"


def test_a_closed_round_takes_nothing(send, assignment, world):
    type(world.round).objects.filter(pk=world.round.pk).update(state="closed")
    assert send("3") == {"state": "refused", "reason": "本轮考核已结束，评分表不能再修改"}


def test_whoever_stepped_back_finds_nothing(client, reviewer, assignment, item):
    perform(assignment, "recuse", by=reviewer, note="亲属")
    answer = client.post(reverse("reviews:sync_answer", args=[assignment.pk, item.pk]), {"key": uuid4()})
    assert answer.status_code == 404


def test_without_a_sign_in_nothing_is_kept_and_nobody_is_sent_away(client, assignment, item):
    answer = client.post(reverse("reviews:sync_answer", args=[assignment.pk, item.pk]), {"key": uuid4()})
    assert (answer.status_code, answer.json()) == (401, {"state": "signed_out"})


def test_the_comment_is_kept_once_and_never_overwritten(client, reviewer, assignment):
    address = reverse("reviews:sync_comment", args=[assignment.pk])
    entry = {"key": uuid4(), "comment": "总体\n良好", "base_comment": ""}
    assert client.post(address, entry).json()["state"] == "saved"
    sheets.save_scores(assignment.sheet, comment="另一台设备的意见")
    assert client.post(address, entry).json()["state"] == "saved", "a replay"
    other = client.post(address, {**entry, "key": uuid4(), "comment": "第三种"}).json()
    assert other == {"state": "conflict", "theirs": {"comment": "另一台设备的意见"}}
    assert ScoreSheet.objects.get().comment == "另一台设备的意见"


def test_a_photo_is_saved_anew_without_place_and_device(send_photo, assignment):
    assert send_photo(upload(telling_photo())) == {"state": "saved", "version": 0}
    data, small = bytes_on_disk()
    assert SECRET.encode() not in data
    assert not Image.open(io.BytesIO(data)).getexif()
    assert Image.open(io.BytesIO(small)).format == "WEBP"
    assert photos_on_disk() == 2


def test_a_photo_that_is_sent_twice_is_kept_once(send_photo):
    key = uuid4()
    assert send_photo(photo(), key) == send_photo(photo(), key)
    assert send_photo(photo(), uuid4())["state"] == "saved", "the same picture under another key"
    assert ScorePhoto.objects.count() == 1


def test_a_replay_does_not_bring_back_what_was_deleted(
    client, send_photo, assignment, django_capture_on_commit_callbacks
):
    key = uuid4()
    send_photo(photo(), key)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("reviews:photo_drop", args=[assignment.pk, key]))
    assert photos_on_disk() == 0
    assert send_photo(photo(), key)["state"] == "saved"
    assert not ScorePhoto.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\xff\xd8\xff" + b"x" * (40 * 1024 * 1024), "“site.jpg”超过 10 MB，请压缩后再上传"),
        (b"<?php echo 1; ?>", "“site.jpg”不是可用的图片（看起来是程序文件），请选择 JPEG、PNG 或 WebP 图片"),
        (
            b"%PDF-1.7 " + b"\xff\xd8\xff",
            "“site.jpg”不是可用的图片（看起来是 PDF 文档），请选择 JPEG、PNG 或 WebP 图片",
        ),
        (bomb(), "“site.jpg”像素过多，请压缩或截取后再上传"),
    ],
    ids=["40 MB", "program", "polyglot", "bomb"],
)
def test_what_is_no_photo_is_refused_by_name(send_photo, data, sentence):
    assert send_photo(upload(data, "site.jpg")) == {"state": "refused", "reason": sentence}
    assert not ScorePhoto.objects.exists()
    assert photos_on_disk() == 0


def test_a_picture_with_a_program_behind_it_keeps_the_picture_alone(send_photo):
    """A file that is a JPEG and something else at once: only its pixels are written."""
    assert send_photo(upload(encoded(picture()) + b"<script>alert(1)</script>"))["state"] == "saved"
    assert b"<script>" not in bytes_on_disk()[0]


def test_an_item_takes_so_many_photos_and_no_more(send_photo):
    for shade in range(MOST_PHOTOS):
        assert send_photo(photo(colour=(shade * 20, 0, 0)))["state"] == "saved"
    assert send_photo(photo(colour="white"))["reason"] == "每项最多 9 张照片，请先删除不需要的。"
    assert ScorePhoto.objects.count() == MOST_PHOTOS
    assert photos_on_disk() == 2 * MOST_PHOTOS
