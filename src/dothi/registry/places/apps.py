from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "dothi.registry.places"
    label = "places"
    verbose_name = "Đơn vị hành chính và đô thị"
