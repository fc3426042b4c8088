"""Writing one record: what is asked, what is ticked, what is refused, and that nothing typed is lost."""

from datetime import date, timedelta

import pytest
import time_machine

from core import clock
from core.models import LedgerEntry
from tests import factories as make
from tests.workspace.log_world import make_log_world
from tests.workspace.media_files import encoded, photo, picture, upload, video
from workspace.forms.activity import CHOOSE_AGAIN
from workspace.models import Activity, ActivityFile, ActivityType, Duty

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    world = make_log_world()
    client.force_login(world.captain)
    return world


def post(client, world, **values):
    return client.post(f"{world.url}new/", world.typed(**values))


def errors(response) -> dict:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# The ordinary record


def test_an_ordinary_record_takes_five_fields_and_is_ticked_by_itself(client, world):
    response = client.post(
        f"{world.url}new/",
        {
            "day": clock.today().isoformat(),
            "activity_type": world.kind().pk,
            "theme": "比武",
            "place": "一楼",
            "people": "8",
            "text": "好",
        },
    )
    activity = Activity.objects.get()
    assert response.url == activity.get_absolute_url()
    assert (activity.unit, activity.created_by, activity.theme, activity.is_public) == (
        world.unit, world.captain, "比武", False,
    )  # fmt: skip
    assert list(activity.duties.all()) == [world.practice]
    entries = LedgerEntry.objects.of(activity)
    assert [(entry.label, entry.actor) for entry in entries] == [("建立", world.captain)]


def test_the_day_is_filled_in_and_places_are_offered(client, world):
    world.record(place="二楼会议室", day=clock.today() - timedelta(days=3))
    world.record(place="一楼大厅")
    page = client.get(f"{world.url}new/")
    assert page.context["form"]["day"].value() == clock.today()
    assert page.context["places"] == ["一楼大厅", "二楼会议室"]


def test_the_page_says_that_nothing_needs_to_be_uploaded(client, world):
    assert "可以不上传" in client.get(f"{world.url}new/").content.decode()


@pytest.mark.parametrize(
    ("values", "ticked"),
    [
        ({"duties_for": ""}, True),
        ({"duties_for": "seen"}, False),
    ],
    ids=["never saw the boxes", "unticked them"],
)
def test_boxes_are_ticked_for_who_never_saw_them_and_stay_as_they_were_left(client, world, values, ticked):
    shown = str(world.kind().pk) if values["duties_for"] else ""
    post(client, world, duties_for=shown)
    assert Activity.objects.get().duties.exists() is ticked


def test_boxes_follow_the_kind_of_activity(client, world):
    answer = client.get(
        f"{world.url}duties/", {"day": clock.today().isoformat(), "activity_type": world.kind().pk}
    )
    other = client.get(
        f"{world.url}duties/",
        {"day": clock.today().isoformat(), "activity_type": world.kind("meeting").pk},
    )
    assert [(tick.duty, tick.is_on, tick.is_meant) for tick in answer.context["boxes"].ticks] == [
        (world.practice, True, True)
    ]
    assert [(tick.duty, tick.is_on, tick.is_meant) for tick in other.context["boxes"].ticks] == [
        (world.practice, False, False)
    ]
    assert f'name="duties_for" value="{world.kind().pk}"' in answer.content.decode()


def test_boxes_stay_as_they_are_while_the_day_is_none(client, world):
    answer = client.get(f"{world.url}duties/", {"day": "", "activity_type": world.kind().pk})
    assert (answer.content, answer.headers["HX-Reswap"]) == (b"", "none")


@pytest.fixture
def four(world) -> list[Duty]:
    """四有: an inspection may show any of them."""
    duties = [
        Duty.objects.create(
            code=f"four-{n}", name=f"四有之{n}", subject="unit", period="cycle", counter="activities",
            clause="示例", ticked_by_type=False,
        )
        for n in range(4)
    ]  # fmt: skip
    for duty in duties:
        duty.activity_types.add(world.kind("inspection"))
    return duties


