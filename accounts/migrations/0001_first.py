import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('name', models.CharField(blank=True, max_length=80, verbose_name='name')),
                ('language', models.CharField(choices=[('ja', '日本語'), ('en', 'English')], default='ja', max_length=5, verbose_name='language')),
                ('has_shortcuts', models.BooleanField(default=True, verbose_name='single-letter shortcuts')),
                ('is_active', models.BooleanField(default=True)),
                ('session_version', models.PositiveIntegerField(default=1)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_once_per_email')],
            },
        ),
        migrations.CreateModel(
            name='Workspace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='address')),
                ('name', models.CharField(max_length=120, verbose_name='company name')),
                ('colour', models.CharField(choices=[('blue', 'Blue'), ('green', 'Green'), ('purple', 'Purple'), ('orange', 'Orange'), ('teal', 'Teal'), ('brown', 'Brown')], default='blue', max_length=10, verbose_name='colour')),
                ('time_zone', models.CharField(default='Asia/Tokyo', max_length=40, verbose_name='time zone')),
                ('uses_japanese_era', models.BooleanField(default=False, verbose_name='show Japanese era years')),
                ('check_at', models.TimeField(blank=True, null=True, verbose_name='daily check at')),
                ('is_sample', models.BooleanField(default=False, editable=False)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_entries', to='accounts.workspace')),
                ('sequence', models.PositiveBigIntegerField()),
                ('acted_at', models.DateTimeField()),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('actor_label', models.CharField(max_length=120)),
                ('action', models.CharField(max_length=60)),
                ('target', models.CharField(max_length=80)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('previous_hash', models.CharField(max_length=64)),
                ('own_hash', models.CharField(max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['workspace', '-acted_at'], name='audit_newest_first')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'sequence'), name='audit_sequence_once_per_workspace'), models.UniqueConstraint(condition=models.Q(('workspace', None)), fields=('sequence',), name='audit_sequence_once_outside_workspaces')],
            },
        ),
        migrations.CreateModel(
            name='AuditAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='audit_anchors', to='accounts.workspace')),
                ('sequence', models.PositiveBigIntegerField()),
                ('head_hash', models.CharField(max_length=64)),
                ('exported_at', models.DateTimeField()),
                ('exported_to', models.CharField(max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail_due_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('mail_failed_at', models.DateTimeField(blank=True, null=True)),
                ('mail_error', models.TextField(blank=True)),
                ('attempt_count', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.workspace')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('role', models.CharField(choices=[('purchaser', 'Purchaser'), ('accountant', 'Accountant'), ('manager', 'Manager'), ('administrator', 'Administrator'), ('outside_accountant', 'Outside accountant'), ('read_only', 'Read only')], max_length=20, verbose_name='role')),
                ('language', models.CharField(default='ja', max_length=5)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), fields=('workspace', 'email'), name='invitation_once_per_address')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='accounts.workspace')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('purchaser', 'Purchaser'), ('accountant', 'Accountant'), ('manager', 'Manager'), ('administrator', 'Administrator'), ('outside_accountant', 'Outside accountant'), ('read_only', 'Read only')], max_length=20, verbose_name='role')),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('feed_version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('workspace', 'user'), name='membership_once_per_person')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mail_due_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('mail_failed_at', models.DateTimeField(blank=True, null=True)),
                ('mail_error', models.TextField(blank=True)),
                ('attempt_count', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('workspace', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='accounts.workspace')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to=settings.AUTH_USER_MODEL)),
                ('urgency', models.CharField(choices=[('now', 'Act now'), ('today', 'Know today'), ('quiet', 'For information')], max_length=10)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('path', models.CharField(max_length=300)),
                ('cause', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('mail_failed_at', None), ('mailed_at', None)), fields=['mail_due_at'], name='message_waiting_for_mail'), models.Index(fields=['recipient', 'read_at'], name='message_unread')],
                'constraints': [models.UniqueConstraint(fields=('workspace', 'recipient', 'cause'), name='message_once_per_cause')],
            },
        ),
    ]
