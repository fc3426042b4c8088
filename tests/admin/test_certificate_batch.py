"""批量制发 on a cycle's page: what waits and in nobody's hands is started once, and a refusal says why."""

import pytest
from django.urls import reverse

from core.models import Job
from core.services import jobs
from creation_cycle.enums import CertificateState as S
from creation_cycle.models import Certificate
from creation_cycle.services import issuing
from tests import factories as make
from tests.creation_cycle.certificate_batch import make_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting() -> list[Certificate]:
    return make_waiting(3)


@pytest.fixture
def cycle(waiting):
    return waiting[0].recognition.cycle


@pytest.fixture
def officer(cycle):
    return make.make_officer(cycle.committee)


@pytest.fixture
def url(cycle) -> str:
    return reverse("admin:creation_cycle_cycle_certificates", args=[cycle.pk])


def test_the_button_starts_one_job_whose_page_follows(as_user, officer, url, cycle, waiting):
    client = as_user(officer)
    change = reverse("admin:creation_cycle_cycle_change", args=[cycle.pk])
    assert url in client.get(change).content.decode()
    assert "制发 3 份证书" in client.get(url).content.decode()

    answer = client.post(url)
    job = Job.objects.get(kind=issuing.KIND)
    assert answer.url == job.get_absolute_url()
    assert (job.created_by, job.total) == (officer, 3)
    assert job.arguments["ids"] == [certificate.pk for certificate in waiting]
    assert "批量制发证书" in client.get(answer.url).content.decode()

    jobs.run(job.pk)
    assert set(Certificate.objects.values_list("state", flat=True)) == {S.ISSUED}
    page = client.get(url).content.decode()
    assert "本周期的 3 份证书都已制发" in page
    assert job.get_absolute_url() in page


def test_what_a_job_has_in_hand_is_not_started_again(as_user, officer, url, waiting):
    client = as_user(officer)
    issuing.start_one(waiting[0], by=None)
    client.post(url)
    batch = Job.objects.get(created_by=officer)
    assert batch.arguments["ids"] == [waiting[1].pk, waiting[2].pk]
    page = client.post(url, follow=True).content.decode()
    assert "待制发的 3 份已有任务在办" in page
    assert Job.objects.count() == 2


def test_a_batch_that_was_cancelled_is_made_up_by_another(as_user, officer, url):
    client = as_user(officer)
    client.post(url)
    jobs.cancel(Job.objects.get().pk)
    client.post(url)
    assert [job.total for job in Job.objects.all()] == [3, 3]


def test_failures_are_named_with_their_cause_and_not_started(as_user, officer, url, waiting):
    Certificate.objects.update(state=S.FAILED, failure="证书字体中没有“𰻝”")
    page = as_user(officer).post(url, follow=True).content.decode()
    assert "制发失败的 3 份须先消除原因" in page
    assert page.count("证书字体中没有“𰻝”") == 3
    assert reverse("admin:creation_cycle_certificate_change", args=[waiting[0].pk]) in page
    assert not Job.objects.exists()


def test_a_cycle_without_recognitions_says_so(as_user, officer, url):
    Certificate.objects.all().delete()
    assert "还没有认定" in as_user(officer).post(url, follow=True).content.decode()


@pytest.mark.parametrize("who", ["elsewhere", "approver", "county"])
def test_nobody_else_starts_it_or_sees_the_button(who, as_user, cycle, url):
    city = cycle.committee
    people = {
        "elsewhere": lambda: make.make_officer(
            make.make_committee("别市团委", city.level, parent=city.parent)
        ),
        "approver": lambda: make.make_officer(city, role="approver"),
        "county": lambda: make.make_officer(make.make_committee("某区团委", "county", parent=city)),
    }
    client = as_user(people[who]())
    assert client.post(url).status_code == 403
    assert (
        url not in client.get(reverse("admin:creation_cycle_cycle_change", args=[cycle.pk])).content.decode()
    )
    assert not Job.objects.exists()


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_as_for_three(
    number, as_user, officer, url, waiting, django_assert_num_queries
):
    Certificate.objects.filter(pk__in=[c.pk for c in waiting[number:]]).delete()
    Certificate.objects.update(state=S.FAILED, failure="缺字")
    client = as_user(officer)
    client.get(url)
    with django_assert_num_queries(11):
        client.get(url)
