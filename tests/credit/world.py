"""A list, subjects and answers for the tests of youth credit. Everybody in it is invented."""

from datetime import timedelta

from core import clock
from core.lifecycle import perform
from credit.enums import Conclusion, ConsentPurpose, PolicyRuleKind, QueryScope, SubjectKind
from credit.models import Consent, ListPolicy, Pledge, PolicyRule
from credit.own_links import link_to
from credit.services import queries, red_list
from credit.subjects import Subject
from tests import factories as make
from units.enums import Level, OfficeRole

PERSON = Subject(SubjectKind.PERSON, "张示例", identity_number="11010519491231002X")
COMPANY = Subject(SubjectKind.ORGANISATION, "示例志愿服务队", credit_code="91350100M000100Y43")


def make_credit_officer(committee):
    return make.make_officer(committee, OfficeRole.CREDIT)


def make_policy(committee, kind=SubjectKind.COLLECTIVE, *, rules=(), **values) -> ListPolicy:
    defaults = {
        "name": f"示例{SubjectKind(kind).label}红名单", "legal_basis": "示例办法", "notice_workdays": 5,
        "query_scope": QueryScope.EMPLOYER,
    }  # fmt: skip
    policy = ListPolicy.objects.create(committee=committee, subject_kind=kind, **{**defaults, **values})
    for rule in rules:
        PolicyRule.objects.create(policy=policy, clause="示例条款", **rule)
    return policy


SERVICE = {"rule": PolicyRuleKind.SERVICE, "least": 1500, "star": 5}
AGE = {"rule": PolicyRuleKind.AGE, "least": 18, "most": 45}
CLEAN = {"rule": PolicyRuleKind.CLEAN_YEARS, "least": 3}
CONSENT = {"rule": PolicyRuleKind.CONSENT}


def answered(subject, committee, conclusion=Conclusion.CLEAR, *, by, on=None, unit=None, **values):
    """One query with its answer."""
    query = queries.ask(subject, committee=committee, authorisation="授权书示例1号", by=by, unit=unit)
    return queries.record_answer(query, conclusion, answered_on=on or clock.today(), by=by, **values)


def consent(subject, committee, purpose=ConsentPurpose.LIST, *, by):
    return Consent.objects.create(
        subject_kind=subject.kind, name=subject.name, identity_number=subject.identity_number,
        committee=committee, purpose=purpose, text_version="2026-1", document_number="授权书示例1号", recorded_by=by,
    )  # fmt: skip


def honour(committee, subject, *, key="test:1", by=None, **values):
    """A nominated entry."""
    defaults = {
        "honour": "示例荣誉", "honour_level": Level.CITY, "granting_body": "示例市团委",
        "granted_on": clock.today() - timedelta(days=30),
    }  # fmt: skip
    return red_list.post_honour(
        source_key=key, committee=committee, subject=subject, by=by, **{**defaults, **values}
    )


def credit_records(journey) -> dict:
    """One record of each page of the admin, of the journey's city."""
    clerk = make_credit_officer(journey.city)
    policy = make_policy(journey.city, SubjectKind.PERSON)
    given = consent(PERSON, journey.city, by=clerk)
    pending = queries.ask(PERSON, committee=journey.city, authorisation="授权书示例1号", by=clerk)
    asked = answered(COMPANY, journey.city, Conclusion.ADVERSE, by=clerk)
    return {
        "listpolicy": policy,
        "redlistentry": honour(journey.city, PERSON, by=clerk),
        "creditquery": pending,
        "creditcase": asked.case,
        "consent": given,
    }


def public_arguments(journey) -> dict[str, dict]:
    """An entry on notice, a public pledge and a consent's own page, as the addresses ask for them."""
    clerk, second = make_credit_officer(journey.city), make_credit_officer(journey.city)
    make_policy(journey.city, query_scope=QueryScope.NONE)
    entry = honour(journey.city, Subject(SubjectKind.COLLECTIVE, journey.unit.name, unit_id=journey.unit.pk))
    entry = perform(perform(entry, "vet", by=clerk), "publicise", by=second)
    pledge = make_pledge(journey.city, unit=journey.unit, name=journey.unit.name)
    pledge = perform(pledge, "show", by=clerk)
    return {
        "list_entry": {"pk": entry.pk},
        "pledge": {"slug": pledge.slug},
        "credit_code": {
            "code": link_to(consent(PERSON, journey.city, by=clerk)).strip("/").rpartition("/")[2]
        },
    }


def later(**ahead):
    """Some time from now on the portal's own clock."""
    return clock.pretend(clock.now() + timedelta(**ahead))


def listed(entry, by):
    """Taken onto the list after its notice."""
    with later(days=15):
        return perform(entry, "enlist", by=by)


def make_pledge(committee, **values) -> Pledge:
    defaults = {"name": "示例集体", "title": "诚信服务", "content": "不收礼、不拖延、不推诿。"}
    return Pledge.objects.create(committee=committee, **{**defaults, **values})
