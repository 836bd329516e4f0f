from typing import Any

from django.core.management.base import BaseCommand

from routing.reference.loading import load


class Command(BaseCommand):
    help = "导入工作日历、期限规则、内容分类和导引图；可以重复执行。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已导入或更新：{load()}")
