"""Answers that a person can read: what was checked, what was measured, by which clause, who can mend it."""

import inspect
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

HARD, ADVISORY = "hard", "advisory"


@dataclass(frozen=True)
class Finding:
    """What one check found, as a person reads it. Truthy when it stands in nobody's way."""

    ok: bool
    text: str
    clause: str = ""
    measured: str = ""
    required: str = ""
    remedy: str = ""
    who: str = ""
    severity: str = HARD
    rule: str = ""
    remedy_at: str = ""

    @property
    def blocks(self) -> bool:
        return not self.ok and self.severity == HARD

    def __bool__(self) -> bool:
        return not self.blocks

    def __str__(self) -> str:
        behind = "，".join(part for part in (self.required, self.clause) if part)
        return f"{self.text}（{behind}）" if behind else self.text


class Guard:
    """A condition of a move: called with the record and who asks, answers with findings.

    The check may take `(record)` or `(record, by)`; `clause` cites the rule, `no_clause` says why there is none.
    """

    def __init__(self, check: Callable, clause: str, no_clause: str, cites: Sequence[str] = ()):
        self.check, self.clause, self.no_clause = check, clause, no_clause
        self.cites = (clause, *cites) if clause else tuple(cites)
        self.name, self.__doc__ = check.__name__, check.__doc__
        self._takes_actor = len(inspect.signature(check).parameters) > 1
        self._check_all: Callable | None = None

    def __call__(self, record, by=None) -> list[Finding]:
        found = self.check(record, by) if self._takes_actor else self.check(record)
        found = [found] if isinstance(found, Finding) else list(found)
        return [self._cited(finding) for finding in found]

    def for_all(self, check: Callable[[Sequence], Mapping[Hashable, Finding]]) -> Callable:
        """Decorator: `check(records)` gives the same answer about many records, by primary key, in a few queries.

        Only for conditions that the move of one of the records does not change for another one.
        """
        self._check_all = check
        return check

    @property
    def answers_for_all(self) -> bool:
        return self._check_all is not None

    def of_all(self, records: Sequence) -> dict[Hashable, Finding]:
        """The answer about each record, by primary key. Raises TypeError where the guard knows single ones only."""
        if self._check_all is None:
            raise TypeError(f"the guard {self.name} answers for one record at a time")
        return {key: self._cited(finding) for key, finding in self._check_all(records).items()}

    def _cited(self, finding: Finding) -> Finding:
        if finding.clause or not self.clause:
            return finding
        return replace(finding, clause=self.clause)


def guard(*, clause: str = "", no_clause: str = "", cites: Sequence[str] = ()) -> Callable[[Callable], Guard]:
    """Make a check a guard; exactly one of `clause` (the source) and `no_clause` (why there is none) is given."""
    if bool(clause) == bool(no_clause):
        raise TypeError("a guard cites a clause or says why it has none")
    return lambda check: Guard(check, clause, no_clause, cites)
