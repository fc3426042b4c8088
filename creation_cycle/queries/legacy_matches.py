"""Which units on record a printed name may mean: the same credit code of the parent, or nearly the same name."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from units.models import Region, Unit

ALIKE = 84
"""Per cent of the letters in which two names agree; below it people see two names."""
ALIKE_WITH_CODE = 55
"""With one credit code of the parent, so much less is enough: windows of one house share most of their name."""
MOST = 5
NOISE = re.compile(r"[\s·•.,，。、（）()《》“”\"'\-—_]+|青年文明号|有限责任公司|股份有限公司|有限公司")


@dataclass(frozen=True)
class Candidate:
    unit: int
    name: str
    why: str


def plain_name(name: str) -> str:
    """Half width, without punctuation and legal forms: 中山海事局（政务中心） and 中山海事局政务中心 are one."""
    return NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


class KnownUnits:
    """The units of the provinces in question, as far as `user` may see them; read in one query."""

    def __init__(self, regions: Iterable[Region], user):
        provinces = {region.path.strip("/").split("/", 1)[0] for region in regions}
        units = Unit.objects.visible_to(user)
        found = units.filter(region__path__regex=rf"^/?({'|'.join(sorted(provinces)) or '-'})(/|$)")
        rows = found.values_list("pk", "name", "region_id", "employer__credit_code")
        self.names = {key: name for key, name, _, _ in rows}
        self.plain = {key: plain_name(name) for key, name in self.names.items()}
        self.exact = {(name, region): key for key, name, region, _ in rows}
        self.codes: dict[str, list[int]] = {}
        for key, _, _, code in rows:
            if code:
                self.codes.setdefault(code, []).append(key)

    def same(self, name: str, region: Region) -> int | None:
        """The unit of exactly this name in this division: no doubt is left."""
        return self.exact.get((name, region.pk))

    def candidates(self, name: str, credit_code: str) -> list[Candidate]:
        """Units that it may be, the likeliest first."""
        wanted, found = plain_name(name), {}
        for key in self.codes.get(credit_code, ()) if credit_code else ():
            if fuzz.ratio(wanted, self.plain[key]) >= ALIKE_WITH_CODE:
                found[key] = "所属单位代码相同"
        alike = process.extract(wanted, self.plain, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
        for _, _score, key in alike:
            found.setdefault(key, "名称相近")
        return [Candidate(key, self.names[key], why) for key, why in list(found.items())[:MOST]]
