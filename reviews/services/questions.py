"""Writing a committee's question bank: as a whole or not at all, each question with its trace."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction

from core.services import ledger
from reviews.models import Question
from reviews.question_texts import Written
from units.models import Committee


@dataclass(frozen=True)
class Kept:
    """What a table did to the bank, or would do."""

    new: int = 0
    changed: int = 0
    same: int = 0


def compared(committee: Committee, questions: Iterable[Written]) -> Kept:
    """What `keep` would do with the bank as it is now; a question is known by its text."""
    known, kept = _known(committee), Kept()
    for question in questions:
        before = known.get(question.text)
        name = "new" if before is None else "same" if _is_same(before, question) else "changed"
        kept = replace(kept, **{name: getattr(kept, name) + 1})
    return kept


@transaction.atomic
def keep(committee: Committee, questions: Iterable[Written], *, by) -> Kept:
    """Add what is new, take over what the table says of known questions; papers already drawn stay as they are.

    The committee is locked, so that two tables at once do not bring the same question twice.
    """
    Committee.objects.select_for_update(no_key=True, of=("self",)).get(pk=committee.pk)
    questions = list(questions)
    kept, known = compared(committee, questions), _known(committee)
    for question in questions:
        row = known.get(question.text) or Question(committee=committee, text=question.text)
        if row.pk is None or not _is_same(row, question):
            _write(row, question, by)
    return kept


def _write(row: Question, question: Written, by) -> None:
    is_new = row.pk is None
    row.kind, row.clause, row.is_active = question.kind, question.clause, True
    row.options, row.answer = list(question.options), list(question.answer)
    row.save()
    if is_new:
        ledger.append_creation(row, by=by, note="由表格导入")
    else:
        ledger.append(row, move="edit", label="修改", by=by, note="由表格导入")


def _known(committee: Committee) -> dict[str, Question]:
    return {question.text: question for question in Question.objects.filter(committee=committee)}


def _is_same(row: Question, question: Written) -> bool:
    now = (row.kind, tuple(row.options), tuple(row.answer), row.clause, row.is_active)
    return now == (question.kind, question.options, question.answer, question.clause, True)
