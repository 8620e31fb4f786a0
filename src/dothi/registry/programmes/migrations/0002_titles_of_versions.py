"""A version keeps the titles it was adopted under; those on record were all called as their programme is."""

from django.db import migrations, models


def name_versions(apps, schema_editor):
    Edition = apps.get_model("programmes", "Edition")
    for edition in Edition.objects.filter(state="adopted").select_related("programme"):
        edition.title, edition.title_en = edition.programme.title, edition.programme.title_en
        edition.save(update_fields=["title", "title_en"])


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_initial")]

    operations = [
        migrations.AddField("edition", "title", models.CharField(blank=True, default="", max_length=400), preserve_default=False),
        migrations.AddField("edition", "title_en", models.CharField(blank=True, default="", max_length=400), preserve_default=False),
        migrations.AddField("edition", "digest_form", models.PositiveSmallIntegerField(default=1)),
        migrations.RunPython(name_versions, migrations.RunPython.noop),
        migrations.AlterField("edition", "digest_form", models.PositiveSmallIntegerField(default=2)),
    ]
