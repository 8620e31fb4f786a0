"""Plans count corrections, withdrawn versions have a reason, findings tell place and rule in English too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        migrations.AddField("plan", "version", models.PositiveIntegerField(default=1)),
        migrations.AddField("planperiod", "withdrawn_because", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("submissionfinding", "place_en", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
        migrations.AddField("submissionfinding", "rule_en", models.CharField(blank=True, default="", max_length=300), preserve_default=False),
    ]
