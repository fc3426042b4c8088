"""What was known about credit when something was decided, as it stood that day."""

from django.db import models

from core import clock
from credit.enums import Conclusion
from credit.models.query import CreditQuery


class DecisionSnapshot(models.Model):
    """One subject's answer behind one decision; stays when the query itself is deleted in time."""

    source_key = models.CharField("决定对象", max_length=80, db_index=True)
    decision = models.CharField("决定", max_length=40)
    taken_on = models.DateField("决定日期", default=clock.today)
    role = models.CharField("与决定的关系", max_length=20)
    shown_name = models.CharField("主体", max_length=80)
    query = models.ForeignKey(
        CreditQuery, models.SET_NULL, null=True, related_name="snapshots", verbose_name="信用查询"
    )
    conclusion = models.CharField("结论", max_length=10, choices=Conclusion)
    answered_on = models.DateField("查询日期")
    valid_until = models.DateField("有效期至")
    judgement = models.TextField("人工研判", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "决定时的信用查询结论"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.decision}：{self.shown_name} {self.get_conclusion_display()}"
