"""Youth credit of the demo: lists, queries behind the story's awards, honours listed, measures, partners, pledges.

Every person, number and firm is invented; identity numbers carry an area code of the demo's city and a sequence 000.
"""

from datetime import date, timedelta

from core import clock
from core.lifecycle import perform
from core.validators import IDENTITY_CHECKS, IDENTITY_WEIGHTS
from creation_cycle.models import Candidacy, Cycle
from credit.enums import (
    Conclusion,
    ConsentPurpose,
    EntryState,
    FollowUpResult,
    PolicyRuleKind,
    QueryPurpose,
    QueryScope,
    SubjectKind,
)
from credit.models import (
    Consent,
    CreditQuery,
    ListPolicy,
    Measure,
    MeasureGrant,
    Partner,
    PartnerTerm,
    Pledge,
    PledgeFollowUp,
    PolicyRule,
    QueryBatch,
    RedListEntry,
)
from credit.services import batches, calendar, consents, measures, objections, queries, red_list
from credit.subjects import Subject, unit_subjects
from demo.story import Cast, days_from_now
from units.enums import Level
from units.models import Committee, Unit

BASIS = "中山市青年守信激励红名单管理办法（演示）"
PEOPLE = (
    # name, born, honour, level, hours, star, has consented to be listed
    ("钟守一", date(1994, 3, 8), "广东省优秀青年志愿者（演示）", Level.PROVINCIAL, 1860, 5, True),
    ("苏亦诚", date(1997, 11, 2), "中山市最美青工（演示）", Level.CITY, 1530, 4, True),
    ("罗允和", date(1999, 6, 21), "中山市优秀共青团员（演示）", Level.CITY, 620, 5, False),
    ("高言信", date(1990, 1, 15), "中山市青年岗位能手（演示）", Level.CITY, 1710, 5, True),
)
LOOKS = ("抽查十件办结材料，均按承诺办理（演示）。", "抽查发现一处标价牌没有更新，已当日更正（演示）。")
PARTNERS = (
    ("示例城商银行（演示）", "为守信青年提供创业贷款优先审批", -400, 330),
    ("示例人才服务公司（演示）", "提供实习岗位和创业培训", -200, 165),
    ("示例旅游公司（演示）", "景区门票优惠", -800, -70),
)


def make_lists(city: Committee) -> None:
    """One list for each kind of subject; their thresholds follow domain.md §8.1."""
    for kind, name, scope in (
        (SubjectKind.COLLECTIVE, "中山市守信青年集体红名单（演示）", QueryScope.EMPLOYER),
        (SubjectKind.PERSON, "中山市守信青年红名单（演示）", QueryScope.EMPLOYER),
        (SubjectKind.ORGANISATION, "中山市守信志愿服务组织红名单（演示）", QueryScope.EMPLOYER),
    ):
        policy = ListPolicy.objects.create(
            committee=city, name=name, subject_kind=kind, legal_basis=BASIS, query_scope=scope, valid_months=24,
            retest_months=12, places={SubjectKind.PERSON: 100}.get(kind), effective_from=clock.today(),
        )  # fmt: skip
        _rule(policy, PolicyRuleKind.CLEAN_YEARS, "第六条（连续三年）", least=3)
        if kind == SubjectKind.PERSON:
            _rule(policy, PolicyRuleKind.SERVICE, "第五条第一项", least=1500, star=5)
            _rule(policy, PolicyRuleKind.AGE, "第五条第二项", least=18, most=45)
            _rule(policy, PolicyRuleKind.CONSENT, "第七条")


def _rule(policy: ListPolicy, rule: str, clause: str, **limits) -> None:
    PolicyRule.objects.create(policy=policy, rule=rule, clause=f"{BASIS}{clause}", **limits)


