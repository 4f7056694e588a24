from django.db import migrations, models


class Migration(migrations.Migration):
    """The language somebody reads, so that e-mail can follow it."""

    dependencies = [("toegang", "0007_lege_periode")]

    operations = [
        migrations.AddField("persoon", "taal", models.CharField(db_default="nl", default="nl", max_length=2)),
        migrations.AddConstraint(
            "persoon",
            models.CheckConstraint(condition=models.Q(taal__in=["nl", "en"]), name="persoon_bekende_taal"),
        ),
    ]
