"""Columns as wide as a delivery may fill them; the overlap check as it now is, where an older one was installed."""

from django.db import migrations, models

from zorginkoop.web.register.constraints import ONE_PER_PERSON


class Migration(migrations.Migration):

    dependencies = [
        ('register', '0002_een_per_persoon_en_audit'),
    ]

    operations = [
        migrations.RunSQL(ONE_PER_PERSON, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='onderneming',
            name='kvk',
            field=models.CharField(blank=True, default='', max_length=32, verbose_name='KvK-nummer'),
        ),
        migrations.AlterField(
            model_name='vestiging',
            name='huisnummer',
            field=models.CharField(blank=True, default='', max_length=18, verbose_name='huisnummer'),
        ),
        migrations.AlterField(
            model_name='vestiging',
            name='provincie',
            field=models.CharField(blank=True, default='', max_length=60, verbose_name='provincie'),
        ),
    ]
