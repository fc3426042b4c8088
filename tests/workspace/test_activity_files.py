"""Files of a record: drawn small by a job, handed out to whoever may read the record."""

import pytest

from core.models import Job
from core.services import jobs
from tests import factories as make
from tests.honor_roll.world import make_title
from tests.workspace.log_world import log_of_journey, make_log_world
from tests.workspace.media_files import photo, upload, video
from workspace.media.images import clean_image
from workspace.media.videos import clean_video
from workspace.models import Activity, ActivityFile
from workspace.services import activities, thumbnails

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    world = make_log_world()
    client.force_login(world.captain)
    return world


def keep(world, *uploads, opener=clean_image, **values) -> list[ActivityFile]:
    media = [opener(file) for file in uploads]
    activity = world.record(media=media, **values)
    for item in media:
        item.close()
    return list(activity.files.all())


def draw() -> Job:
    job = Job.objects.get(kind=thumbnails.KIND)
    jobs.run(job.pk)
    return Job.objects.get(pk=job.pk)


# Thumbnails


def test_a_job_draws_them_all_and_tells_nobody(world):
    keep(world, photo(size=(900, 600)), photo("b.jpg", size=(600, 900)))
    job = draw()
    assert (job.state, job.done, job.total, job.failed, job.created_by) == ("done", 2, 2, 0, None)
    assert [file.progress for file in ActivityFile.objects.all()] == ["ready", "ready"]


def test_a_film_shows_its_first_frame(world, client):
    [file] = keep(world, upload(video(), "f.mp4"), opener=clean_video)
    draw()
    small = client.get(f"/desk/files/{file.key}/small/")
    assert (small.status_code, small["Content-Type"]) == (200, "image/webp")
    b"".join(small)


def test_bytes_that_are_gone_are_said_on_the_page_and_stop_nothing(world, client):
    first, _ = keep(world, photo(size=(70, 50)), photo("b.jpg", size=(80, 50)))
    first.file.storage.delete(first.file.name)
    job = draw()
    page = client.get(first.activity.get_absolute_url()).content.decode()
    assert (job.state, job.failed, job.done) == ("done", 1, 2)
    assert [file.progress for file in ActivityFile.objects.order_by("pk")] == ["failed", "ready"]
    assert thumbnails.UNREADABLE in page
    assert client.get(f"/desk/files/{first.key}/").status_code == 404


def test_a_job_that_was_given_up_says_so_on_the_files(world):
    [file] = keep(world, photo())
    job = Job.objects.get(kind=thumbnails.KIND)
    Job.objects.filter(pk=job.pk).update(attempts=jobs.MAX_FRUITLESS_ATTEMPTS + 1)
    jobs.run(job.pk)
    file.refresh_from_db()
    assert (file.progress, file.failure) == ("failed", "生成缩略图的任务中断，可点击原图查看")


def test_files_dropped_meanwhile_are_passed_over(world):
    first, second = keep(world, photo(size=(70, 50)), photo("b.jpg", size=(80, 50)))
    first.delete()
    assert draw().state == "done"
    second.refresh_from_db()
    assert second.progress == "ready"


def test_the_page_says_that_thumbnails_are_being_drawn_and_looks_again(world, client):
    [file] = keep(world, photo())
    waiting = client.get(file.activity.get_absolute_url()).content.decode()
    draw()
    ready = client.get(file.activity.get_absolute_url()).content.decode()
    assert ("正在生成缩略图" in waiting, 'hx-trigger="load delay:3s"' in waiting) == (True, True)
    assert ("正在生成缩略图" in ready, 'hx-trigger="load delay:3s"' in ready) == (False, False)


