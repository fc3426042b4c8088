from django.apps import AppConfig


class HonorRollConfig(AppConfig):
    name = "honor_roll"
    verbose_name = "荣誉榜"

    def ready(self):
        """Says whose public activities anybody reads; it needs the models."""
        from honor_roll.queries.plaque import units_with_titles
        from workspace import readers

        readers.publish(units_with_titles)
