"""服务承诺: an organization's own promise to be faster than the law asks."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Organization


class PledgeQuerySet(models.QuerySet["Pledge"]):
    def in_force(self, day: dt.date) -> Self:
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day, withdrawn_at=None
        )


class Pledge(models.Model):
    """`number` counts in the unit of the rule. A promise binds the organization alone: verdicts,
    tickets and what the petitioner may claim follow the rule. Written by `routing.pledges`, which
    refuses what is not shorter."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="pledges", verbose_name="机关"
    )
    code = models.SlugField("期限", max_length=40)
    number = models.PositiveSmallIntegerField("承诺数量")
    valid_from = models.DateField("起")
    valid_to = models.DateField("止", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = "服务承诺"
        verbose_name_plural = "服务承诺"
        ordering = ["organization", "code", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(number__gt=0), name="pledge_number_is_positive"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="pledge_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organization", "code", "valid_from"],
                condition=Q(withdrawn_at=None),
                name="pledge_once_from_each_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.code} {self.number}"
