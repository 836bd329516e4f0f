"""The paper beside its form: of each kind of ticket, its signature, its feedback; of the year."""

from __future__ import annotations

import base64
import datetime as dt
import re

import pytest
from django.apps import apps

from oversight import tickets
from oversight.models import Ticket, TicketKind, TicketStatus
from petitions.letters import LETTERS
from petitions.models import Recusal
from tests.oversight.ticket_samples import entries, opened, suggestion
from tests.petitions.pages import main_of, on_day

pytestmark = pytest.mark.django_db
DAY = "2026-03-24"
YEAR = "/reports/yearly/letter/letters/?year=2026"


def held() -> dict[str, int]:
    """Every row that there is."""
    return {
        model._meta.label: model._default_manager.count()
        for label in ("petitions", "oversight")
        for model in apps.get_app_config(label).get_models()
    }


def look(client, address, typed, *, on=DAY):
    with on_day(on):
        return client.post(address, typed)


def drawn(response) -> list[str]:
    """The pictures, as text."""
    found = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", response.content.decode())
    return [base64.b64decode(one).decode() for one in found]


def lacking(response) -> list[str]:
    return [bound.name for bound in response.context["preview"].lacking]


def opening(kind: TicketKind, hop, **changes) -> dict[str, str]:
    number = hop.claim.petition.number
    about = {"cases" if kind.name in {"IMPROVEMENT", "POLICY", "ACCOUNTABILITY"} else "petition"}
    first = {"organization": "qinghe-hr", "subject": "书面告知超期", "due_on": "2026-04-10"}
    return first | dict.fromkeys(about, number) | entries(kind) | changes


@pytest.mark.parametrize("kind", tickets.BY_HAND)
def test_every_kind_is_seen_before_it_is_opened_and_nothing_is_kept(delivered, sign_in, kind):
    before, chief, address = held(), sign_in("chief"), f"/tickets/new/{kind}/letters/"
    whole = look(chief, address, opening(kind, delivered))
    bare = look(chief, address, {})

    preview = whole.context["preview"]
    assert preview.is_complete
    assert [sheet.title for sheet in preview.sheets] == [LETTERS[tickets.KINDS[kind].letter].title]
    assert "需要填写的都有了" in whole.content.decode()
    assert {"organization", "subject", "due_on", *entries(kind)} <= set(lacking(bare))
    assert f"还缺 {len(lacking(bare))} 项" in bare.content.decode()
    assert 'href="#id_subject"' in bare.content.decode()
    assert drawn(bare)
    assert held() == before


def test_what_is_wrong_is_said_beside_what_is_missing(delivered, sign_in):
    typed = opening(TicketKind.ORDER, delivered, due_on="2026-03-20", ground="")
    response = look(sign_in("supervisor"), "/tickets/new/order/letters/", typed)

    assert lacking(response) == ["ground"]
    typed["ground"] = "期限已过。"
    response = look(sign_in("supervisor"), "/tickets/new/order/letters/", typed)
    assert "答复期限应在今天以后" in response.content.decode()


def test_who_opens_the_form_sees_its_paper_and_nobody_else(delivered, sign_in):
    for who, kind in [("supervisor", "order"), ("clerk", "order"), ("hr_desk", "order"),
                      ("chief", "urge"), ("chief", "nothing")]:  # fmt: skip
        client = sign_in(who)
        with on_day(DAY):
            form = client.get(f"/tickets/new/{kind}/").status_code
            preview = client.post(f"/tickets/new/{kind}/letters/", {}).status_code
        assert (who, kind, preview) == (who, kind, form)
    assert sign_in("chief").get("/tickets/new/order/letters/").status_code == 405


