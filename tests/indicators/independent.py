"""The indicators once more, by somebody who knows the rules and not the program.

Reads the lines of `manage.py export_events` and nothing else: no Django, no table of ours, no SQL.
Every figure is worked out from what happened, act by act; periods, marks and windows are written
down again here, so that a mistake over there does not repeat itself."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from statistics import median

SIXTY, FIFTEEN, THIRTY, NINETY = (dt.timedelta(days=n) for n in (60, 15, 30, 90))
#: 第三十一条第五项: who asked may sue two months after the body had the request.
DUTY = 5
OFFICIAL = {"letter", "visit", "web", "code", "phone"}


@dataclass
class Hop:
    """What one body did with one claim."""

    body: str
    sent: dt.date
    hop: str = ""
    told: dt.date | None = None
    accepted: dt.date | None = None
    answered: dt.date | None = None
    settled: bool = False
    extension: int = 0
    asked: int = 0
    returned: bool = False
    served: dt.date | None = None


@dataclass
class Story:
    """One claim of a first petition."""

    petition: dict
    branch: int | None = None
    office_first: dt.date | None = None
    office_sent: dt.date | None = None
    hops: list[Hop] = field(default_factory=list)

    @property
    def body(self) -> Hop | None:
        kept = [hop for hop in self.hops if not hop.returned]
        return kept[-1] if kept else None


@dataclass
class Tally:
    hits: int = 0
    cases: int = 0
    left: int = 0
    days: list[int] = field(default_factory=list)

    def add(self, *, in_base: bool, counted: bool, hit: bool, days: int | None) -> None:
        if not in_base:
            self.left += 1
        elif counted:
            self.cases += 1
            self.hits += hit if days is None else days
            if days is not None:
                self.days.append(days)

    @property
    def value(self) -> Decimal | None:
        if not self.cases:
            return None
        exact = Decimal(self.hits) / Decimal(self.cases)
        return exact.quantize(Decimal("0.0001"), ROUND_HALF_UP)

    @property
    def middle(self) -> Decimal | None:
        return Decimal(str(median(self.days))).quantize(Decimal("0.0001")) if self.days else None


def two_months_after(on: dt.date) -> dt.date:
    """The same day two leaves of the calendar on, or the last day that month has."""
    day = on
    for _ in range(2):
        first = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        last = (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        day = first.replace(day=min(on.day, last.day))
    return day


class History:
    """All that was exported, put together once; `tallies` may then be asked for many months."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.petitions: dict[str, dict] = {}
        self.stories: dict[str, Story] = {}
        self.by_petition: dict[str, list[Story]] = defaultdict(list)
        self.marks: dict[tuple[str, str], bool] = {}
        self.ratings: dict[tuple[int, str], str] = {}
        self.repeats: dict[int, list[dt.date]] = defaultdict(list)
        self.suggestions: list[dict] = []
        self._by_referral: dict[str, Hop] = {}
        for text in lines:
            line = json.loads(text)
            getattr(self, f"_{line['line']}")(line)

    def _petition(self, line: dict) -> None:
        line["on"] = day(line["at"])
        self.petitions[line["petition"]] = line
        if line["repeat"]:
            self.repeats[line["matter"]].append(line["on"])

    def _claim(self, line: dict) -> None:
        petition = self.petitions.get(line["petition"])
        if petition is not None:
            self.stories[line["claim"]] = Story(petition, line["branch"])
            self.by_petition[line["petition"]].append(self.stories[line["claim"]])

    def _event(self, line: dict) -> None:
        story = self.stories.get(line["claim"])
        if story is not None:
            act = getattr(self, f"_on_{line['action']}", None)
            if act is not None:
                act(story, line, day(line["at"]))

    def _on_refer(self, story: Story, line: dict, on: dt.date) -> None:
        story.office_first = story.office_first or on
        story.office_sent = story.office_sent or on
        story.hops.append(Hop(line["data_organization"], on))

    def _on_decline(self, story: Story, line: dict, on: dt.date) -> None:
        if line["data_hop"] == "intake":
            story.office_first = story.office_first or on
        else:
            story.hops[-1].told = on

    def _on_accept(self, story: Story, line: dict, on: dt.date) -> None:
        if line["data_hop"] in ("forward", "assign"):
            hop = story.hops[-1]
            hop.told = hop.accepted = on
            self._by_referral[line["referral"]] = hop

    def _on_uphold_objection(self, story: Story, line: dict, on: dt.date) -> None:
        story.hops[-1].returned = True

    def _on_request_extension(self, story: Story, line: dict, on: dt.date) -> None:
        story.hops[-1].asked = line["data_days"]

    def _on_grant_extension(self, story: Story, line: dict, on: dt.date) -> None:
        story.hops[-1].extension = story.hops[-1].asked

    def _on_sign(self, story: Story, line: dict, on: dt.date) -> None:
        if line["data_hop"] in ("forward", "assign"):
            story.hops[-1].answered = on

    def _on_settle(self, story: Story, line: dict, on: dt.date) -> None:
        if line["data_hop"] in ("forward", "assign"):
            story.hops[-1].answered, story.hops[-1].settled = on, True

    def _service(self, line: dict) -> None:
        hop = self._by_referral.get(line["referral"])
        if hop is not None:
            hop.served = dt.date.fromisoformat(line["served_on"])

    def _rating(self, line: dict) -> None:
        self.ratings[line["matter"], line["organization"]] = line["score"]

    def _flag(self, line: dict) -> None:
        self.marks[line["petition"], line["flag"]] = line["value"]

    def _suggestion(self, line: dict) -> None:
        self.suggestions.append(line)

    # --- the rules ---------------------------------------------------------------------------

    def counts(self, petition: dict) -> bool:
        marked = any(
            self.marks.get((petition["petition"], flag)) for flag in ("uncounted", "litigation")
        )
        return petition["intake"] in OFFICIAL and 1 <= petition["people"] <= 9999 and not marked

    def tallies(
        self, since: dt.date, until: dt.date, *, on: dt.date
    ) -> dict[tuple[str, str], Tally]:
        """By indicator and organization; every organization together stands under ''."""
        found: dict[tuple[str, str], Tally] = defaultdict(Tally)

        def note(code, body, petition, *, counted=True, hit=False, days=None):
            for key in ((code, ""), (code, body)):
                found[key].add(in_base=self.counts(petition), counted=counted, hit=hit, days=days)

        self._registered(since, until, note)
        self._suggested(since, until, found)
        for number, stories in self.by_petition.items():
            petition = self.petitions[number]
            if petition["kind"] == "petition_office" and not petition["repeat"]:
                self._office(petition, stories, since, until, note)
                for story in stories:
                    if story.body is not None:
                        self._body(story, story.body, since, until, on, note)
        return found

    def _registered(self, since, until, note) -> None:
        for petition in self.petitions.values():
            if petition["kind"] == "petition_office" and since <= petition["on"] <= until:
                note("repeat", petition["office"], petition, hit=petition["repeat"])
                is_net = petition["intake"] in ("web", "code")
                note("network", petition["office"], petition, hit=is_net)

    def _suggested(self, since, until, found) -> None:
        for line in self.suggestions:
            is_out = line["status"] not in ("proposed", "void")
            if is_out and since <= dt.date.fromisoformat(line["opened_on"]) <= until:
                said = line["replies"][-1] if line["replies"] else ""
                for key in (("suggestions", ""), ("suggestions", line["organization"])):
                    found[key].cases += bool(said)
                    found[key].hits += said in ("adopted", "partly")

    def _office(self, petition, stories, since, until, note) -> None:
        first = min((one.office_first for one in stories if one.office_first), default=None)
        sent = min((one.office_sent for one in stories if one.office_sent), default=None)
        last = petition["on"] + FIFTEEN
        if since <= last <= until:
            hit = first is not None and first <= last
            note("office_acceptance", petition["office"], petition, hit=hit)
            note(
                "days_to_forward",
                petition["office"],
                petition,
                counted=sent is not None,
                days=(sent - petition["on"]).days if sent else None,
            )

    def _body(self, story, hop, since, until, on, note) -> None:
        petition = story.petition
        last = petition["on"] + THIRTY
        if since <= last <= until:
            hit = hop.told is not None and hop.told <= last
            note("body_acceptance", hop.body, petition, hit=hit)
            note(
                "days_to_accept",
                hop.body,
                petition,
                counted=hop.told is not None,
                days=(hop.told - hop.sent).days if hop.told else None,
            )
        told_by = hop.sent + FIFTEEN
        if not petition["anonymous"] and since <= told_by <= until:
            hit = hop.told is not None and hop.told <= told_by
            note("notice", hop.body, petition, hit=hit)
        if hop.accepted is None:
            return
        due = hop.accepted + SIXTY + dt.timedelta(days=hop.extension)
        if story.branch == DUTY:
            due = two_months_after(hop.sent)
        if since <= due <= until:
            hit = hop.answered is not None and hop.answered <= due
            note("on_time_answer", hop.body, petition, hit=hit)
        if hop.answered is not None and since <= hop.answered <= until:
            self._answered(story, hop, on, note)

    def _answered(self, story, hop, on, note) -> None:
        petition, done = story.petition, hop.answered
        again = any(done < day <= done + NINETY for day in self.repeats[petition["matter"]])
        note("resolved_once", hop.body, petition, hit=not again)
        note("days_to_answer", hop.body, petition, days=(done - hop.accepted).days)
        heard = hop.served or (done if hop.settled else None)
        for suffix, body in (("office", petition["office"]), ("body", hop.body)):
            score = self.ratings.get((petition["matter"], body))
            expired = score is None and heard is not None and heard + THIRTY < on
            note(
                f"rated_{suffix}",
                body,
                petition,
                counted=bool(score) or expired,
                hit=score is not None,
            )
            note(
                f"satisfied_{suffix}",
                body,
                petition,
                counted=score is not None,
                hit=score in ("satisfied", "basically"),
            )


def day(moment: str) -> dt.date:
    """The exported moments carry the office's own time."""
    return dt.datetime.fromisoformat(moment).date()
