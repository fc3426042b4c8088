from django.apps import AppConfig


class HonorRollConfig(AppConfig):
    name = "honor_roll"
    verbose_name = "荣誉榜"
