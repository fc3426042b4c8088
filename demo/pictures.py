"""Drawings that stand in for photos: no real place and no real person is on them."""

import io
import random

from PIL import Image, ImageDraw

SIZE = (960, 720)
COATS = ("#b81c22", "#2f6f9f", "#3c7d4b", "#8a6d3b", "#5b4a8a", "#c8912b")
SKIN, DARK, LIGHT = "#e8c4a0", "#3a3f45", "#f7f6f3"


def hall(seed: int) -> tuple[bytes, tuple[int, int]]:
    """A service hall: a counter with three windows and people before it."""
    image, draw, chance = _canvas("#e9edf1", seed)
    draw.rectangle((0, 520, 960, 720), fill="#cfd6dc")
    for number in range(3):
        left = 90 + number * 270
        draw.rectangle((left, 150, left + 230, 340), fill="#9fb9cc", outline=DARK, width=4)
        draw.rectangle((left + 40, 90, left + 190, 135), fill=COATS[0])
        _person(draw, left + 115, 330, chance.choice(COATS))
    draw.rectangle((60, 360, 900, 470), fill="#c9b18b", outline="#8a6d3b", width=4)
    for number in range(4):
        _person(draw, 160 + number * 210 + chance.randint(-20, 20), 640, chance.choice(COATS))
    return _encoded(image)


def square(seed: int) -> tuple[bytes, tuple[int, int]]:
    """A square with tents, where people are helped outdoors."""
    image, draw, chance = _canvas("#cfe3ef", seed)
    draw.rectangle((0, 430, 960, 720), fill="#a9c59a")
    for left in (80, 380, 680):
        draw.polygon([(left, 330), (left + 110, 230), (left + 220, 330)], fill=chance.choice(COATS))
        draw.rectangle((left + 12, 330, left + 22, 520), fill=DARK)
        draw.rectangle((left + 198, 330, left + 208, 520), fill=DARK)
        draw.rectangle((left + 20, 450, left + 200, 510), fill=LIGHT, outline=DARK, width=3)
        _person(draw, left + 110, 450, COATS[0])
        _person(draw, left + 60 + chance.randint(0, 90), 650, chance.choice(COATS))
    return _encoded(image)


def stage(seed: int) -> tuple[bytes, tuple[int, int]]:
    """A stage with a row of contestants and heads of the audience."""
    image, draw, chance = _canvas("#f0e6da", seed)
    draw.rectangle((90, 80, 870, 330), fill=COATS[0])
    draw.rectangle((60, 430, 900, 500), fill="#b08d57")
    for number in range(5):
        _person(draw, 190 + number * 145, 430, chance.choice(COATS[1:]))
    for number in range(9):
        left = 30 + number * 105 + chance.randint(-12, 12)
        draw.ellipse((left, 600, left + 80, 690), fill=DARK)
    return _encoded(image)


PICTURES = {"hall": hall, "square": square, "stage": stage}


def _canvas(colour: str, seed: int):
    image = Image.new("RGB", SIZE, colour)
    return image, ImageDraw.Draw(image), random.Random(seed)  # noqa: S311  (a repeatable drawing, not a secret)


def _person(draw: ImageDraw.ImageDraw, x: int, feet: int, coat: str) -> None:
    draw.rounded_rectangle((x - 34, feet - 130, x + 34, feet), 16, fill=coat)
    draw.ellipse((x - 26, feet - 190, x + 26, feet - 134), fill=SKIN)
    draw.pieslice((x - 28, feet - 196, x + 28, feet - 140), 180, 360, fill=DARK)


def _encoded(image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85, optimize=True)
    return out.getvalue(), image.size