def test_what_only_the_captain_knows_is_listed_and_not_ticked(client, world, four):
    page = client.get(f"{world.url}new/", {"type": "inspection"})
    meant = page.context["form"].boxes.meant
    assert [(tick.duty, tick.is_on) for tick in meant] == [(duty, False) for duty in four]
    post(client, world, activity_type=world.kind("inspection").pk)
    assert list(Activity.objects.get().duties.all()) == []


def test_what_the_captain_ticks_counts_alone(client, world, four):
    kind = world.kind("inspection").pk
    post(client, world, activity_type=kind, duties_for=kind, duties=[four[2].pk])
    assert list(Activity.objects.get().duties.all()) == [four[2]]


def test_the_way_from_a_duty_ticks_that_one(client, world, four):
    form = client.get(f"{world.url}new/", {"duty": four[1].pk}).context["form"]
    assert [(tick.duty, tick.is_on) for tick in form.boxes.meant] == [
        (duty, duty == four[1]) for duty in four
    ]


def anew(client, world, *, day="", kind, before="", ticked=()) -> list[str]:
    """The codes of what is ticked after the kind or day was changed."""
    asked = {
        "day": day or clock.today().isoformat(), "activity_type": world.kind(kind).pk,
        "duties_for": world.kind(before).pk if before else "", "duties": [duty.pk for duty in ticked],
    }  # fmt: skip
    found = client.get(f"{world.url}duties/", asked).context["boxes"].ticks
    return [tick.duty.code for tick in found if tick.is_on]


def test_a_choice_outlives_a_change_of_kind_or_day(client, world, four):
    """What the old kind had ticked goes with it; what somebody ticked or unticked stays."""
    world.practice.activity_types.add(world.kind("inspection"))
    assert anew(client, world, kind="inspection", ticked=[four[0]]) == ["practice", "four-0"]
    assert anew(client, world, kind="inspection", before="inspection", ticked=[four[0]]) == ["four-0"]
    assert anew(client, world, kind="meeting", before="inspection", ticked=[world.practice, four[0]]) == [
        "four-0"
    ]


def test_a_change_of_day_brings_a_node_and_takes_it_away(client, world):
    node = Duty.objects.create(
        code="node", name="开放周", subject="unit", period="node", counter="activities", clause="示例",
        node_month=9, node_day=1, node_days=30,
    )  # fmt: skip
    node.activity_types.add(world.kind())
    stays = {"kind": "post-practice", "before": "post-practice"}
    assert anew(client, world, **stays, day="2026-09-12") == ["node"]
    assert anew(client, world, **stays, day="2026-05-12", ticked=[node]) == []


def test_a_duty_that_is_offered_no_more_stays_ticked_on_its_record(client, world):
    world.record(duties=[world.practice])
    Duty.objects.update(is_active=False)
    assert anew(client, world, kind="meeting", ticked=[world.practice]) == ["practice"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "选择类型后，能确定的任务会自动勾选"),
        ({"type": "post-practice"}, "只勾选这次活动实际符合的任务"),
        ({"type": "meeting"}, "这类活动没有固定对应的任务"),
    ],
)
def test_the_hint_says_what_is_so_at_the_moment(client, world, query, said):
    page = client.get(f"{world.url}new/", query).content.decode()
    hints = (
        "选择类型后，能确定的任务会自动勾选",
        "只勾选这次活动实际符合的任务",
        "这类活动没有固定对应的任务",
    )
    assert [hint for hint in hints if hint in page] == [said]


def test_who_sees_the_boxes_late_may_still_untick_them(client, world):
    """Without JavaScript they come with the first refusal; the page says for which kind they were shown."""
    refused = post(client, world, people="")
    assert f'name="duties_for" value="{world.kind().pk}"' in refused.content.decode()


def test_a_node_is_offered_on_its_days_only(client, world):
    node = Duty.objects.create(
        code="node", name="开放周", subject="unit", period="node", counter="activities", clause="示例",
        node_month=9, node_day=1, node_days=30,
    )  # fmt: skip
    node.activity_types.add(world.kind())
    asked = {"activity_type": world.kind().pk}
    inside = client.get(f"{world.url}duties/", {**asked, "day": "2026-09-12"}).context["boxes"].ticks
    outside = client.get(f"{world.url}duties/", {**asked, "day": "2026-05-12"}).context["boxes"].ticks
    assert ([tick.duty.code for tick in inside], [tick.duty.code for tick in outside]) == (
        ["practice", "node"], ["practice"],
    )  # fmt: skip


