
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_invitations_and_sessions'),
        ('reconciliation', '0001_first'),
        ('tracker', '0001_first'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='shipmentline',
            name='shipment_line_key',
        ),
        migrations.RemoveIndex(
            model_name='transaction',
            name='transaction_key',
        ),
        migrations.AddIndex(
            model_name='shipmentline',
            index=models.Index(fields=['supplier', 'row_key', 'batch'], name='shipment_line_key'),
        ),
        migrations.AddIndex(
            model_name='shipmentline',
            index=models.Index(fields=['supplier', 'order_key'], name='shipment_line_order'),
        ),
        migrations.AddIndex(
            model_name='transaction',
            index=models.Index(fields=['supplier', 'row_key', 'batch'], name='transaction_key'),
        ),
        migrations.AddIndex(
            model_name='transaction',
            index=models.Index(condition=models.Q(('order_key', ''), _negated=True), fields=['supplier', 'order_key'], name='transaction_order'),
        ),
    ]
