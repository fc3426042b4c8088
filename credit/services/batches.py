"""批量查询: putting queries together, and writing the answers that come back as a table."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from core.findings import Finding
from core.lifecycle import TransitionBlocked
from core.services import jobs, ledger
from credit import providers
from credit.models import CreditQuery, QueryBatch
from credit.resources.answers import WrittenAnswer
from credit.services import queries
from credit.subjects import Subject


@dataclass
class Made:
    """A new batch, and who could not be asked about, each with the reason."""

    batch: QueryBatch
    asked: int = 0
    left_out: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def make_batch(batch: QueryBatch, subjects: Iterable[tuple[Subject, object]], *, by) -> Made:
    """Save a new batch with one query for each (subject, unit); people without consent are left out and named.

    Raises TransitionBlocked when nobody is left. With a provider that asks by itself the asking starts at once.
    """
    batch.created_by = by
    batch.save()
    ledger.append_creation(batch, by=by)
    made, seen = Made(batch), set()
    for subject, unit in subjects:
        if subject.key in seen:
            continue
        seen.add(subject.key)
        _put(made, subject, unit, by)
    if not made.asked:
        raise TransitionBlocked(
            [Finding(ok=False, text="没有可以查询的对象", remedy="补全号码，登记本人授权")]
        )
    if providers.named(batch.provider).ask:
        jobs.start("ask_providers", by=by, title=f"查询：{batch.name}", total=made.asked)
    return made


def _put(made: Made, subject: Subject, unit, by) -> None:
    batch = made.batch
    authorisation = "" if subject.kind == "person" else batch.authorisation
    try:
        query = queries.ask(
            subject, committee=batch.committee, authorisation=authorisation, by=by, purpose=batch.purpose,
            provider=batch.provider, unit=unit,
        )  # fmt: skip
    except TransitionBlocked as refused:
        made.left_out.append((subject.name, "；".join(finding.text for finding in refused.findings)))
        return
    CreditQuery.objects.filter(pk=query.pk).update(batch=batch)
    made.asked += 1


@transaction.atomic
def take_answers(batch: QueryBatch, answers: Iterable[WrittenAnswer], *, by) -> int:
    """Write all answers of a table or none; raises TransitionBlocked where one has its answer by now."""
    found = {query.pk: query for query in batch.queries.select_for_update(of=("self",))}
    given = [
        (
            found[answer.query],
            answer.conclusion,
            {
                "answered_on": answer.answered_on,
                "valid_until": answer.valid_until,
                "source_name": answer.source_name,
                "file_reference": answer.file_reference,
            },
        )
        for answer in answers
    ]
    queries.record_all(given, by=by)
    ledger.append(batch, move="answers", label="导入查询结论", by=by, note=f"{len(given)} 项")
    return len(given)
