"""通知设置: which topics reach a person outside the inbox, and which organizations' own systems
are told. The inbox itself cannot be switched off."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import URLValidator
from django.db import models

from accounts.models import Organization, User
from petitions.models.notice import Channel
from petitions.states import Action

if TYPE_CHECKING:
    from collections.abc import Collection

MOBILE = re.compile(r"1[3-9]\d{9}")
#: The channels a person may choose among.
OUTSIDE = (Channel.EMAIL, Channel.SMS)


class Topic(models.TextChoices):
    URGENT = "urgent", "紧急"
    TURN = "turn", "轮到我办理"
    PERIOD = "period", "期限临近"
    OVERSIGHT = "oversight", "督办进展"
    DIGEST = "digest", "每日晨报"


def wish(topic: Topic, channel: Channel) -> str:
    """One box of the settings page, as it is stored."""
    return f"{topic}:{channel}"


#: Of a person who never chose: what is urgent and the morning's digest, by mail.
USUAL = frozenset({wish(Topic.URGENT, Channel.EMAIL), wish(Topic.DIGEST, Channel.EMAIL)})
WISHES = tuple(wish(topic, channel) for topic in Topic for channel in OUTSIDE)


class Preference(models.Model):
    """One person's boxes. What is not urgent and in no box waits for the digest."""

    user = models.OneToOneField(
        User, models.CASCADE, related_name="preference", verbose_name="人员"
    )
    wanted = ArrayField(models.CharField(max_length=20), verbose_name="单独发送", default=list)

    class Meta:
        verbose_name = "通知设置"
        verbose_name_plural = "通知设置"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wanted__contained_by=list(WISHES)),
                name="preference_wishes_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}"


def topic_of(kind: str, *, is_urgent: bool) -> Topic:
    """A notice's kind is the act that caused it, or a word of oversight's."""
    if is_urgent:
        return Topic.URGENT
    if kind in Action:
        return Topic.TURN
    return Topic.PERIOD if kind == "reminder" else Topic.OVERSIGHT


def wanted_by(users: Collection[int]) -> dict[int, frozenset[str]]:
    """The boxes of those who chose; one query for everybody."""
    rows = Preference.objects.filter(user__in=users).values_list("user_id", "wanted")
    return {user: frozenset(wanted) for user, wanted in rows}


def addresses(user: User) -> dict[Channel, str]:
    """How this person can be reached outside, mail first."""
    found = {Channel.EMAIL: user.email} if user.email else {}
    if MOBILE.fullmatch(user.phone):
        found[Channel.SMS] = user.phone
    return found


def channels_of(user: User, topic: Topic, wanted: frozenset[str]) -> list[Channel]:
    """By which outside channels this topic reaches them by itself. What is urgent cannot be wholly
    silenced: somebody with an address is reached there."""
    possible = list(addresses(user))
    chosen = [channel for channel in possible if wish(topic, channel) in wanted]
    return chosen or (possible[:1] if topic is Topic.URGENT else [])


class Webhook(models.Model):
    """Where an organization's own system is told that something happened: numbers, no content."""

    organization = models.OneToOneField(
        Organization, models.CASCADE, related_name="webhook", verbose_name="机关"
    )
    url = models.CharField(
        "接收地址", max_length=300, validators=[URLValidator(schemes=["http", "https"])]
    )
    secret = models.CharField("签名密钥", max_length=64, default=secrets.token_hex)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "接口推送"
        verbose_name_plural = "接口推送"

    def __str__(self) -> str:
        return f"{self.organization}"
