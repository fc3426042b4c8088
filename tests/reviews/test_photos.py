"""Pictures taken on site, from the item's own page; shown to whoever may read the sheet, and to nobody before."""

from contextlib import closing
from uuid import uuid4

import pytest
from django.urls import reverse

from core.lifecycle import perform
from reviews.models import ScorePhoto, ScoreSheet
from reviews.services import rounds
from reviews.services.photos import add_photos
from tests import factories as make
from tests.workspace.media_files import photo, upload
from workspace.media.images import clean_image


@pytest.fixture
def item(assignment):
    return assignment.sheet.items_to_score().first()


@pytest.fixture
def page(client, reviewer, assignment, item) -> str:
    return reverse("reviews:photos", args=[assignment.pk, item.pk])


def add(sheet, item, colour="red") -> ScorePhoto:
    with closing(clean_image(photo(colour=colour))) as media:
        add_photos(sheet, item, media={(key := uuid4()): media})
    return ScorePhoto.objects.get(key=key)


def hand_in(world, assignment) -> None:
    world.fill(assignment.sheet)
    perform(ScoreSheet.objects.get(pk=assignment.sheet.pk), "submit", by=assignment.reviewer)


def seen_by(client, user, kept: ScorePhoto) -> list[int]:
    """What the picture and its thumbnail answer."""
    client.force_login(user)
    answers = [client.get(reverse(f"reviews:{name}", args=[kept.key])) for name in ("photo", "photo_small")]
    for answer in answers:
        if answer.streaming:
            b"".join(answer)  # read to the end: that closes its file
    return [answer.status_code for answer in answers]


def test_several_at_once_without_javascript(client, page, assignment):
    answer = client.post(page, {"photos": [photo(colour="red"), photo(colour="blue")]}, follow=True)
    assert "照片已保存" in answer.content.decode()
    assert ScorePhoto.objects.count() == 2
    text = client.get(reverse("reviews:sheet", args=[assignment.pk])).content.decode()
    assert "现场照片（2 张）" in text
    assert text.count("添加现场照片") == 6


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "请选择照片。"),
        ([upload(b"%PDF-1.7 x", "a.pdf")], "“a.pdf”不是可用的图片"),
        ([upload(b"x" * 40 * 1024 * 1024, "a.jpg")], "“a.jpg”超过 10 MB"),
        ([photo(colour=(shade, 0, 0)) for shade in range(10)], "一次最多选择 9 个文件"),
    ],
    ids=["none", "PDF", "40 MB", "ten"],
)
def test_what_is_refused_is_said_on_the_page_of_the_item(client, page, files, sentence):
    assert sentence in client.post(page, {"photos": files}).content.decode()
    assert not ScorePhoto.objects.exists()


def test_one_is_deleted_by_its_button(client, page, assignment, item):
    kept, other = add(assignment.sheet, item), add(assignment.sheet, item, "blue")
    answer = client.post(reverse("reviews:photo_drop", args=[assignment.pk, kept.key]), follow=True)
    assert "照片已删除" in answer.content.decode()
    assert list(ScorePhoto.objects.all()) == [other]


def test_after_handing_in_they_stay_as_they_are(client, page, assignment, item, world):
    kept = add(assignment.sheet, item)
    hand_in(world, assignment)
    assert "照片不能再修改" in client.get(page).content.decode()
    assert "评分表已提交，不能修改" in client.post(page, {"photos": [photo()]}, follow=True).content.decode()
    client.post(reverse("reviews:photo_drop", args=[assignment.pk, kept.key]))
    assert ScorePhoto.objects.count() == 1
    text = client.get(reverse("reviews:sheet", args=[assignment.pk])).content.decode()
    assert reverse("reviews:photo_small", args=[kept.key]) in text


def test_of_a_draft_nobody_sees_them_but_its_reviewer(client, assignment, item, world):
    kept = add(assignment.sheet, item)
    assert seen_by(client, world.reviewer, kept) == [200, 200]
    assert seen_by(client, world.officer, kept) == [404, 404]
    assert seen_by(client, world.captain, kept) == [404, 404]


def test_once_handed_in_the_organizer_sees_them_and_the_unit_does_not(client, assignment, item, world):
    kept = add(assignment.sheet, item)
    hand_in(world, assignment)
    assert seen_by(client, world.officer, kept) == [200, 200]
    assert seen_by(client, world.captain, kept) == [404, 404]
    text = client.get(reverse("reviews:lead_sheet", args=[assignment.sheet.pk]))
    assert text.status_code == 404, "the captain"
    client.force_login(world.officer)
    text = client.get(reverse("reviews:lead_sheet", args=[assignment.sheet.pk])).content.decode()
    assert reverse("reviews:photo_small", args=[kept.key]) in text


def test_a_lead_who_still_owes_a_sheet_sees_none(client, assignment, item, world):
    """Blind: a picture would tell what a colleague looked at."""
    lead = make.make_user()
    world.round.leads.add(lead)
    rounds.assign(world.round, assignment.candidacy, lead, by=world.officer)
    kept = add(assignment.sheet, item)
    hand_in(world, assignment)
    assert seen_by(client, lead, kept) == [404, 404]
