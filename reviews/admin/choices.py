"""How the reviewers are offered: of the round's pool first, all other accounts below."""

from collections.abc import Iterator

from django.forms import ModelChoiceField
from django.forms.models import ModelChoiceIterator

from reviews.models import Round
from reviews.queries.pool import assignable_users


class _Grouped(ModelChoiceIterator):
    """Two groups, told apart by `in_pool`; one query."""

    def __iter__(self) -> Iterator:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        groups = {"评审人员库": [], "其他人员": []}
        for user in self.queryset:
            groups["评审人员库" if user.in_pool else "其他人员"].append(self.choice(user))
        yield from (group for group in groups.items() if group[1])


def offer_pool_first(field: ModelChoiceField, round_: Round | None) -> None:
    """Make the field of a form choose among those who can be assigned in this round."""
    field.iterator = _Grouped
    field.queryset = assignable_users(round_)
