"""Plans count their corrections; the last period of a withdrawn version holds the reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        migrations.AddField("plan", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("planperiod", "withdrawn_because", models.TextField(blank=True, default=""), preserve_default=False),
    ]
