"""`set_webhook CODE URL`: an organization's own system is told that something happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Organization
from petitions.models import Webhook

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    requires_system_checks = ()
    help = "登记一个机关接收推送的地址，打印签名密钥；--off 停用。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", help="机关代码")
        parser.add_argument("url", nargs="?", default="", help="https:// 开头的接收地址")
        parser.add_argument("--off", action="store_true", help="停用")

    def handle(self, *_args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(code=options["code"]).first()
        if organization is None:
            raise CommandError(f"没有代码是“{options['code']}”的机关。")
        if options["off"]:
            Webhook.objects.filter(organization=organization).update(is_active=False)
            self.stdout.write(f"{organization}：接口推送已停用。")
            return
        hook = Webhook.objects.filter(organization=organization).first()
        hook = hook or Webhook(organization=organization)
        hook.url, hook.is_active = options["url"], True
        try:
            hook.clean_fields(exclude=["organization"])
        except ValidationError:
            raise CommandError(f"“{options['url']}”不是 http 或 https 网址。") from None
        hook.save()
        self.stdout.write(f"{organization}：{hook.url}，签名密钥 {hook.secret}")
