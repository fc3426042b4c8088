"""服务技能: a list that committees keep; what a volunteer can do is chosen from it (2012 办法第六条)."""

from units.models.place import CodeTable


class Skill(CodeTable):
    class Meta(CodeTable.Meta):
        verbose_name = verbose_name_plural = "服务技能"
