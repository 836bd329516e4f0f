"""草稿: what somebody has typed and not yet submitted, kept on the server, seen by nobody else."""

from django.db import models

from accounts.models import User


class FormDraft(models.Model):
    """One person's unfinished form. `form` names it (`registration:<key>`, `draft:<referral>`)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="form_drafts", verbose_name="人员")
    form = models.CharField("表单", max_length=80)
    data = models.JSONField("内容", default=dict)
    saved_at = models.DateTimeField("保存时间")

    class Meta:
        verbose_name = "草稿"
        verbose_name_plural = "草稿"
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(fields=["user", "form"], name="draft_one_for_each_form")
        ]

    def __str__(self) -> str:
        return self.form
