"""暂停规则: which procedure stops which period, and on what ground."""

from __future__ import annotations

from django.db import models


class Procedure(models.TextChoices):
    """The only three that may stop a period; a completed paper starts it anew instead."""

    HEARING = "hearing", "听证"
    PANEL = "panel", "专家会审"
    SUSPENSION = "suspension", "中止"


class PauseRule(models.Model):
    """A setting of the rule `code`: whether the time of this procedure is left out of its count.
    No row means that it counts. `is_statutory` ones are the Regulation's own."""

    code = models.SlugField("期限", max_length=40)
    procedure = models.CharField("程序", max_length=12, choices=Procedure)
    source = models.CharField("依据", max_length=80)
    is_statutory = models.BooleanField("条例规定", default=False)
    is_on = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "暂停规则"
        verbose_name_plural = "暂停规则"
        ordering = ["code", "procedure"]
        constraints = [
            models.UniqueConstraint(fields=["code", "procedure"], name="pause_rule_once"),
            models.CheckConstraint(
                condition=models.Q(is_statutory=False) | models.Q(is_on=True),
                name="pause_rule_of_the_regulation_stays_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_procedure_display()}"
