"""Who a query, a consent or an entry is about, and how the same subject is found again."""

from dataclasses import dataclass

from core.crypto import blind_index
from credit.enums import QueryScope, SubjectKind


@dataclass(frozen=True)
class Subject:
    """A person, a collective or an organisation, by the best number that is known of it.

    Numbers never leave this object in the clear: `keys` hold a blind index where the number is personal.
    """

    kind: str
    name: str
    credit_code: str = ""
    identity_number: str = ""
    unit_id: int | None = None
    employer_id: int | None = None
    member_id: int | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What finds this subject's records, the surest first. A name alone finds no person: many share one."""
        known = {
            SubjectKind.PERSON: self._person_keys,
            SubjectKind.COLLECTIVE: self._collective_keys,
            SubjectKind.ORGANISATION: self._organisation_keys,
        }[SubjectKind(self.kind)]()
        return tuple(key for key in known if key)

    @property
    def key(self) -> str:
        """What is stored with a record; of a person without any number a key that only equal names share."""
        return self.keys[0] if self.keys else f"name:{blind_index(self.name)}"

    def _person_keys(self) -> list[str]:
        by_number = f"id:{blind_index(self.identity_number)}" if self.identity_number else ""
        return [by_number, f"member:{self.member_id}" if self.member_id else ""]

    def _collective_keys(self) -> list[str]:
        return [f"unit:{self.unit_id}" if self.unit_id else f"name:{blind_index(self.name)}"]

    def _organisation_keys(self) -> list[str]:
        return [
            f"code:{self.credit_code}" if self.credit_code else "",
            f"employer:{self.employer_id}" if self.employer_id else "",
        ]


def employer_subject(employer) -> Subject:
    return Subject(
        SubjectKind.ORGANISATION, employer.name, credit_code=employer.credit_code, employer_id=employer.pk
    )


def member_subject(member) -> Subject:
    return Subject(
        SubjectKind.PERSON, member.name, identity_number=member.identity_number, member_id=member.pk
    )


def unit_subjects(unit, scope: str) -> list[tuple[str, Subject]]:
    """Of whom an answer is needed before a collective is decided about: (role, subject).

    A captain who is not on the roster, or without a number, stands there without a key, and blocks.
    """
    if scope == QueryScope.NONE:
        return []
    employer = unit.employer
    missing = Subject(SubjectKind.ORGANISATION, "未填写所属单位")
    found = [("所属单位", employer_subject(employer) if employer else missing)]
    if scope == QueryScope.EMPLOYER_AND_CAPTAIN:
        captain = unit.members.filter(is_captain=True, left_on__isnull=True).first()
        nobody = Subject(SubjectKind.PERSON, "未登记")
        found.append(("号长", member_subject(captain) if captain else nobody))
    return found