def ask_for_award(candidacies: list[Candidacy], cycle: Cycle, cast: Cast) -> None:
    """The live cycle asks about employers and captains: a fortnight before nomination all answers were clear."""
    Cycle.objects.filter(pk=cycle.pk).update(credit_query=QueryScope.EMPLOYER_AND_CAPTAIN)
    for candidacy in candidacies:
        ask_about(candidacy.unit, QueryScope.EMPLOYER_AND_CAPTAIN, cast, cycle.committee)


def ask_about(unit: Unit, scope: str, cast: Cast, city: Committee, purpose=QueryPurpose.AWARD) -> None:
    for role, subject in unit_subjects(unit, scope):
        authorisation = "本人授权书（演示）" if role == "号长" else BASIS
        query = queries.ask(
            subject,
            committee=city,
            authorisation=authorisation,
            by=cast["credit"],
            purpose=purpose,
            unit=unit,
        )
        _answer(query, Conclusion.CLEAR, cast)


def _answer(query: CreditQuery, conclusion: str, cast: Cast) -> CreditQuery:
    return queries.record_answer(
        query,
        conclusion,
        source_name="示例公共信用信息中心",
        file_reference=f"XY{query.pk:05d}",
        by=cast["credit"],
    )


def list_honours(city: Committee, cast: Cast) -> None:
    """Of the honours that certification posted down, eight were listed a year ago; the rest wait."""
    entries = list(
        RedListEntry.objects.filter(policy__committee=city, state=EntryState.NOMINATED).order_by("pk")
    )
    with days_from_now(-400):
        for entry in entries[:8]:
            ask_about(entry.unit, QueryScope.EMPLOYER, cast, city, QueryPurpose.LISTING)
        checked = [perform(entry, "vet", by=cast["credit"]) for entry in entries[:8]]
        shown = [perform(entry, "publicise", by=cast["credit"]) for entry in checked]
    with days_from_now(-385):
        listed = [perform(entry, "enlist", by=cast["credit2"]) for entry in shown]
    with days_from_now(-18):
        for entry in listed[:6]:
            ask_about(entry.unit, QueryScope.EMPLOYER, cast, city, QueryPurpose.RETEST)
            calendar.retest(entry, clock.today())
    with days_from_now(-9):
        reason = "群众反映服务态度问题，核查期间暂停（演示）"
        perform(listed[6], "suspend", by=cast["credit"], note=reason)


def list_people(city: Committee, cast: Cast) -> None:
    """Two people listed with their consent, one without it, one whose answer waits for a person's judgement."""
    with days_from_now(-40):
        entries = [_person(city, cast, *row) for row in PEOPLE]
        shown = [
            perform(perform(entry, "vet", by=cast["credit"]), "publicise", by=cast["credit"])
            for entry in entries[:2]
        ]
    with days_from_now(-25):
        for entry in shown:
            perform(entry, "enlist", by=cast["credit2"])


def _person(city, cast, name, born, honour, level, hours, star, consented) -> RedListEntry:
    subject = Subject(SubjectKind.PERSON, name, identity_number=_number(born))
    purposes = [ConsentPurpose.QUERY, *([ConsentPurpose.LIST] if consented else [])]
    for purpose in purposes:
        consent = Consent(
            subject_kind=SubjectKind.PERSON, name=name, identity_number=subject.identity_number, committee=city,
            purpose=purpose, text_version="2026 年第 1 版", document_number=f"授权〔演示〕{born.year}号",
        )  # fmt: skip
        consents.record(consent, by=cast["credit"])
    query = queries.ask(
        subject, committee=city, authorisation="", by=cast["credit"], purpose=QueryPurpose.LISTING
    )
    _answer(query, Conclusion.ADVERSE if name == PEOPLE[-1][0] else Conclusion.CLEAR, cast)
    return red_list.post_honour(
        source_key=f"demo:{name}", committee=city, subject=subject, honour=honour, honour_level=level,
        granting_body="示例授予机关（演示）", granted_on=clock.today() - timedelta(days=200), hours=hours, star=star,
        document_number="示例发〔演示〕3号", basis="import", by=cast["credit"],
    )  # fmt: skip


