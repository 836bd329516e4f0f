"""Frozen figures, and the triggers that keep them as they were taken."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('oversight', '0002_ticket_papers'),
        ('petitions', '0003_judgements'),
    ]

    operations = [
        migrations.CreateModel(
            name='Snapshot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='snapshots', to='accounts.organization', verbose_name='信访部门')),
                ('name', models.CharField(max_length=10, verbose_name='期间')),
                ('starts_on', models.DateField(verbose_name='自')),
                ('ends_on', models.DateField(verbose_name='至')),
                ('taken_at', models.DateTimeField(verbose_name='冻结时间')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='冻结人')),
            ],
            options={
                'verbose_name': '冻结报表',
                'verbose_name_plural': '冻结报表',
                'ordering': ['-starts_on'],
                'constraints': [models.UniqueConstraint(fields=('office', 'starts_on', 'ends_on'), name='snapshot_once_for_a_period')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='SnapshotFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='figures', to='oversight.snapshot', verbose_name='冻结报表')),
                ('indicator', models.CharField(max_length=24, verbose_name='指标')),
                ('version', models.PositiveSmallIntegerField(verbose_name='公式版本')),
                ('organization', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organization', verbose_name='机关')),
                ('numerator', models.PositiveIntegerField(verbose_name='分子')),
                ('denominator', models.PositiveIntegerField(verbose_name='分母')),
                ('value', models.DecimalField(decimal_places=4, max_digits=12, null=True, verbose_name='数值')),
                ('median', models.DecimalField(decimal_places=4, max_digits=12, null=True, verbose_name='中位数')),
                ('left_base', models.PositiveIntegerField(verbose_name='未纳入')),
                ('states', models.JSONField(default=dict, verbose_name='各状态')),
                ('lists', models.JSONField(default=dict, verbose_name='清单')),
                ('sha256', models.CharField(max_length=64, verbose_name='清单摘要')),
            ],
            options={
                'verbose_name': '冻结数',
                'verbose_name_plural': '冻结数',
                'ordering': ['snapshot', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('snapshot', 'indicator', 'organization'), name='frozen_figure_once', nulls_distinct=False)],
                'indexes': [],
            },
        ),
        migrations.RunSQL(
            sql='\ncreate trigger snapshot_is_taken_once before update or delete on oversight_snapshot\n    for each row execute function petitions_refuse_change();\ncreate trigger snapshot_figure_is_taken_once before update or delete on oversight_snapshotfigure\n    for each row execute function petitions_refuse_change();\n',
            reverse_sql='\ndrop trigger snapshot_is_taken_once on oversight_snapshot;\ndrop trigger snapshot_figure_is_taken_once on oversight_snapshotfigure;\n',
        ),
    ]
