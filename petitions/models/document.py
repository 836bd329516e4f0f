"""文书: numbered, rendered once, hashed, never edited; and how each was served."""

from __future__ import annotations

import uuid
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.letters import LETTERS, Letter, ServiceWay
from petitions.models.matter import Claim
from petitions.models.referral import Referral

LETTER_CHOICES = [(letter.value, spec.title) for letter, spec in LETTERS.items()]


#: The letters that answer a hop, looked at again for what the Regulation wants in them.
ANSWERS = tuple(
    letter.value
    for letter in (
        Letter.PROCEDURE,
        Letter.OPINION,
        Letter.DUTY_REPLY,
        Letter.SUGGESTION_REPLY,
        Letter.REVIEW_OPINION,
        Letter.FINAL_OPINION,
    )
)


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Drafts are seen only where they are written: in the organization that will issue them."""
        seen = self.filter(referral__claim__in=Claim.objects.visible_to(user))
        if not user.is_authenticated:
            return seen
        own = user.place_ids()
        return seen.filter(models.Q(issued_on__isnull=False) | models.Q(organization__in=own))


class Document(models.Model):
    """A draft until `issued_on` is set; from then on nothing in the row changes (a database trigger
    refuses it). `values` holds every field that stands in the letter."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="documents", verbose_name="流转"
    )
    letter = models.CharField("文种", max_length=4, choices=LETTER_CHOICES)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="documents", verbose_name="出具机关"
    )
    number = models.CharField("文号", max_length=60, null=True, blank=True)  # noqa: DJ001 - unique when set
    values = models.JSONField("内容", default=dict)
    outcome = models.CharField("结论", max_length=12, blank=True)
    drafted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="起草人"
    )
    drafted_on = models.DateField("起草日期")
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    issued_on = models.DateField("签发日期", null=True, blank=True)
    sha256 = models.CharField("摘要", max_length=64, blank=True)
    #: `opinion 1 / layout 1`; empty for letters from before versions were kept.
    template = models.CharField("模板版本", max_length=60, blank=True, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "文书"
        verbose_name_plural = "文书"
        ordering = ["drafted_on", "issued_on", "number"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="document_number_once"),
            models.CheckConstraint(
                condition=models.Q(issued_on=None)
                | (models.Q(number__isnull=False) & ~models.Q(sha256="")),
                name="document_issued_is_numbered_and_hashed",
            ),
        ]
        indexes = [
            models.Index(fields=["referral", "letter"], name="document_by_referral"),
            models.Index(
                fields=["organization", "letter", "-issued_on"],
                name="document_register",
                condition=models.Q(issued_on__isnull=False),
            ),
            models.Index(
                fields=["issued_on"],
                name="document_overturning",
                condition=models.Q(outcome__in=("quash", "change")),
            ),
            models.Index(
                fields=["issued_on"],
                name="document_answers_by_day",
                condition=models.Q(letter__in=ANSWERS),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number or '（草稿）'}"

    @property
    def title(self) -> str:
        return LETTERS[Letter(self.letter)].title

    @property
    def is_issued(self) -> bool:
        return self.issued_on is not None


class DocumentFile(models.Model):
    """The PDF itself, beside the row so that lists never load it. Written once with the issue."""

    document = models.OneToOneField(
        Document, models.PROTECT, primary_key=True, related_name="file", verbose_name="文书"
    )
    content = models.BinaryField("PDF")

    class Meta:
        verbose_name = "文书文件"
        verbose_name_plural = "文书文件"

    def __str__(self) -> str:
        return f"{self.document_id}.pdf"


class NumberSeries(models.Model):
    """文号 register: the last number given by one body, for one kind of letter, in one year; those
    of sealed claims are counted apart."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name="机关"
    )
    letter = models.CharField("文种", max_length=4, choices=LETTER_CHOICES)
    year = models.PositiveSmallIntegerField("年份")
    is_sealed = models.BooleanField("密件", default=False)
    last = models.PositiveIntegerField("已用号", default=0)

    class Meta:
        verbose_name = "文号登记"
        verbose_name_plural = "文号登记"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "letter", "year", "is_sealed"],
                name="series_one_for_each_body_letter_year_seal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.letter} {self.year}: {self.last}"


class Service(models.Model):
    """送达: the remedy period runs from `served_on`, so it is a date somebody must have entered."""

    document = models.OneToOneField(
        Document, models.PROTECT, related_name="service", verbose_name="文书"
    )
    way = models.CharField("方式", max_length=12, choices=ServiceWay.choices())
    served_on = models.DateField("送达日期")
    signer = models.CharField("签收人", max_length=40, blank=True)
    is_refused = models.BooleanField("拒收", default=False)
    note = models.CharField("备注", max_length=200, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="记录人")
    recorded_at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = "送达"
        verbose_name_plural = "送达"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=[way.value for way in ServiceWay]),
                name="service_way_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(is_refused=True) | ~models.Q(signer=""),
                name="service_signed_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.served_on}"
