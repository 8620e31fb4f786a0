from django.apps import AppConfig


class WorksheetsConfig(AppConfig):
    name = "dothi.registry.worksheets"
    label = "worksheets"
    verbose_name = "Tệp Excel gửi lên"