def test_a_proposal_shows_its_paper_to_whoever_drafts_and_whoever_signs_it(
    delivered, walk, sign_in
):
    typed = opening(TicketKind.IMPROVEMENT, delivered)
    drafted = look(sign_in("supervisor"), "/tickets/new/improvement/letters/", typed)
    ticket = suggestion(walk, delivered.claim, by="supervisor")
    address, before = f"/tickets/{ticket.pk}/signature/letters/", held()
    chief = sign_in("chief")
    with on_day(DAY):
        page = chief.get(f"/tickets/{ticket.pk}/")
    signed = look(chief, address, {"due_on": "2026-04-20", "version": ticket.version})
    late = look(chief, address, {"due_on": "2026-03-01", "version": ticket.version})

    assert drafted.context["preview"].is_complete
    assert f'data-url="{address}"' in page.content.decode()
    assert signed.context["preview"].is_complete
    assert "答复期限应在今天以后" in late.content.decode()
    assert look(sign_in("supervisor"), address, {}).status_code == 409
    assert look(sign_in("hr_desk"), address, {}).status_code == 404
    assert held() == before
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.PROPOSED


def test_the_feedback_to_a_suggestion_is_seen_before_it_is_sent(delivered, walk, sign_in):
    ticket = suggestion(walk, delivered.claim)
    address, before = f"/tickets/{ticket.pk}/answer/letters/", held()
    body = sign_in("hr_leader")
    with on_day(DAY):
        page = body.get(f"/tickets/{ticket.pk}/")
        blind = body.post(
            f"/tickets/{ticket.pk}/answer/", {"preview": "page", "answer": "逐条落实。"}
        )
        printed = body.post(
            f"/tickets/{ticket.pk}/answer/", {"preview": "D34", "answer": "逐条落实。"}
        )
    empty = look(body, address, {})
    whole = look(body, address, {"adoption": "partly", "answer": "逐条落实，本月底前完成。"})

    assert f'data-url="{address}"' in page.content.decode()
    assert lacking(empty) == ["adoption", "answer"]
    assert whole.context["preview"].is_complete
    assert [sheet.code for sheet in whole.context["preview"].sheets] == ["D34"]
    assert "逐条落实。" in main_of(blind)
    assert "还缺 1 项" in main_of(blind)
    assert printed["Content-Type"] == "application/pdf"
    assert look(sign_in("chief"), address, {}).status_code == 409
    assert look(sign_in("env_desk"), address, {}).status_code == 404
    assert held() == before


def test_an_act_that_issues_no_paper_has_no_preview(delivered, walk, sign_in):
    ticket = opened(TicketKind.ORDER, walk, hop=delivered)
    client = sign_in("hr_desk")
    with on_day(DAY):
        page = client.get(f"/tickets/{ticket.pk}/")

    assert 'id="letters"' not in page.content.decode()
    for noun in ("answer", "withdrawal", "signature", "nothing"):
        address = f"/tickets/{ticket.pk}/{noun}/letters/"
        assert look(client, address, {}).status_code == 404


def test_who_stepped_back_is_told_so_instead_of_a_paper(delivered, walk, sign_in):
    person = walk.cast["supervisor"].user
    Recusal.objects.create(
        claim=delivered.claim, user=person, ground="亲属", recorded_by=person,
        recorded_on=dt.date(2026, 3, 18),
    )  # fmt: skip
    typed = opening(TicketKind.ORDER, delivered)
    response = look(sign_in("supervisor"), "/tickets/new/order/letters/", typed)

    assert "您已回避本件" in response.content.decode()
    assert not Ticket.objects.exists()


def test_the_report_of_the_year_is_seen_while_its_remarks_are_written(walk, sign_in):
    walk.registered()
    before, client = held(), sign_in("chief")
    seen = look(client, YEAR, {"remarks": "欠薪类信访量下降。"}, on="2026-11-22")
    too_long = look(client, YEAR, {"remarks": "长" * 5001}, on="2026-11-22")
    with on_day("2026-11-22"):
        page = client.post(
            "/reports/yearly/letter/?year=2026", {"preview": "page", "remarks": "下降。"}
        )

    assert seen.context["preview"].is_complete
    assert [bound.name for bound in too_long.context["preview"].wrong] == ["remarks"]
    assert f'data-url="{YEAR}"' in page.content.decode()
    assert "下降。" in main_of(page)
    assert drawn(page)
    assert drawn(page) != drawn(seen)
    assert look(sign_in("clerk"), YEAR, {}).status_code == 403
    assert held() == before