def test_rows_that_could_not_be_kept_leave_no_bytes(world, monkeypatch):
    def refuse(*args, **kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(ActivityFile, "save", refuse)
    with pytest.raises(RuntimeError, match="gone"):
        keep(world, photo())
    storage = ActivityFile._meta.get_field("file").storage
    folders = storage.listdir("activities")[0]
    assert [storage.listdir(f"activities/{folder}")[1] for folder in folders] == [[]]


# Handing out


def test_a_photo_is_handed_out_as_what_it_is(world, client):
    [file] = keep(world, photo())
    response = client.get(f"/desk/files/{file.key}/")
    body = b"".join(response)
    assert (response["Content-Type"], response["Content-Disposition"], response["X-Content-Type-Options"]) == (
        "image/jpeg", "inline", "nosniff",
    )  # fmt: skip
    assert (response["Cache-Control"], response["Content-Length"]) == (
        "private, max-age=3600",
        str(len(body)),
    )
    assert len(body) == file.size


def test_players_get_the_part_they_ask_for(world, client):
    [file] = keep(world, upload(video(), "f.mp4"), opener=clean_video)
    whole = b"".join(client.get(f"/desk/files/{file.key}/"))
    part = client.get(f"/desk/files/{file.key}/", headers={"range": "bytes=10-19"})
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 10-19/{file.size}")
    assert b"".join(part) == whole[10:20]
    beyond = client.get(f"/desk/files/{file.key}/", headers={"range": f"bytes={file.size}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{file.size}")


def test_a_thumbnail_that_is_not_drawn_yet_is_not_there(world, client):
    [file] = keep(world, photo())
    assert client.get(f"/desk/files/{file.key}/small/").status_code == 404


def status(client, file, person=None) -> int:
    client.logout()
    if person:
        client.force_login(person)
    response = client.get(f"/desk/files/{file.key}/")
    if response.streaming:
        b"".join(response)
    return response.status_code


def test_files_go_to_readers_of_the_record_only(world, client):
    [file] = keep(world, photo())
    asked = {
        "captain": world.captain,
        "officer": make.make_officer(world.city),
        "other captain": make.make_captain(make.make_unit(world.county)),
        "elsewhere": make.make_officer(make.make_committee("邻市团委", "city")),
        "visitor": None,
    }
    assert {name: status(client, file, person) for name, person in asked.items()} == {
        "captain": 200, "officer": 200, "other captain": 404, "elsewhere": 404, "visitor": 404,
    }  # fmt: skip


def test_the_public_sees_files_of_public_records_of_units_with_a_page(world, client):
    [file] = keep(world, photo(), is_public=True)
    [private] = keep(world, photo("b.jpg", colour="navy"), theme="内部会议")
    before = status(client, file)
    make_title(world.unit)
    assert (before, status(client, file), status(client, private)) == (404, 200, 404)
    activities.take_back(file.activity, by=world.captain)
    assert (status(client, file), status(client, file, world.captain)) == (404, 404)


def test_reviewers_see_files_of_the_units_they_are_to_assess(client, journey):
    world = log_of_journey(journey)
    [file] = keep(world, photo())
    before = status(client, file, journey.reviewer)
    journey.candidacy("assessing")
    assert (before, status(client, file, journey.reviewer)) == (404, 200)


# Going back for a photo


def test_who_goes_back_for_a_photo_adds_it_to_the_record_just_saved(world, client):
    """The page says that it was saved, so it must be there."""
    facts = world.typed()
    client.post(f"{world.url}new/", facts)
    client.post(f"{world.url}new/", facts | {"photos": [photo()], "duties": [world.practice.pk]})
    activity = Activity.objects.get()
    assert (activity.files.count(), list(activity.duties.all())) == (1, [world.practice])
    client.post(f"{world.url}new/", facts | {"photos": [photo()], "duties": [world.practice.pk]})
    assert (Activity.objects.count(), activity.files.count()) == (1, 1)


def test_what_fails_after_the_bytes_leaves_none(world, monkeypatch):
    [kept] = keep(world, photo(size=(90, 50)))
    storage = kept.file.storage

    def stored() -> list[str]:
        folders = storage.listdir("activities")[0]
        return [name for folder in folders for name in storage.listdir(f"activities/{folder}")[1]]

    def refuse(*args, **kwargs):
        raise RuntimeError("no line in the ledger")

    before = stored()
    monkeypatch.setattr("core.services.ledger.append", refuse)
    monkeypatch.setattr("core.services.ledger.append_creation", refuse)
    with pytest.raises(RuntimeError):
        world.record(theme="另一次", media=[clean_image(photo())])
    with pytest.raises(RuntimeError):
        activities.change(kept.activity, by=world.captain, media=[clean_image(photo())])
    assert stored() == before


def test_a_photo_dropped_while_it_is_drawn_leaves_nothing_and_stops_nothing(world):
    [file] = keep(world, photo())
    ActivityFile.objects.filter(pk=file.pk).delete()
    drawn = thumbnails.draw(file)
    assert not drawn.file.storage.exists(drawn.thumbnail.name)


def test_drawing_again_leaves_one_thumbnail(world):
    [file] = keep(world, photo())
    name = thumbnails.draw(file).thumbnail.name
    ActivityFile.objects.update(thumbnail="")  # the step stopped between the bytes and the row
    assert thumbnails.draw(ActivityFile.objects.get()).thumbnail.name == name
    folder = name.rsplit("/", 1)[0]
    assert len(file.file.storage.listdir(folder)[1]) == 2
