"""`find_irregularities [--at ISO]`: one look for irregularities, one line of JSON."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from oversight import clock
from oversight.findings import find
from oversight.management.moments import MomentCommand


class Command(MomentCommand):
    help = "检查一遍办理中的问题（未告知、文书不符等），一处开一份督办单；再跑不增加。"
    day_begins = dt.time(6)

    def handle(self, *_args: Any, **options: Any) -> None:
        at = clock.database_now() if options["at"] is None else self.moment(options["at"])
        self.stdout.write(json.dumps(find(at).as_dict(), ensure_ascii=False))
