"""Ratings and base flags, and the triggers that keep them as they were written."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('petitions', '0002_history_is_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Rating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='petitions.matter', verbose_name='信访事项')),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='petitions.claim', verbose_name='诉求')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='accounts.organization', verbose_name='被评价机关')),
                ('score', models.CharField(choices=[('satisfied', '满意'), ('basically', '基本满意'), ('dissatisfied', '不满意')], max_length=12, verbose_name='评价')),
                ('comment', models.CharField(blank=True, max_length=500, verbose_name='意见')),
                ('rated_at', models.DateTimeField(verbose_name='评价时间')),
            ],
            options={
                'verbose_name': '评价',
                'verbose_name_plural': '评价',
                'constraints': [models.UniqueConstraint(fields=('matter', 'organization'), name='rating_once_for_each_body'), models.CheckConstraint(condition=models.Q(('score__in', ['satisfied', 'basically', 'dissatisfied'])), name='rating_score_is_known')],
                'indexes': [],
            },
        ),
        migrations.CreateModel(
            name='BaseFlag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('petition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='base_flags', to='petitions.petition', verbose_name='信访件')),
                ('flag', models.CharField(choices=[('uncounted', '不纳入统计'), ('litigation', '涉法涉诉')], max_length=12, verbose_name='标记')),
                ('value', models.BooleanField(verbose_name='是否')),
                ('reason', models.CharField(max_length=500, verbose_name='理由')),
                ('set_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='设定人')),
                ('set_at', models.DateTimeField(verbose_name='设定时间')),
            ],
            options={
                'verbose_name': '统计标记',
                'verbose_name_plural': '统计标记',
                'ordering': ['set_at', 'pk'],
                'indexes': [models.Index(fields=['petition', 'flag', '-id'], name='base_flag_newest')],
                'constraints': [models.CheckConstraint(condition=models.Q(('flag__in', ['uncounted', 'litigation'])), name='base_flag_is_known'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='base_flag_has_reason')],
            },
        ),
        migrations.RunSQL(
            sql='\ncreate trigger rating_is_written_once before update or delete on petitions_rating\n    for each row execute function petitions_refuse_change();\ncreate trigger base_flag_is_written_once before update or delete on petitions_baseflag\n    for each row execute function petitions_refuse_change();\n',
            reverse_sql='\ndrop trigger rating_is_written_once on petitions_rating;\ndrop trigger base_flag_is_written_once on petitions_baseflag;\n',
        ),
    ]
