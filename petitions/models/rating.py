"""评价: what the petitioner thinks of the office and of the body, once for each (G20)."""

from __future__ import annotations

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import Organization, User
from petitions.models.matter import Claim, Matter


class Score(models.TextChoices):
    SATISFIED = "satisfied", "满意"
    BASICALLY = "basically", "基本满意"
    DISSATISFIED = "dissatisfied", "不满意"


class RatingQuerySet(models.QuerySet["Rating"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self.filter(claim__in=Claim.objects.visible_to(user))


class Rating(models.Model):
    """Given by the petitioner on the look-up page, and by nobody else; never changed. `claim` is
    the one whose answer opened the window."""

    matter = models.ForeignKey(
        Matter, models.PROTECT, related_name="ratings", verbose_name="信访事项"
    )
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="ratings", verbose_name="诉求")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="ratings", verbose_name="被评价机关"
    )
    score = models.CharField("评价", max_length=12, choices=Score)
    comment = models.CharField("意见", max_length=500, blank=True)
    rated_at = models.DateTimeField("评价时间")

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "评价"
        verbose_name_plural = "评价"
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "organization"], name="rating_once_for_each_body"
            ),
            models.CheckConstraint(
                condition=models.Q(score__in=Score.values), name="rating_score_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_score_display()}"