def _number(born: date) -> str:
    digits = f"442000{born:%Y%m%d}000"
    total = sum(int(digit) * weight for digit, weight in zip(digits, IDENTITY_WEIGHTS, strict=True))
    return digits + IDENTITY_CHECKS[total % 11]


def put_on_notice(city: Committee, cast: Cast) -> None:
    """Two collectives stand before the public now; somebody objected to one."""
    waiting = RedListEntry.objects.filter(
        policy__committee=city, state=EntryState.NOMINATED, unit__isnull=False
    )
    with days_from_now(-2):
        shown = []
        for entry in list(waiting.order_by("pk")[:2]):
            ask_about(entry.unit, QueryScope.EMPLOYER, cast, city, QueryPurpose.LISTING)
            checked = perform(entry, "vet", by=cast["credit"])
            shown.append(perform(checked, "publicise", by=cast["credit"]))
    objections.object_to(shown[0], content="公示的授予日期与单位公告不一致，请核对（演示）。")


def send_batch(city: Committee, units: list[Unit], cast: Cast) -> None:
    """A table that went out yesterday and has not come back."""
    subjects = [(subject, unit) for unit in units for _, subject in unit_subjects(unit, QueryScope.EMPLOYER)]
    with days_from_now(-1):
        batch = QueryBatch(
            committee=city, name="第三次达标考核前信用查询", purpose=QueryPurpose.AWARD, authorisation=BASIS,
            provider="table",
        )  # fmt: skip
        batches.make_batch(batch, subjects, by=cast["credit"])


def offer_measures(city: Committee, cast: Cast) -> None:
    """The shipped measures; those with a source are confirmed, the rest stay examples. Partners and what they gave."""
    measures.load(city, by=cast["credit"])
    Measure.objects.filter(committee=city, source__startswith="S0").update(
        is_example=False, responsible="示例责任单位（演示）", legal_basis=BASIS
    )
    partners = [_partner(city, *row) for row in PARTNERS]
    loan = Measure.objects.get(committee=city, number=9)
    person = RedListEntry.objects.filter(
        policy__committee=city, state="listed", subject_kind="person"
    ).first()
    given = MeasureGrant(
        measure=loan,
        entry=person,
        partner=partners[0],
        provider=partners[0].name,
        proof="贷款合同〔演示〕7号",
    )
    measures.grant(given, by=cast["credit"])


def _partner(city: Committee, name: str, services: str, begins: int, ends: int) -> Partner:
    partner = Partner.objects.create(committee=city, name=name, services=services)
    today = clock.today()
    PartnerTerm.objects.create(
        partner=partner, starts_on=today + timedelta(days=begins), ends_on=today + timedelta(days=ends),
        agreement=f"合作〔演示〕{partner.pk}号",
    )  # fmt: skip
    return partner


def make_pledges(city: Committee, units: list[Unit], cast: Cast) -> None:
    """One kept, one shown, one just offered."""
    texts = (
        ("一次告知不让群众多跑", "材料一次告知，能当场办的当场办；不能办的写明原因和办法。"),
        ("明码标价不虚假宣传", "价格公示在明处，促销说明写清条件，投诉当日回应。"),
        ("守时履约按期交付", "约定的时间不推迟，确需变更的提前一天说明。"),
    )
    for at, (unit, (title, content)) in enumerate(zip(units, texts, strict=False)):
        with days_from_now(-120 + 30 * at):
            pledge = Pledge.objects.create(
                committee=city, unit=unit, name=unit.name, title=title, content=content,
                until=clock.today() + timedelta(days=365),
            )  # fmt: skip
        if at == 2:
            return
        pledge = perform(pledge, "show", by=cast["credit"])
        PledgeFollowUp.objects.create(
            pledge=pledge, on=clock.today() - timedelta(days=5), result=FollowUpResult.KEPT if at == 0 else "partly",
            text=LOOKS[at],
            by=cast["credit"],
        )  # fmt: skip
        if at == 0:
            perform(pledge, "keep", by=cast["credit"])
