"""Number and telephone of a volunteer are found through one index each; the models never asked for the doubles.

Migration files could not say `db_index=False` of a blind index, so that four more indexes were made than the models
have. On PostgreSQL this drops them in no time; SQLite rebuilds the table.
"""

from django.db import migrations

import core.fields

COMMON = {"blank": True, "editable": False, "max_length": 64, "null": True, "db_index": False}


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0009_imports")]
    operations = [
        migrations.AlterField(
            "volunteer", "identity_index", core.fields.BlindIndexField("identity_number", **COMMON)
        ),
        migrations.AlterField("volunteer", "phone_index", core.fields.BlindIndexField("phone", **COMMON)),
    ]
