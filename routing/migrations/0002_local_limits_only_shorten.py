"""The last guard: not even SQL typed by hand may lengthen a period for one place."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION routing_local_limit_only_shortens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.organization_id IS NULL THEN
        RETURN NEW;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM routing_timelimit n WHERE n.code = NEW.code AND n.organization_id IS NULL
    ) OR EXISTS (
        SELECT 1 FROM routing_timelimit n
        WHERE n.code = NEW.code AND n.organization_id IS NULL
          AND (n.valid_until IS NULL OR n.valid_until >= NEW.valid_from)
          AND (n.number IS NULL
               OR (n.unit = NEW.unit AND NEW.number > n.number)
               OR NEW.extension_cap > n.extension_cap
               OR (NEW.rolls AND NOT n.rolls))
    ) THEN
        RAISE EXCEPTION 'a local time limit may only shorten the national one: %', NEW.code
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER local_limit_only_shortens BEFORE INSERT OR UPDATE ON routing_timelimit
    FOR EACH ROW EXECUTE FUNCTION routing_local_limit_only_shortens();
"""

BACKWARD = """
DROP TRIGGER local_limit_only_shortens ON routing_timelimit;
DROP FUNCTION routing_local_limit_only_shortens();
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
