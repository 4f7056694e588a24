from django.db import migrations, models


class Migration(migrations.Migration):
    """A role that ends on the day it began counted on no day; it stays as a row, with its history."""

    dependencies = [("toegang", "0006_volger")]

    operations = [
        migrations.RemoveConstraint("bevoegdheid", "bevoegdheid_tot_na_van"),
        migrations.AddConstraint(
            "bevoegdheid",
            models.CheckConstraint(
                condition=models.Q(tot__isnull=True) | models.Q(tot__gte=models.F("van")),
                name="bevoegdheid_tot_na_van",
                violation_error_message="De einddatum mag niet voor de begindatum liggen.",
            ),
        ),
    ]
