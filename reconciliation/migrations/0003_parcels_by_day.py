
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reconciliation', '0002_keys_in_file_order'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='shipment',
            name='stage_at',
        ),
        migrations.AddField(
            model_name='shipment',
            name='stage_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.DeleteModel(
            name='UploadPart',
        ),
    ]
