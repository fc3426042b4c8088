"""Pages of a long list without counting it: beyond `MOST` rows nobody turns pages, they search."""

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST = 5_000


class CappedPaginator(Paginator):
    """Counts `MOST` rows at most; what lies behind them is found by search and filters."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:MOST].count()
