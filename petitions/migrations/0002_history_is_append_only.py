"""The database is the last guard: events are never changed or deleted, issued letters never edited."""

from django.db import migrations

FORWARD = """
create function petitions_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% 是历史记录，不能修改或者删除', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger event_is_append_only before update or delete on petitions_event
    for each row execute function petitions_refuse_change();
create trigger document_file_is_written_once before update or delete on petitions_documentfile
    for each row execute function petitions_refuse_change();
create trigger document_issued_is_frozen before update on petitions_document
    for each row when (old.issued_on is not null) execute function petitions_refuse_change();
create trigger document_issued_is_kept before delete on petitions_document
    for each row when (old.issued_on is not null) execute function petitions_refuse_change();
create trigger service_is_written_once before update or delete on petitions_service
    for each row execute function petitions_refuse_change();
create trigger rating_is_written_once before update or delete on petitions_rating
    for each row execute function petitions_refuse_change();
create trigger base_flag_is_written_once before update or delete on petitions_baseflag
    for each row execute function petitions_refuse_change();
"""
BACKWARD = """
drop trigger event_is_append_only on petitions_event;
drop trigger document_file_is_written_once on petitions_documentfile;
drop trigger document_issued_is_frozen on petitions_document;
drop trigger document_issued_is_kept on petitions_document;
drop trigger service_is_written_once on petitions_service;
drop trigger rating_is_written_once on petitions_rating;
drop trigger base_flag_is_written_once on petitions_baseflag;
drop function petitions_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("petitions", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