def test_a_duty_of_another_committee_cannot_be_named(client, world):
    strange = Duty.objects.create(
        committee=make.make_committee("邻市团委", "city"), code="strange", name="外地任务", subject="unit",
        period="year", counter="activities", clause="示例",
    )  # fmt: skip
    response = post(client, world, duties=[strange.pk])
    assert list(errors(response)) == ["duties"]
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"type": "volunteering"}, {"activity_type": "volunteering"}),
        ({"type": "committee-meeting"}, {}),
        ({"type": "nothing"}, {}),
        ({"duty": "own"}, {"activity_type": "post-practice", "theme": "练精兵", "duties": ["practice"]}),
        ({"duty": "999999"}, {}),
        ({"duty": "x"}, {}),
        ({"copy": "99999999999999999999999"}, {}),
    ],
)
def test_addresses_prefill_the_form(client, world, query, expected):
    Duty.objects.update(suggestion="练精兵")
    if query.get("duty") == "own":
        query = {"duty": world.practice.pk}
    form = client.get(f"{world.url}new/", query).context["form"]
    found = {
        name: form.initial[name] for name in ("activity_type", "theme", "duties") if form.initial.get(name)
    }
    if "activity_type" in found:
        found["activity_type"] = ActivityType.objects.get(pk=found["activity_type"]).code
    if "duties" in found:
        found["duties"] = sorted({duty.code for duty in found["duties"]})
    assert found == expected


def test_sessions_at_a_youth_home_prefill_the_home(client, world):
    duty = Duty.objects.create(
        code="home",
        name="志愿服务",
        subject="unit",
        period="year",
        counter="youth_home_sessions",
        clause="示例",
    )
    duty.activity_types.add(world.kind("volunteering"))
    form = client.get(f"{world.url}new/", {"duty": duty.pk}).context["form"]
    assert form["youth_home"].value() == world.unit.youth_homes.get().pk


def test_youth_home_is_asked_only_where_there_is_one(client, world):
    assert "youth_home" in client.get(f"{world.url}new/").context["form"].fields
    world.unit.youth_homes.update(ends_on=clock.today())
    assert "youth_home" not in client.get(f"{world.url}new/").context["form"].fields


def test_once_more_copies_everything_but_day_and_files(client, world):
    source = world.record(day=date(2026, 1, 5), place="一楼", text="简述", duties=[world.practice])
    form = client.get(f"{world.url}new/", {"copy": source.pk}).context["form"]
    assert (form["theme"].value(), form["place"].value(), form["people"].value()) == (
        "岗位练兵比武",
        "一楼",
        8,
    )
    assert form["day"].value() == clock.today()
    assert [(tick.duty, tick.is_on) for tick in form.boxes.ticks] == [(world.practice, True)]


# What is refused


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"day": "2199-01-01"}, "day"),
        ({"day": "0202-05-01"}, "day"),
        ({"day": ""}, "day"),
        ({"day": "2026-02-30"}, "day"),
        ({"activity_type": ""}, "activity_type"),
        ({"theme": ""}, "theme"),
        ({"theme": "练" * 61}, "theme"),
        ({"theme": "练\x00兵"}, "theme"),
        ({"theme": "练\u202e兵"}, "theme"),
        ({"people": "0"}, "people"),
        ({"people": "1000000000"}, "people"),
        ({"people": "-3"}, "people"),
        ({"people": "八"}, "people"),
        ({"people": ""}, "people"),
        ({"served": "-1"}, "served"),
        ({"served": "99999999999"}, "served"),
        ({"text": "述" * 601}, "text"),
        ({"text": "述\x00"}, "text"),
        ({"duties": ["x"]}, "duties"),
    ],
)
def test_bad_input_is_refused_at_its_field(client, world, values, field):
    response = post(client, world, **values)
    assert list(errors(response)) == [field]
    assert not Activity.objects.exists()


