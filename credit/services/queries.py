"""Asking about credit and recording the conclusion; nothing else writes an answer."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from core import clock
from core.findings import Finding
from core.lifecycle import TransitionBlocked
from core.services import ledger
from credit.enums import Conclusion, ConsentPurpose, QueryPurpose
from credit.models import Consent, CreditCase, CreditQuery
from credit.models.subject import columns_of
from credit.subjects import Subject
from units.models import Committee

ANSWER_COLUMNS = (
    "conclusion", "answered_on", "recorded_at", "valid_until", "source_name", "file_reference", "fault",
)  # fmt: skip


@transaction.atomic
def ask(
    subject: Subject,
    *,
    committee: Committee,
    authorisation: str,
    by,
    purpose: str = QueryPurpose.AWARD,
    provider: str = "manual",
    unit=None,
) -> CreditQuery:
    """Put one question on record. Raises TransitionBlocked without an authority to ask, or without a number.

    A consent that is on record for a person counts as the authority and is linked.
    """
    consent = Consent.objects.of(subject, ConsentPurpose.QUERY).first() if subject.keys else None
    authorisation = authorisation.strip() or (consent.document_number if consent else "")
    if not subject.keys:
        raise TransitionBlocked([Finding(ok=False, text="没有证件号码，无法查询", remedy="补全号码")])
    if not authorisation:
        raise TransitionBlocked(
            [
                Finding(
                    ok=False,
                    text="请填写授权书编号或查询依据",
                    clause="个人信息保护法第十三条",
                    who="信用管理员",
                )
            ]
        )
    columns = columns_of(subject)
    if unit is not None:
        columns["unit_id"] = unit.pk
    query = CreditQuery.objects.create(
        **columns, committee=committee, purpose=purpose, authorisation=authorisation, consent=consent,
        provider=provider, asked_by=by,
    )  # fmt: skip
    ledger.append_creation(query, by=by)
    return query


@transaction.atomic
def record_answer(
    query: CreditQuery,
    conclusion: str,
    *,
    answered_on: date | None = None,
    valid_until: date | None = None,
    source_name: str = "",
    file_reference: str = "",
    file=None,
    by=None,
) -> CreditQuery:
    """Keep the conclusion, once; `by=None` is a provider's answer. An adverse or missing one opens a case.

    Raises TransitionBlocked when the query has its answer, or the answer lies in the future.
    """
    query = CreditQuery.objects.select_for_update(of=("self",)).get(pk=query.pk)
    _fill(
        query, conclusion, answered_on=answered_on, valid_until=valid_until, source_name=source_name,
        file_reference=file_reference,
    )  # fmt: skip
    if file:
        query.file = file
    query.save()
    ledger.append(query, move="answer", label="登记查询结论", by=by, note=query.get_conclusion_display())
    if conclusion != Conclusion.CLEAR:
        ledger.append_creation(CreditCase.objects.create(query=query), by=by)
    return query


def record_all(answers: Sequence[tuple[CreditQuery, str, dict]], *, by) -> None:
    """The same for many locked queries of a table, each with its conclusion and the rest: all of them or none.

    A handful of statements for any number. Who brought the table stands in the batch's own ledger.
    """
    for query, conclusion, values in answers:
        _fill(query, conclusion, **values)
    queries = [query for query, _, _ in answers]
    CreditQuery.objects.bulk_update(queries, ANSWER_COLUMNS, batch_size=500)
    told = [(query, "", f"{query.get_conclusion_display()}（由表格导入，经办人{by}）") for query in queries]
    ledger.append_all(told, move="answer", label="登记查询结论")
    odd = [CreditCase(query=query) for query in queries if query.conclusion != Conclusion.CLEAR]
    ledger.append_creations(CreditCase.objects.bulk_create(odd))


def _fill(query, conclusion, *, answered_on, valid_until, source_name, file_reference) -> None:
    """Put an answer onto a locked row, without saving. Raises TransitionBlocked."""
    answered_on = answered_on or clock.today()
    if found := _answer_faults(query, conclusion, answered_on):
        raise TransitionBlocked(found)
    query.conclusion, query.answered_on, query.recorded_at = conclusion, answered_on, clock.now()
    query.valid_until = valid_until or answered_on + timedelta(days=settings.CREDIT_QUERY_DAYS)
    query.source_name, query.file_reference, query.fault = source_name[:80], file_reference[:80], ""


def _answer_faults(query: CreditQuery, conclusion: str, answered_on: date) -> list[Finding]:
    found = []
    if query.conclusion != Conclusion.PENDING:
        text = f"已登记结论：{query.get_conclusion_display()}，不能改写"
        found.append(Finding(ok=False, text=text, remedy="需要更正时重新查询"))
    if conclusion not in Conclusion.answers():
        found.append(Finding(ok=False, text="结论应为无不良信息、有不良信息或未查得"))
    if answered_on > clock.today():
        found.append(Finding(ok=False, text="查询日期不能晚于今天"))
    return found
