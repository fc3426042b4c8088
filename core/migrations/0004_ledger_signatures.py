from django.db import migrations, models
from django.utils import timezone

from core.crypto import fingerprint


def sign_what_no_seal_proves(apps, schema_editor):
    """Entries since the last sealed day; the older ones are proved by their seals and stay unsigned."""
    entries = apps.get_model("core", "LedgerEntry").objects.order_by("-pk")
    seals = apps.get_model("core", "DailySeal").objects
    last = seals.order_by("-day").values_list("day", flat=True).first()
    for entry in entries.iterator(chunk_size=2000):
        if last is not None and timezone.localdate(entry.at) <= last:
            break  # entries are written in the order of time
        entry.signature = fingerprint(entry.hash, context="ledger")
        entry.save(update_fields=["signature"])


class Migration(migrations.Migration):
    dependencies = [("core", "0003_purpose_of_looks")]

    operations = [
        migrations.AddField(
            model_name="ledgerentry",
            name="columns",
            field=models.CharField(blank=True, default="", max_length=16, verbose_name="摘要所含列"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="ledgerentry",
            name="signature",
            field=models.CharField(blank=True, default="", max_length=64, verbose_name="系统签名"),
            preserve_default=False,
        ),
        migrations.RunPython(sign_what_no_seal_proves, migrations.RunPython.noop),
    ]
