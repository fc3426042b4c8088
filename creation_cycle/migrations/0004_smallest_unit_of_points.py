"""评分最小单位: items that there are keep two decimals, new ones begin with half points."""

from decimal import Decimal

from django.db import migrations, models

STEPS = ("1.00", "0.50", "0.10", "0.01")


def step(default: str) -> models.DecimalField:
    return models.DecimalField(
        choices=[(Decimal(value), f"{Decimal(value).normalize():f} 分") for value in STEPS],
        decimal_places=2,
        default=Decimal(default),
        help_text="评议项按此数的整数倍打分。",
        max_digits=3,
        verbose_name="评分最小单位",
    )


class Migration(migrations.Migration):
    dependencies = [("creation_cycle", "0003_self_assessment_versions")]

    operations = [
        migrations.AddField("standarditem", "step", step("0.01")),
        migrations.AlterField("standarditem", "step", step("0.50")),
        migrations.AddConstraint(
            "standarditem",
            models.CheckConstraint(
                condition=models.Q(step__in=tuple(Decimal(value) for value in STEPS)), name="item_step_known"
            ),
        ),
    ]