def test_committees_kinds_and_switched_off_ones_are_not_for_units(client, world):
    for kind in (world.kind("committee-meeting"), world.kind("meeting")):
        ActivityType.objects.filter(code="meeting").update(is_active=False)
        assert list(errors(post(client, world, activity_type=kind.pk))) == ["activity_type"]


@pytest.mark.parametrize("theme", ["😀 青年先锋 👨‍👩‍👧", "𬱟𠀀䶮", "<script>alert(1)</script>", "１２３"])
def test_rare_and_strange_characters_are_kept_and_escaped(client, world, theme):
    response = client.post(f"{world.url}new/", world.typed(theme=theme), follow=True)
    assert Activity.objects.get().theme == theme
    assert "<script>alert" not in response.content.decode()


def test_a_line_break_counts_as_one_character(client, world):
    post(client, world, text="述\r\n" * 300)
    assert Activity.objects.get().text == ("述\n" * 300).strip()


# Duplicates


def test_the_same_day_kind_and_theme_is_pointed_out_with_a_link(client, world):
    known = world.record(theme="岗位练兵 比武！", by=make.make_captain(world.unit, "deputy"))
    response = post(client, world, theme="岗位练兵比武")
    page = response.content.decode()
    assert "仍要保存" in page
    assert f'href="{known.get_absolute_url()}"' in page
    assert Activity.objects.count() == 1
    post(client, world, theme="岗位练兵比武", again="on")
    assert Activity.objects.count() == 2


@pytest.mark.parametrize(
    ("theme", "found"),
    [
        ("岗位练兵 比武", True),
        ("岗位练兵—比武！", True),
        ("岗位练兵ＡＢ", False),
        ("岗位练兵", False),
    ],
)
def test_themes_are_compared_without_spaces_punctuation_and_width(client, world, theme, found):
    world.record()
    answer = client.get(
        f"{world.url}duplicates/",
        {"day": clock.today().isoformat(), "activity_type": world.kind().pk, "theme": theme},
    )
    assert bool(answer.context["duplicates"]) is found
    assert ("仍要保存" in answer.content.decode()) is found


def test_full_width_is_the_same(client, world):
    world.record(theme="AB 2026")
    asked = {"day": clock.today().isoformat(), "activity_type": world.kind().pk, "theme": "ａｂ２０２６"}
    assert len(client.get(f"{world.url}duplicates/", asked).context["duplicates"]) == 1


def test_signs_alone_are_compared_as_they_stand(client, world):
    world.record(theme="？？？")
    asked = {"day": clock.today().isoformat(), "activity_type": world.kind().pk}
    pages = [client.get(f"{world.url}duplicates/", {**asked, "theme": theme}) for theme in ("？？？", "！")]
    assert [len(page.context["duplicates"]) for page in pages] == [1, 0]


def test_another_day_kind_unit_or_a_record_taken_back_is_no_duplicate(client, world):
    other = make.make_unit(world.county)
    world.record(day=clock.today() - timedelta(days=1))
    world.record(activity_type=world.kind("meeting"))
    world.record(unit=other, by=make.make_captain(other))
    Activity.objects.filter(pk=world.record().pk).update(removed_at=clock.now())
    post(client, world)
    assert Activity.objects.filter(unit=world.unit).kept().count() == 3


def test_a_record_is_no_duplicate_of_itself(client, world):
    activity = world.record()
    response = client.post(f"{activity.get_absolute_url()}edit/", world.typed(people=9))
    assert response.status_code == 302
    assert Activity.objects.get().people == 9


def test_a_second_click_makes_no_second_record_and_says_nothing_wrong(client, world):
    first, second = post(client, world), post(client, world)
    assert (first.url, first.status_code) == (second.url, second.status_code)
    assert Activity.objects.count() == 1
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        assert "同一天已有" in post(client, world).content.decode()


# Files


def files(client, world, **sent):
    return client.post(f"{world.url}new/", world.typed(**sent))


