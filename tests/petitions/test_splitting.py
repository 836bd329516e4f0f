"""一事一诉: a letter taken apart, what each part keeps, what nobody may see of a report in it."""

from __future__ import annotations

import datetime as dt

import pytest

from petitions import events, lifecycle, search
from petitions.casefile import gather
from petitions.errors import FieldError, NotAllowedError
from petitions.letters import Letter
from petitions.models import BaseFlag, Claim, Document, Event, Notice, Petition, Referral
from petitions.states import Action, Hop, Kind, State
from portal import progress
from routing.models import Category
from routing.workdays import work_calendar

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 3, 5)
REPORT = "科长冯示例收钱办事。"


def part(walk, summary, category="1507", kind=Kind.GRIEVANCE):
    found = Category.objects.get(code=category)
    return lifecycle.Part(summary, kind, found, walk.tree["qinghe-gov"])


def report(walk):
    return part(walk, REPORT, "0503", Kind.ACCUSATION)


def cut(hop, walk, *parts, by="clerk", **more):
    made = lifecycle.Cut(parts=parts, **more)
    return lifecycle.split(hop, made, by=walk.cast[by], at=walk.at("2026-03-03"))


def mixed(walk):
    """Two requests and a report in one letter; gives the sealed hop and the open ones."""
    text = f"工龄少算五年；排污沟臭气扰民；{REPORT}"
    hop = walk.registered(title="工龄、臭气和冯示例", text=text)
    pension, smell = part(walk, "请求核定工龄。"), part(walk, "请求整治排污沟。", "0401")
    sealed = cut(
        hop, walk, pension, smell, report(walk),
        extract_title="工龄核定和排污沟整治", accused_name="冯示例",
        accused_organization=walk.tree["qinghe-hr"],
    )  # fmt: skip
    parts = Referral.objects.filter(claim__split__claim=sealed.claim).order_by("claim__ordinal")
    return sealed, list(parts)


def test_each_thing_asked_gets_its_own_claim_hop_and_last_day(registered, walk):
    hop = cut(registered, walk, part(walk, "核定工龄。"), part(walk, "整治排污沟。", "0401"))

    other = Referral.objects.get(claim__split__claim=hop.claim)
    assert (hop.claim.summary, other.claim.summary) == ("核定工龄。", "整治排污沟。")
    assert (other.claim.ordinal, other.state, other.hop) == (2, State.PENDING, Hop.INTAKE)
    assert walk.due(other, "forward") == walk.due(hop, "forward") == dt.date(2026, 3, 17)
    assert other.claim.petition == hop.claim.petition
    assert events.first_broken(hop.claim.matter) is None


def test_each_claim_goes_its_own_road(registered, walk):
    hop = cut(registered, walk, part(walk, "核定工龄。"), part(walk, "整治排污沟。", "0401"))
    other = Referral.objects.get(claim__split__claim=hop.claim)
    clerk = walk.cast["clerk"]

    for one, to in ((hop, "qinghe-hr"), (other, "qinghe-env")):
        lifecycle.refer(one, organization=walk.tree[to], by=clerk, at=walk.at("2026-03-04"))

    held = Referral.objects.filter(hop=Hop.FORWARD).order_by("organization__code")
    assert [row.organization.code for row in held] == ["qinghe-env", "qinghe-hr"]


def test_a_report_in_the_letter_seals_the_letter_and_the_rest_goes_on_from_an_extract(walk):
    sealed, opened = mixed(walk)

    letter, extract = sealed.claim.petition, opened[0].claim.petition
    assert (sealed.claim.kind, sealed.claim.is_sealed, letter.is_sealed) == (
        "accusation",
        True,
        True,
    )
    assert (letter.accused_name, extract.accused_name) == ("冯示例", "")
    assert not extract.is_sealed
    assert extract.text == "请求核定工龄。\n请求整治排污沟。"
    assert extract.matter.title == "工龄核定和排污沟整治"
    assert [hop.claim.petition for hop in opened] == [extract, extract]


def test_nobody_who_handles_the_open_parts_finds_a_word_of_the_report(walk):
    sealed, opened = mixed(walk)
    pension = lifecycle.refer(
        opened[0], organization=walk.tree["qinghe-hr"],
        by=walk.cast["clerk"], at=walk.at("2026-03-04"),
    )  # fmt: skip
    desk = walk.desk(pension).user

    assert list(Petition.objects.visible_to(desk)) == [pension.claim.petition]
    assert list(Claim.objects.visible_to(desk)) == [pension.claim]
    assert not search.found(desk, {"q": "冯示例"}, on=TODAY).exists()
    papers = Document.objects.visible_to(desk)
    said = [*papers.values_list("values", flat=True), *notices(desk), *told(desk)]
    assert papers.exists()
    assert "冯" not in str(said)
    assert sealed.claim.petition.number not in {paper.values["petition_number"] for paper in papers}


