"""The portal's own policy and the five stars of domain.md §9; afterwards the rows are the staff's."""

from django.db import migrations

STARS = (
    ("一星志愿者", 100),
    ("二星志愿者", 300),
    ("三星志愿者", 600),
    ("四星志愿者", 1000),
    ("五星志愿者", 1500),
)
SOURCE = "100/300/600/1000/1500 小时：东营、惠州、广西等地公布的标准"


def add(apps, schema_editor):
    policy, level = apps.get_model("volunteers", "HoursPolicy"), apps.get_model("volunteers", "StarLevel")
    policy.objects.get_or_create(committee=None)
    for star, (name, hours) in enumerate(STARS, start=1):
        level.objects.get_or_create(star=star, defaults={"name": name, "hours": hours, "source": SOURCE})


def keep(apps, schema_editor):
    """Backwards nothing is taken away: the tables go with the migrations before."""


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0007_hours_kept_safe")]
    operations = [migrations.RunPython(add, keep)]
