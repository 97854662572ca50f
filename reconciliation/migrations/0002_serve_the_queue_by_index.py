from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reconciliation", "0001_first")]

    operations = [
        migrations.RemoveIndex(model_name="discrepancy", name="discrepancy_queue"),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(
                fields=["workspace", "state", "kind", "-amount", "-id", "dated_on", "is_main"],
                name="discrepancy_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="discrepancy",
            index=models.Index(
                fields=["workspace", "state", "-amount", "-id"], name="discrepancy_dearest"
            ),
        ),
    ]
