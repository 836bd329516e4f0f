"""How often somebody tried to look a petition up in vain: all the portal remembers of anybody."""

from django.db import models


class LookupAttempt(models.Model):
    """One failed look-up. `number` is a keyed digest: what was typed may be anything, and stays out
    of the database; `network` is an address, of IPv6 its /64. Rows are gone after a day."""

    number = models.CharField("编号摘要", max_length=64, blank=True)
    network = models.CharField("网络地址", max_length=45)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "查询尝试"
        verbose_name_plural = "查询尝试"
        indexes = [
            models.Index(fields=["number", "at"], name="attempt_by_number"),
            models.Index(fields=["network", "at"], name="attempt_by_network"),
            models.Index(fields=["at"], name="attempt_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