def notices(user):
    return Notice.objects.filter(recipient=user).values_list("subject", "body")


def told(user):
    return Event.objects.visible_to(user).values_list("text", flat=True)


def test_the_report_goes_to_the_discipline_body_sealed(walk):
    sealed, _ = mixed(walk)

    sent = lifecycle.refer(
        sealed, organization=walk.tree["qinghe-discipline"],
        by=walk.cast["clerk"], at=walk.at("2026-03-04"),
    )  # fmt: skip

    assert sent.hop == Hop.HANDOVER
    assert sent.documents.filter(letter=Letter.HANDOVER).exists()


def test_the_public_page_shows_the_open_parts_and_no_trace_of_the_report(walk):
    sealed, opened = mixed(walk)

    seen = progress.of(sealed.claim.matter, on=TODAY)

    assert seen.number == opened[0].claim.petition.number
    assert [claim.ordinal for claim in seen.claims] == [2, 3]


@pytest.mark.parametrize(
    ("title", "field"),
    [("", "extract_title"), ("冯示例和工龄", "extract_title")],
)
def test_the_extract_has_a_title_that_does_not_name_the_accused(registered, walk, title, field):
    with pytest.raises(FieldError) as refusal:
        cut(
            registered, walk, part(walk, "核定工龄。"), report(walk),
            extract_title=title, accused_name="冯示例",
        )  # fmt: skip

    assert set(refusal.value.fields) == {field}
    assert Claim.objects.count() == 1


def test_a_report_is_of_the_discipline_class(registered, walk):
    wrong = part(walk, REPORT, "1507", Kind.ACCUSATION)

    with pytest.raises(FieldError) as refusal:
        cut(registered, walk, part(walk, "核定工龄。"), wrong, extract_title="工龄")

    assert set(refusal.value.fields) == {"category_2"}


@pytest.mark.parametrize("count", [1, 7])
def test_a_letter_is_taken_into_two_to_six_parts(registered, walk, count):
    with pytest.raises(FieldError, match="2 至 6 项"):
        cut(registered, walk, *[part(walk, f"请求{n}。") for n in range(count)])


def test_an_untouched_split_is_undone_whole(walk):
    sealed, opened = mixed(walk)

    back = lifecycle.merge(
        sealed, reason="不是检举", by=walk.cast["supervisor"], at=walk.at("2026-03-04")
    )

    claim = back.claim
    assert (claim.kind, claim.is_sealed, claim.petition.is_sealed) == ("grievance", False, False)
    assert claim.matter.title == "工龄、臭气和冯示例"
    assert [walk.again(hop).state for hop in opened] == [State.MERGED, State.MERGED]
    assert BaseFlag.objects.get().petition == opened[0].claim.petition
    assert events.first_broken(claim.matter) is None


def test_a_clerk_does_not_open_what_was_sealed(walk):
    sealed, _ = mixed(walk)

    with pytest.raises(NotAllowedError, match="解除密件"):
        lifecycle.merge(sealed, reason="改错", by=walk.cast["clerk"], at=walk.at("2026-03-04"))


def test_a_split_of_which_a_part_has_gone_on_stays(registered, walk):
    hop = cut(registered, walk, part(walk, "核定工龄。"), part(walk, "整治排污沟。", "0401"))
    other = Referral.objects.get(claim__split__claim=hop.claim)
    clerk = walk.cast["clerk"]
    lifecycle.refer(other, organization=walk.tree["qinghe-env"], by=clerk, at=walk.at("2026-03-04"))

    with pytest.raises(NotAllowedError, match="开始办理"):
        lifecycle.merge(hop, reason="x", by=clerk, at=walk.at("2026-03-05"))


def test_e17_a_petition_with_one_claim_open_is_not_concluded(registered, walk):
    hop = cut(registered, walk, part(walk, "核定工龄。"), part(walk, "欠薪。", "1507"))
    other = Referral.objects.get(claim__split__claim=hop.claim)
    Referral.objects.filter(pk=other.pk).update(state=State.CONCLUDED, closed_on=TODAY)
    other.deadlines.update(status="void")
    clerk = walk.cast["clerk"].user

    file = gather(hop.claim.petition, clerk, on=TODAY, calendar=work_calendar())

    assert file.standing == "共 2 项诉求，已办结 1 项"
    assert not search.found(clerk, {"step": "concluded"}, on=TODAY).exists()
    assert search.found(clerk, {"step": "pending"}, on=TODAY).exists()
    Referral.objects.update(state=State.CONCLUDED, closed_on=TODAY)
    assert search.found(clerk, {"step": "concluded"}, on=TODAY).exists()


def test_splitting_is_offered_at_the_office_and_to_nobody_after_it(delivered, walk):
    parent = walk.again(delivered.parent)

    assert parent.state == State.REFERRED
    with pytest.raises(NotAllowedError, match=Action.SPLIT.label):
        cut(parent, walk, part(walk, "甲。"), part(walk, "乙。"))
