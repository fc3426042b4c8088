"""青年文明号路、街、市场: kept by officers, read by everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import LedgerEntry
from creation_cycle.enums import CandidacyState, TitleState
from tests import factories as make
from tests.honor_roll.world import make_candidacy, make_title
from tests.workspace import records
from units.enums import Level, OfficeRole
from workspace.models import Cluster

pytestmark = pytest.mark.django_db
ADD = "admin:workspace_cluster_add"


@pytest.fixture
def elsewhere(journey):
    """Another city with a unit of its own."""
    city = make.make_committee("别市团委", Level.CITY, parent=journey.province)
    return make.make_unit(city)


def shown(client, cluster) -> str:
    return client.get(cluster.get_absolute_url()).content.decode()


# The public


def test_the_page_names_each_unit_with_what_it_holds_and_promises(client, journey):
    titled, striving = journey.unit, make.make_unit(journey.county, "示例新集体")
    make_title(titled, level=Level.CITY, star=2)
    make_title(titled, level=Level.PROVINCIAL, star=1)
    make_title(striving, state=TitleState.REVOKED)
    make_candidacy(titled, journey.cycle, CandidacyState.CREATING, pledge="首问负责")
    make_candidacy(striving, journey.cycle, CandidacyState.FILED, pledge="还没有公布")
    text = shown(client, records.make_cluster(journey.city, titled, striving, text="一条街\n一条心"))
    assert "共 2 个集体" in text
    assert "青年文明号街" in text
    assert "一条街<br>一条心" in text
    assert text.count("一星级") == 1
    assert "二星级" not in text
    assert "首问负责" in text
    assert "还没有公布" not in text
    assert "创建中，尚无有效称号" in text
    assert f'href="{titled.get_absolute_url()}"' in text


def test_a_unit_without_a_page_is_named_and_one_that_is_gone_is_not(client, journey):
    gone = make.make_unit(journey.county, "示例旧集体", dissolved_on=clock.today())
    text = shown(client, records.make_cluster(journey.city, journey.unit, gone))
    assert journey.unit.name in text
    assert journey.unit.get_absolute_url() not in text
    assert "示例旧集体" not in text
    assert "1 个集体" in client.get("/clusters/").content.decode(), "the list counts whom the page names"


def test_an_empty_cluster_says_so_and_an_unpublished_one_is_not_there(client, journey):
    empty = records.make_cluster(journey.city)
    assert "还没有列入集体" in shown(client, empty)
    hidden = records.make_cluster(journey.city, journey.unit, name="未公布的街", is_public=False)
    make_title(journey.unit)
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert "未公布的街" not in client.get("/clusters/").content.decode()
    assert "未公布的街" not in client.get(journey.unit.get_absolute_url()).content.decode()
    assert client.get("/clusters/kein-solcher/").status_code == 404


def test_the_list_says_when_there_is_none_and_is_found_from_the_roll(client, journey):
    assert "还没有公布的青年文明号路、街、市场" in client.get("/clusters/").content.decode()
    assert 'href="/clusters/"' in client.get("/honor-roll/").content.decode()
    cluster = records.make_cluster(journey.city, journey.unit)
    text = client.get("/clusters/").content.decode()
    assert cluster.get_absolute_url() in text
    assert "1 个集体" in text


def test_a_units_page_leads_to_its_clusters(client, journey):
    make_title(journey.unit)
    cluster = records.make_cluster(journey.city, journey.unit)
    assert cluster.get_absolute_url() in client.get(journey.unit.get_absolute_url()).content.decode()


def test_a_name_with_markup_is_shown_as_text(client, journey):
    cluster = records.make_cluster(journey.city, name="<b>街</b>", text="<script>alert(1)</script>")
    assert "<b>街" not in shown(client, cluster)
    assert "<script>alert" not in shown(client, cluster)


def test_pages_cost_the_same_for_one_row_and_three(client, journey):
    def cost(*urls) -> list[int]:
        found = []
        for url in urls:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
        return found

    cluster = records.make_cluster(journey.city, journey.unit)
    make_title(journey.unit)
    urls = (cluster.get_absolute_url(), "/clusters/")
    alone = cost(*urls)
    for number in range(2):
        unit = make.make_unit(journey.county)
        make_title(unit)
        cluster.units.add(unit)
        records.make_cluster(
            make.make_committee(f"县{number}", Level.COUNTY, parent=journey.city), name=f"街{number}"
        )
    assert cost(*urls) == alone


# The staff


def typed(committee, *units, **values) -> dict:
    return {
        "name": "青春一条街",
        "kind": "street",
        "committee": committee.pk,
        "region": committee.region_id,
        "units": [unit.pk for unit in units],
        "is_public": "on",
        **values,
    }


def test_an_officer_makes_one_of_units_below(client, journey):
    client.force_login(journey.officer)
    assert client.post(reverse(ADD), typed(journey.county, journey.unit)).status_code == 302
    cluster = Cluster.objects.get()
    assert (cluster.committee, list(cluster.units.all())) == (journey.county, [journey.unit])
    assert LedgerEntry.objects.of(cluster).get().move == "create"
    assert cluster.slug.startswith("qcytj-")


def test_units_and_committees_of_others_cannot_be_chosen_even_by_hand(client, journey, elsewhere):
    client.force_login(journey.officer)
    answer = client.post(reverse(ADD), typed(journey.county, journey.unit, elsewhere))
    assert list(answer.context["adminform"].form.errors) == ["units"]
    answer = client.post(reverse(ADD), typed(elsewhere.committee, journey.unit))
    assert list(answer.context["adminform"].form.errors) == ["committee"]
    assert Cluster.objects.count() == 0


def test_a_change_is_noted_and_the_committee_stays(client, journey):
    cluster = records.make_cluster(journey.county, journey.unit)
    client.force_login(journey.officer)
    url = reverse("admin:workspace_cluster_change", args=[cluster.pk])
    other = make.make_unit(journey.county)
    assert client.post(url, typed(journey.city, journey.unit, other, name="新街名")).status_code == 302
    cluster.refresh_from_db()
    assert (cluster.name, cluster.committee, cluster.units.count()) == ("新街名", journey.county, 2)
    assert LedgerEntry.objects.of(cluster).get().note == "名称、集体"


def test_who_may_do_what(journey, elsewhere):
    cluster = records.make_cluster(journey.county)
    people = {
        "county": journey.recommender,
        "officer": journey.officer,
        "approver": journey.approver,
        "auditor": journey.auditor,
        "elsewhere": make.make_officer(elsewhere.committee),
        "captain": journey.captain,
        "former": make.make_officer(journey.county, OfficeRole.OFFICER, is_active=False),
        "visitor": AnonymousUser(),
    }
    may_change = {role for role, user in people.items() if user.has_perm("workspace.change_cluster", cluster)}
    may_add = {role for role, user in people.items() if user.has_perm("workspace.add_cluster")}
    people.pop("visitor")
    sees = {role for role, user in people.items() if Cluster.objects.visible_to(user).exists()}
    assert may_change == {"county", "officer"}
    assert may_add == {"county", "officer", "elsewhere"}
    assert sees == {"county", "officer", "approver", "auditor"}


def test_units_of_another_city_stay_in_a_place_that_lies_on_both(client, journey, elsewhere):
    """An officer of one side corrects the name; they cannot add the other side's units, nor lose them."""
    cluster = records.make_cluster(journey.county, journey.unit, elsewhere)
    client.force_login(journey.officer)
    url = reverse("admin:workspace_cluster_change", args=[cluster.pk])
    answer = client.post(url, typed(journey.county, journey.unit, elsewhere, name="两城一条街"))
    assert answer.status_code == 302
    cluster.refresh_from_db()
    assert (cluster.name, set(cluster.units.all())) == ("两城一条街", {journey.unit, elsewhere})
    other = make.make_unit(elsewhere.committee)
    answer = client.post(url, typed(journey.county, journey.unit, other))
    assert list(answer.context["adminform"].form.errors) == ["units"]
