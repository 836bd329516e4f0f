"""督办文书: the paper of a ticket, numbered, rendered once and never changed."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from oversight.models.ticket import Reply, Ticket
from petitions.letters import LETTERS, Letter
from petitions.models import Claim
from petitions.models.document import LETTER_CHOICES


class TicketClaim(models.Model):
    """One claim that a suggestion rests on; sealed ones are never cited."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+", verbose_name="督办单")
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+", verbose_name="诉求")

    class Meta:
        verbose_name = "所涉诉求"
        verbose_name_plural = "所涉诉求"
        constraints = [
            models.UniqueConstraint(fields=["ticket", "claim"], name="ticket_cites_a_claim_once"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.claim_id}"


class TicketPaperQuerySet(models.QuerySet["TicketPaper"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(ticket__in=Ticket.objects.visible_to(user))

    def without_content(self) -> Self:
        return self.defer("content")


class TicketPaper(models.Model):
    """D27 to D35. One demand for each ticket and, for a suggestion, one letter (D34) for each
    reply. The database refuses to change or delete a row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="papers", verbose_name="督办单")
    reply = models.OneToOneField(
        Reply, models.PROTECT, null=True, blank=True, related_name="paper", verbose_name="答复"
    )
    letter = models.CharField("文种", max_length=4, choices=LETTER_CHOICES)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="出具机关"
    )
    number = models.CharField("文号", max_length=60)
    values = models.JSONField("内容")
    issued_on = models.DateField("签发日期")
    sha256 = models.CharField("摘要", max_length=64)
    content = models.BinaryField("PDF")
    template = models.CharField("模板版本", max_length=60, blank=True, editable=False)

    objects = TicketPaperQuerySet.as_manager()

    class Meta:
        verbose_name = "督办文书"
        verbose_name_plural = "督办文书"
        ordering = ["issued_on", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(reply=None),
                name="ticket_paper_once_for_each_ticket",
            ),
            models.UniqueConstraint(
                fields=["organization", "number"], name="ticket_paper_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def title(self) -> str:
        return LETTERS[Letter(self.letter)].title
