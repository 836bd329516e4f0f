"""Merge one organization into another: open claims and clocks go over, history stays."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Organization, User
from petitions.errors import LifecycleError
from petitions.lifecycle.succession import merge_organization
from petitions.models import Referral


class Command(BaseCommand):
    help = "机构合并、撤销：未办结的事项和期限由承继机关接着办，期限不变，已办结的不动。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organization", help="被合并、撤销的机构代码")
        parser.add_argument("successor", help="承继机关代码")
        parser.add_argument("--by", required=True, help="办理人（系统管理员）的用户名")
        parser.add_argument("--reason", default="已合并", help="事由，写进每一件的流转记录")
        parser.add_argument("--yes", action="store_true", help="确认办理；不加只预演")

    def handle(self, *args: Any, **options: Any) -> None:
        organization, successor = (
            self._organization(options[name]) for name in ("organization", "successor")
        )
        by = User.objects.filter(username=options["by"]).first()
        if by is None:
            raise CommandError(f"没有用户“{options['by']}”。")
        if not options["yes"]:
            count = Referral.objects.open().filter(organization=organization).count()
            self.stdout.write(f"预演：{count} 个未办结环节将由{successor}承继。加 --yes 办理。")
            return
        try:
            done = merge_organization(
                organization, successor, reason=options["reason"], by=by, at=timezone.now()
            )
        except LifecycleError as error:
            raise CommandError(error.reason) from error
        self.stdout.write(
            f"{successor}承继{organization}：{done.referrals} 个环节、{done.deadlines} 个期限，"
            "期限不变。"
        )

    def _organization(self, code: str) -> Organization:
        found = Organization.objects.filter(code=code).first()
        if found is None:
            raise CommandError(f"没有机构“{code}”。")
        return found