def test_three_photos_are_kept_and_drawn_small_later(client, world, django_capture_on_commit_callbacks):
    sent = [photo(f"{n}.jpg", size=(60 + n, 40)) for n in range(3)]
    files(client, world, photos=sent)
    stored = list(ActivityFile.objects.order_by("pk"))
    assert [(file.kind, file.width, file.progress) for file in stored] == [
        ("image", 60, "queued"), ("image", 61, "queued"), ("image", 62, "queued"),
    ]  # fmt: skip
    assert all(file.file.storage.exists(file.file.name) for file in stored)


def test_a_film_is_kept(client, world):
    files(client, world, video=[upload(video(), "film.mov")])
    file = ActivityFile.objects.get()
    assert (file.kind, file.file.name.endswith(".mp4"), file.size) == ("video", True, file.file.size)


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (lambda: {"photos": [photo(f"{n}.jpg") for n in range(4)]}, "photos"),
        (lambda: {"photos": [photo()], "video": [upload(video(), "f.mp4")]}, "video"),
        (lambda: {"video": [upload(video(), "f.mp4"), upload(video(), "g.mp4")]}, "video"),
        (lambda: {"photos": [upload(b"", "a.jpg")]}, "photos"),
        (lambda: {"photos": [upload(b"%PDF-1.7", "a.jpg"), photo()]}, "photos"),
        (lambda: {"video": [upload(encoded(picture()), "a.mp4")]}, "video"),
    ],
    ids=["four photos", "photo and film", "two films", "empty", "one of two bad", "photo as film"],
)
def test_wrong_files_are_refused_at_their_field_and_the_text_stays(client, world, sent, field):
    response = files(client, world, text="写了很久的简述", **sent())
    assert field in errors(response)
    assert "写了很久的简述" in response.content.decode()
    assert not Activity.objects.exists()


def test_good_files_beside_another_mistake_must_be_chosen_again(client, world):
    response = files(client, world, people="0", photos=[photo()])
    assert errors(response)["photos"] == [CHOOSE_AGAIN]
    assert not ActivityFile.objects.exists()


def test_the_same_photo_twice_is_kept_once(client, world):
    files(client, world, photos=[photo("a.jpg"), photo("b.jpg")])
    assert ActivityFile.objects.count() == 1


def test_files_can_be_dropped_and_added_in_one_go(client, world):
    files(client, world, photos=[photo(f"{n}.jpg", size=(60 + n, 40)) for n in range(3)])
    activity = Activity.objects.get()
    first = activity.files.first()
    edit = f"{activity.get_absolute_url()}edit/"
    too_many = client.post(edit, world.typed(photos=[photo(size=(99, 40))]))
    assert list(errors(too_many)) == ["photos"]
    client.post(edit, world.typed(photos=[photo(size=(99, 40))], drop=[first.pk]))
    assert [file.width for file in activity.files.all()] == [61, 62, 99]


def test_a_dropped_files_bytes_go_when_the_change_is_certain(
    client, world, django_capture_on_commit_callbacks
):
    files(client, world, photos=[photo()])
    activity, file = Activity.objects.get(), ActivityFile.objects.get()
    with django_capture_on_commit_callbacks() as waiting:
        client.post(f"{activity.get_absolute_url()}edit/", world.typed(drop=[file.pk]))
    assert file.file.storage.exists(file.file.name)
    for act in waiting:
        act()
    assert not file.file.storage.exists(file.file.name)


def test_files_of_other_records_cannot_be_dropped(client, world):
    other = make.make_unit(world.county)
    files(client, world, photos=[photo()])
    theirs = ActivityFile.objects.get()
    mine = world.record(theme="另一件")
    response = client.post(f"{mine.get_absolute_url()}edit/", world.typed(theme="另一件", drop=[theirs.pk]))
    assert list(errors(response)) == ["drop"]
    assert ActivityFile.objects.exists()
    assert other.activities.count() == 0


def test_without_javascript_the_old_kinds_duties_go_with_the_kind(client, world):
    """The page still showed the boxes of 岗位练兵 when the kind was changed to another."""
    client.force_login(world.captain)
    old, new = world.kind(), world.kind("training")
    post(client, world, activity_type=new.pk, duties_for=old.pk, duties=[world.practice.pk])
    assert list(Activity.objects.get().duties.all()) == []
