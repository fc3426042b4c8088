"""Grams: what is found, what is not, and that the index stays in step with its text."""

import pytest

from core.grams import grams_of, grams_of_term
from tests.volunteers.register_world import Register, make_volunteer
from volunteers.models import Volunteer


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("王小明", ["王", "小", "明", "王小", "小明"]),
        ("李李", ["李", "李李"]),
        ("阿卜杜·热", ["阿", "卜", "杜", "热", "阿卜", "卜杜", "杜热"]),
        ("Ａnna", ["a", "n", "an", "nn", "na"]),
        ("𬱟", ["𬱟"]),
        ("", []),
    ],
)
def test_grams(text, grams):
    assert grams_of(text) == grams


def test_a_term_asks_for_its_pairs():
    assert grams_of_term("小明") == ["小明"]
    assert grams_of_term("王小明") == ["王小", "小明"]
    assert grams_of_term("王") == ["王"]
    assert grams_of_term("·%' ") == []


@pytest.mark.django_db
def test_the_index_follows_every_change_of_the_text():
    world = Register()
    volunteer = make_volunteer(world.team, name="欧阳小明")
    rare = make_volunteer(world.team, name="王𬱟")

    def named(text):
        return list(Volunteer.objects.named(text))

    assert named("欧阳") == named("阳小明") == named("明") == [volunteer]
    assert named("𬱟") == [rare]
    assert named("欧小") == named("%") == named("' OR 1") == []
    volunteer.name = "司马小明"
    volunteer.save()
    assert (named("欧阳"), named("司马")) == ([], [volunteer])
    volunteer.history.all().delete()
    volunteer.delete()
    assert named("司马") == []
