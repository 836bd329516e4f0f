"""The database is the last guard: papers and frozen figures stay as they were issued and taken."""

from django.db import migrations

FORWARD = """
create trigger ticket_paper_is_written_once before update or delete on oversight_ticketpaper
    for each row execute function petitions_refuse_change();
create trigger snapshot_is_taken_once before update or delete on oversight_snapshot
    for each row execute function petitions_refuse_change();
create trigger snapshot_figure_is_taken_once before update or delete on oversight_snapshotfigure
    for each row execute function petitions_refuse_change();
create trigger annual_paper_is_written_once before update or delete on oversight_annualpaper
    for each row execute function petitions_refuse_change();
"""
BACKWARD = """
drop trigger ticket_paper_is_written_once on oversight_ticketpaper;
drop trigger snapshot_is_taken_once on oversight_snapshot;
drop trigger snapshot_figure_is_taken_once on oversight_snapshotfigure;
drop trigger annual_paper_is_written_once on oversight_annualpaper;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("oversight", "0002_initial"),
        ("petitions", "0002_history_is_append_only"),
    ]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
