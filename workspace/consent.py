"""What a member is told before agreeing to 成长进度上墙公示; agreements keep the version they were given to.

PIPL art. 17: who, what for, which data, how long, and how to withdraw. A change of meaning is a new version, and
agreements to an older one no longer count as `CURRENT`: the member is asked again.
"""

WORDINGS = {
    "2026-11": (
        "本集体为落实青年成长计划卡“成长进度每月上墙公示”，拟每月把您的姓名、成长目标、进度、当月最新一条微语录和成长伙伴姓名"
        "打印在纸上，张贴在本集体工作场所，次月更换。公示内容不发布到网上，也不作他用。",
        "是否同意由您本人决定，不同意不影响对您的任何评价。您可以随时在本页撤回同意；撤回后不再打印，已张贴的由号长取下更换。",
    ),
}
CURRENT = "2026-11"


def wording() -> tuple[str, ...]:
    """The paragraphs that are shown today."""
    return WORDINGS[CURRENT]
