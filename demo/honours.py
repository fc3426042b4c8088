"""Plaques on their walls, one that was lost, and a certificate that was issued anew because the first was damaged."""

from collections.abc import Sequence

from django.core.files.base import ContentFile

from core import clock
from core.lifecycle import perform
from creation_cycle.models import Candidacy, Certificate, Plaque
from creation_cycle.services import issuing, plaques
from demo import pictures
from demo.story import Cast, days_from_now
from workspace.enums import MediaKind
from workspace.media.cleaned import CleanMedia


def hand_over(recognised: Sequence[Candidacy], cast: Cast) -> None:
    """Six received theirs, three of them show where it hangs; the fifth was lost, the sixth's paper was wet."""
    held = [Plaque.objects.get(title__recognitions__candidacy=candidacy) for candidacy in recognised[:6]]
    with days_from_now(-400):
        held = [
            perform(
                plaque,
                "hand_over",
                by=cast["officer"],
                recipient=f"示例领取人{number}",
                handed_on=clock.today(),
            )
            for number, plaque in enumerate(held, start=1)
        ]
    with days_from_now(-395):
        for number, (plaque, candidacy) in enumerate(zip(held[:3], recognised, strict=False)):
            plaques.hang(plaque, _photo(number), by=cast.captain_of(candidacy))
    with days_from_now(-200):
        lost = perform(
            held[4], "report_lost", by=cast.captain_of(recognised[4]), note="办公地点搬迁时遗失，已登报声明。"
        )
    with days_from_now(-190):
        perform(lost, "reissue", by=cast["officer"], note="核实遗失情况，同意补发。")
        paper = Certificate.objects.get(recognition__candidacy=recognised[5])
        old = perform(paper, "reissue", by=cast["officer"], note="纸质证书受潮损毁，申请换发。")
        issuing.draw(old.successor)


def _photo(seed: int) -> CleanMedia:
    content, size = pictures.hall(seed)
    return CleanMedia(MediaKind.IMAGE, ".jpg", ContentFile(content), *size)
