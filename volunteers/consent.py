"""What a person is told before agreeing; agreements keep the version they were given to.

个人信息保护法第十七条: who, what for, which data, how long, and how to take it back. A change of meaning is a new
version, and who agreed to an older one is asked again for that purpose.
"""

from volunteers.enums import ConsentMatter

CURRENT = "2026-11"
WORDINGS = {
    "2026-11": {
        ConsentMatter.REGISTER: (
            "为实名登记志愿者、记录志愿服务时间并依申请出具志愿服务记录证明，主管团组织和您加入的志愿服务组织处理您的姓名、"
            "性别、出生日期、证件号码、联系电话、居住区划和服务技能。证件号码和电话加密保存，只以掩码显示；"
            "每次查看完整信息都记录用途，您可以随时查阅。"
        ),
        ConsentMatter.CONTACT: "通过站内消息向您通知志愿服务活动。不同意不影响登记和参加活动。",
        ConsentMatter.PUBLIC: "在表扬、展示志愿服务事迹时公开您的姓名和服务事迹。不同意不影响登记和参加活动。",
        ConsentMatter.CREDIT: "把您的志愿服务时长和星级提供给主管团组织，用于青年信用激励。不同意不影响登记。",
    }
}
HOW_TO_WITHDRAW = (
    "您可以随时撤回同意，撤回不影响此前已进行的处理。撤回“实名登记与志愿服务记录”即申请删除个人信息，"
    "已核实的服务时间以匿名形式保留。"
)


def wording(purpose: str, version: str = CURRENT) -> str:
    return WORDINGS[version][ConsentMatter(purpose)]
