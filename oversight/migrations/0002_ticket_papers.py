"""The papers of tickets, and the trigger that keeps them as they were issued."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

FORWARD = """
create trigger ticket_paper_is_written_once before update or delete on oversight_ticketpaper
    for each row execute function petitions_refuse_change();
"""
BACKWARD = "drop trigger ticket_paper_is_written_once on oversight_ticketpaper;"


def refers_to(model, name, **options):
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to=model, verbose_name=name, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("oversight", "0001_initial"),
        ("petitions", "0002_history_is_append_only"),
    ]
    operations = [
        migrations.CreateModel(
            name="TicketClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ticket", refers_to("oversight.ticket", "督办单", related_name="+")),
                ("claim", refers_to("petitions.claim", "诉求", related_name="+")),
            ],
            options={
                "verbose_name": "所涉诉求",
                "verbose_name_plural": "所涉诉求",
                "constraints": [
                    models.UniqueConstraint(fields=("ticket", "claim"), name="ticket_cites_a_claim_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketPaper",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("letter", models.CharField(max_length=4, verbose_name="文种")),
                ("number", models.CharField(max_length=60, verbose_name="文号")),
                ("values", models.JSONField(verbose_name="内容")),
                ("issued_on", models.DateField(verbose_name="签发日期")),
                ("sha256", models.CharField(max_length=64, verbose_name="摘要")),
                ("content", models.BinaryField(verbose_name="PDF")),
                ("organization", refers_to("accounts.organization", "出具机关", related_name="+")),
                (
                    "reply",
                    models.OneToOneField(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper", to="oversight.reply", verbose_name="答复",
                    ),
                ),
                ("ticket", refers_to("oversight.ticket", "督办单", related_name="papers")),
            ],
            options={
                "verbose_name": "督办文书",
                "verbose_name_plural": "督办文书",
                "ordering": ["issued_on", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("reply", None)), fields=("ticket",),
                        name="ticket_paper_once_for_each_ticket",
                    ),
                    models.UniqueConstraint(
                        fields=("organization", "number"), name="ticket_paper_number_once"
                    ),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
