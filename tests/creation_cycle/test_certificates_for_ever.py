"""A paper is never edited: replaced, overtaken or revoked, its number stays known; a title has one in force."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from core import clock
from core.lifecycle import TransitionBlocked, perform
from core.services import ledger
from creation_cycle.certificates.number import parse_number
from creation_cycle.enums import CertificateState, TitleState
from creation_cycle.models import Certificate, Title
from creation_cycle.services import certificates, issuing, plaques
from tests import factories as make
from tests.journey import Journey

pytestmark = pytest.mark.django_db

S = CertificateState


@pytest.fixture
def world():
    return Journey()


@pytest.fixture
def certificate(world) -> Certificate:
    """The first certificate of a certified unit, drawn."""
    world.candidacy("certified")
    certificate = Certificate.objects.get()
    return issuing.draw(certificate)


def numbers(title) -> list[int]:
    return sorted(parse_number(paper.number).sequence for paper in title.certificates.all())


def test_a_certified_unit_has_one_certificate_and_one_plaque(certificate):
    title = certificate.title
    assert (certificate.state, certificate.star, certificate.dated_on) == (
        S.ISSUED,
        1,
        title.last_recognised_on,
    )
    plaque = title.plaques.get()
    assert (plaque.state, plaque.star) == ("prepared", 1)
    assert plaque.number == f"PD442000-{title.last_recognised_on.year}-0001"


def test_a_lost_paper_is_replaced_under_the_next_number(world, certificate):
    old = perform(certificate, "reissue", by=world.officer, note="集体搬迁时遗失")
    new = old.successor
    assert (old.state, old.state_reason) == (S.REPLACED, "集体搬迁时遗失")
    assert (new.state, new.star, new.dated_on) == (S.QUEUED, old.star, old.dated_on)
    assert numbers(old.title) == [1, 2]
    assert new.history.first().note == f"代替 {old.number}"
    assert issuing.draw(new).state == S.ISSUED


def test_replacing_asks_for_a_reason_and_for_an_officer_of_the_line(world, certificate):
    with pytest.raises(TransitionBlocked, match="请填写理由"):
        perform(certificate, "reissue", by=world.officer)
    for stranger in (world.captain, world.recommender, world.auditor, make.make_user()):
        with pytest.raises(PermissionDenied):
            perform(certificate, "reissue", by=stranger, note="遗失")
    assert Certificate.objects.count() == 1


def test_whoever_is_tied_to_the_unit_steps_back_a_superuser_too(world, certificate):
    tied = make.make_officer(world.city, is_superuser=True)
    make.Post.objects.create(unit=world.unit, user=tied, role="filler", starts_on="2020-01-01")
    for move in ("reissue", "revoke"):
        with pytest.raises(TransitionBlocked, match="须回避"):
            perform(certificate, move, by=tied, note="遗失")


def test_a_database_holds_one_certificate_in_force_for_each_title(certificate):
    copy = Certificate.objects.get()
    copy.pk, copy.number, copy._state.adding = None, "D442000-2020-0009-X", True
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.update(state=S.REVOKED, state_reason="")


def test_a_lower_star_gets_a_paper_that_says_so(certificate):
    title = certificate.title
    Title.objects.filter(pk=title.pk).update(star=2)
    Certificate.objects.update(star=2)
    plaques_before = title.plaques.get()
    title.plaques.update(star=2)
    title = Title.objects.get()
    title.star = 1
    title.save()
    new = certificates.replace_for_star(title, reason="复核调整星级")
    old = Certificate.objects.get(pk=certificate.pk)
    assert (old.state, old.successor, old.state_reason) == (S.REPLACED, new, "复核调整星级")
    assert (new.star, new.is_adjusted) == (1, True)
    content = issuing.content_of(new)
    assert content.basis == "经常态监督、动态调整，现为"
    assert certificates.replace_for_star(title, reason="又一次") == new
    assert [p.state for p in title.plaques.order_by("pk")] == ["withheld", "prepared"]
    assert title.plaques.get(state="prepared").replaces == plaques_before


def test_every_paper_falls_with_its_title_and_stays_fallen(world, certificate):
    perform(certificate, "reissue", by=world.officer, note="遗失")
    title = certificate.title
    plaque = title.plaques.get()
    perform(plaque, "hand_over", by=world.officer, recipient="示例甲", handed_on=date(2026, 5, 12))
    fallen = certificates.revoke_for(title, reason="撤销称号：示例决定", by=world.approver)
    assert [paper.state for paper in fallen] == [S.REVOKED, S.REVOKED]
    assert certificates.revoke_for(title, reason="再来一次") == []
    assert [p.state for p in plaques.recall_for(title, reason="撤销称号")] == ["recalled"]
    assert plaques.recall_for(title, reason="再来一次") == []
    with pytest.raises(TransitionBlocked):
        perform(plaque, "reissue", by=world.officer, note="遗失")


def test_a_paper_revoked_by_mistake_is_given_again_under_the_next_number(world, certificate):
    fallen = perform(certificate, "revoke", by=world.officer, note="误认为印错")
    again = perform(fallen, "renew", by=world.officer, note="经核对，原证书无误")
    new = again.successor
    assert (again.state, again.state_reason) == (S.REVOKED, "误认为印错；经核对，原证书无误")
    assert (new.state, new.star, new.dated_on) == (S.QUEUED, fallen.star, fallen.dated_on)
    assert numbers(fallen.title) == [1, 2]
    with pytest.raises(TransitionBlocked, match=f"另有较新的证书 {new.number}（待制发）"):
        perform(again, "renew", by=world.officer, note="再来一次")
    assert issuing.draw(new).state == S.ISSUED
    assert Certificate.objects.current().count() == 1


def test_only_the_newest_paper_of_a_standing_title_is_given_again(world, certificate):
    newer = perform(certificate, "reissue", by=world.officer, note="遗失").successor
    newer = perform(issuing.draw(newer), "revoke", by=world.officer, note="误发")
    first = perform(Certificate.objects.get(pk=certificate.pk), "revoke", by=world.officer, note="误发")
    with pytest.raises(TransitionBlocked, match="另有较新的证书"):
        perform(first, "renew", by=world.officer, note="误撤销")
    with pytest.raises(PermissionDenied):
        perform(newer, "renew", by=world.captain, note="误撤销")
    Title.objects.update(state=TitleState.REVOKED, state_reason="材料不实")
    with pytest.raises(TransitionBlocked, match="称号已撤销"):
        perform(newer, "renew", by=world.officer, note="误撤销")
    assert Certificate.objects.count() == 2


def test_a_title_that_stands_again_has_one_paper_with_the_same_words_and_one_plaque(world, certificate):
    title = certificate.title
    perform(title, "revoke", by=None, reason="材料不实")
    certificates.revoke_for(title, reason="材料不实")
    plaques.recall_for(title, reason="材料不实")
    title = perform(title, "reinstate", by=None)
    new = certificates.restore_for(title, reason="经申诉，原决定已撤销")
    old = Certificate.objects.get(pk=certificate.pk)
    assert (old.state, old.successor, old.state_reason) == (
        S.REVOKED,
        new,
        "材料不实；经申诉，原决定已撤销",
    )
    assert certificates.restore_for(title, reason="再来一次") == new
    assert issuing.content_of(new).basis == issuing.content_of(old).basis
    assert (new.dated_on, new.is_adjusted, numbers(title)) == (old.dated_on, False, [1, 2])
    assert [plaque.state for plaque in title.plaques.order_by("pk")] == ["withheld", "prepared"]


def test_a_title_that_ended_calls_its_plaque_back(world, certificate):
    plaque = certificate.title.plaques.get()
    perform(plaque, "hand_over", by=world.officer, recipient="示例甲", handed_on=date(2026, 5, 12))
    perform(certificate.title, "end", by=world.approver, note="集体撤并")
    plaque.refresh_from_db()
    assert (plaque.state, plaque.state_reason) == ("recalled", "称号终止：集体撤并")


def test_nobody_receives_a_plaque_tomorrow(world, certificate):
    plaque = certificate.title.plaques.get()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(TransitionBlocked, match="交付日期不能晚于今天"):
        perform(plaque, "hand_over", by=world.officer, recipient="示例甲", handed_on=tomorrow)


def test_nothing_is_issued_for_a_title_that_fell(world, certificate):
    Title.objects.update(state=TitleState.REVOKED, state_reason="材料不实")
    with pytest.raises(TransitionBlocked, match="称号已撤销"):
        perform(certificate, "reissue", by=world.officer, note="遗失")


def test_numbers_have_no_gaps_and_the_ledger_knows_each(world, certificate):
    for reason in ("遗失", "损毁", "印错"):
        certificate = issuing.draw(perform(certificate, "reissue", by=world.officer, note=reason).successor)
    title = certificate.title
    assert numbers(title) == [1, 2, 3, 4]
    assert [paper.history.count() >= 2 for paper in title.certificates.all()] == [True] * 4
    assert not list(ledger.broken_entries())


def test_old_rows_with_two_in_force_keep_the_newest(world, certificate):
    """What the migration does to rows of before the constraint."""
    newer = perform(certificate, "reissue", by=world.officer, note="遗失").successor
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX one_certificate_in_force")  # comes back with the test's transaction
    Certificate.objects.filter(pk=certificate.pk).update(state=S.ISSUED, state_reason="")
    import_module("creation_cycle.migrations.0009_fill_certificate_of_title").leave_one_in_force(Certificate)
    states = dict(Certificate.objects.values_list("pk", "state"))
    assert states == {certificate.pk: S.REPLACED, newer.pk: S.QUEUED}
    assert Certificate.objects.get(pk=certificate.pk).history.last().label == "由新证书代替"
    assert not list(ledger.broken_entries())
