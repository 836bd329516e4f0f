"""What happened stays: the database refuses to change it, and the chain shows who went round it."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from petitions import documents, events, lifecycle
from petitions.letters import Letter
from petitions.models import Document, DocumentFile, Event, Matter, NumberSeries, Service
from petitions.states import Branch

pytestmark = pytest.mark.django_db


def refused(statement: str) -> bool:
    """Whether PostgreSQL refuses the statement, whoever sends it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except (IntegrityError, InternalError):
        return True
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "update petitions_event set text = '改写'",
        "delete from petitions_event",
        "update petitions_document set number = '改写'",
        "delete from petitions_document",
        "update petitions_documentfile set content = ''",
        "delete from petitions_documentfile",
        "update petitions_service set served_on = '2026-01-01'",
        "delete from petitions_service",
    ],
)
def test_the_database_refuses_to_change_history(served, statement):
    assert Event.objects.exists()
    assert Service.objects.exists()
    assert DocumentFile.objects.count() == Document.objects.count()

    assert refused(statement)


def tampered(hop, statement: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table petitions_event disable trigger user")
        cursor.execute(statement)
        cursor.execute("alter table petitions_event enable trigger user")
    return events.first_broken(Matter.objects.get(pk=hop.claim.matter_id))


def test_an_edited_event_breaks_the_chain_where_it_was_edited(served):
    assert tampered(served, "update petitions_event set text = '改写' where sequence = 3") == 3


def test_a_removed_event_breaks_the_chain(served):
    assert tampered(served, "delete from petitions_event where sequence = 2") == 2


def test_a_removed_newest_event_is_missed_by_the_head(served):
    count = served.claim.events.count()

    assert tampered(served, f"delete from petitions_event where sequence = {count}") == count


def test_an_issued_letter_is_what_was_hashed(served):
    opinion = served.documents.get(letter=Letter.OPINION)

    assert documents.is_intact(opinion)


def test_numbers_of_a_body_run_on_without_gap(walk):
    taken = [walk.accepted().documents.get(letter=Letter.ACCEPTANCE).number for _ in range(3)]

    assert taken == [f"青人社信受〔2026〕{serial}号" for serial in (1, 2, 3)]


@pytest.mark.django_db(transaction=True)
def test_f25_letters_signed_at_the_same_moment_get_different_numbers(walk):
    hops = [walk.received() for _ in range(4)]
    barrier, failed = threading.Barrier(len(hops)), []

    def accept(hop):
        barrier.wait()
        try:
            acceptance = lifecycle.Acceptance(
                walk.handler(hop).user, branch=Branch.PETITION, branch_reason="不属于前五项。"
            )
            lifecycle.accept(hop, acceptance, by=walk.desk(hop), at=walk.at("2026-03-10"))
        except Exception as error:  # noqa: BLE001 - the test reports whatever a thread met
            failed.append(error)
        connection.close()

    threads = [threading.Thread(target=accept, args=(hop,)) for hop in hops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    series = NumberSeries.objects.get(organization=walk.tree["qinghe-hr"], letter=Letter.ACCEPTANCE)
    assert failed == []
    assert series.last == len(hops)


@pytest.mark.django_db(transaction=True)
def test_f23_one_of_two_contrary_acts_wins_and_the_other_is_told(walk):
    hop = walk.received()
    barrier, outcomes = threading.Barrier(2), []

    def run(verb):
        barrier.wait()
        try:
            verb()
            outcomes.append("done")
        except lifecycle_errors:
            outcomes.append("refused")
        connection.close()

    from petitions.errors import LifecycleError  # noqa: PLC0415

    lifecycle_errors = LifecycleError
    acceptance = lifecycle.Acceptance(
        walk.handler(hop).user, branch=Branch.PETITION, branch_reason="不属于前五项。"
    )
    verbs = (
        lambda: lifecycle.accept(hop, acceptance, by=walk.desk(hop), at=walk.at("2026-03-09")),
        lambda: lifecycle.object_to(
            hop, ground="g", reason="r", proposed=None, by=walk.desk(hop), at=walk.at("2026-03-09")
        ),
    )
    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["done", "refused"]
    assert events.first_broken(Matter.objects.get(pk=hop.claim.matter_id)) is None


def test_a_batch_over_several_matters_makes_the_chains_that_one_by_one_would(
    walk, django_assert_num_queries
):
    hops = [walk.registered(), walk.delivered()]
    heads = [hop.claim.matter for hop in hops]
    for matter in heads:
        matter.refresh_from_db()

    def said(place: int, text: str) -> Event:
        hop, matter = hops[place], heads[place]
        at = walk.at("2026-03-18")
        return Event(
            matter=matter, claim=hop.claim, referral=hop, action="overdue", text=text, at=at
        )

    batch = [said(0, "一"), said(1, "二"), said(0, "三"), said(1, "四")]
    with django_assert_num_queries(2):
        events.append_all(batch)

    for hop, matter in zip(hops, heads, strict=True):
        stored = Matter.objects.get(pk=matter.pk)
        assert events.first_broken(stored) is None
        assert (stored.event_count, stored.event_head) == (matter.event_count, matter.event_head)
        assert list(hop.events.order_by("-sequence").values_list("text", flat=True))[:2] in (
            ["三", "一"],
            ["四", "二"],
        )
