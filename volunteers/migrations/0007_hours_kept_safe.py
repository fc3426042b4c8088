"""PostgreSQL refuses what code should never do: serving twice at one time, changing a row that is written once."""

from django.db import migrations

NO_OVERLAP = """
ALTER TABLE volunteers_hoursslot ADD CONSTRAINT one_service_at_a_time EXCLUDE USING gist (
    int8range(volunteer_id, volunteer_id, '[]') WITH &&,
    tstzrange(starts_at, ends_at, '[)') WITH &&
)
"""
REFUSE = """
CREATE FUNCTION volunteers_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME;
END
$$
"""
TRIGGER = """
CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION volunteers_written_once()
"""
TABLES = ("volunteers_hoursentry", "volunteers_progressreport")


def keep_safe(apps, schema_editor):
    """On SQLite the same holds through the services' locks and `WrittenOnceModel`."""
    if schema_editor.connection.vendor != "postgresql":
        return
    schema_editor.execute(NO_OVERLAP, params=None)
    schema_editor.execute(REFUSE, params=None)
    for table in TABLES:
        schema_editor.execute(TRIGGER.format(table=table), params=None)


def let_go(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    for table in TABLES:
        schema_editor.execute(f"DROP TRIGGER written_once ON {table}")
    schema_editor.execute("DROP FUNCTION volunteers_written_once()")
    schema_editor.execute("ALTER TABLE volunteers_hoursslot DROP CONSTRAINT one_service_at_a_time")


class Migration(migrations.Migration):
    dependencies = [("volunteers", "0006_youth_homes")]
    operations = [migrations.RunPython(keep_safe, let_go)]
