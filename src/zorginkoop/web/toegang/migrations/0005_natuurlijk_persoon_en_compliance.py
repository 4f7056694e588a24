import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import migrations, models

ROLLEN = [
    ("TEKENBEVOEGDE", "Tekenbevoegde"),
    ("INVULLER", "Invuller"),
    ("LEZER", "Lezer"),
    ("INKOPER", "Inkoper"),
    ("CONTRACTBEHEER", "Contractbeheer"),
    ("DECLARATIES", "Declaraties"),
    ("COMPLIANCE", "Compliance"),
    ("BELEIDSREDACTEUR", "Beleidsredacteur"),
    ("BEHEER", "Beheer"),
]


class Migration(migrations.Migration):
    dependencies = [("toegang", "0004_beleidsredacteur")]

    operations = [
        migrations.AddField(
            "persoon",
            "natuurlijk_persoon",
            models.UUIDField(db_default=RandomUUID(), db_index=True, default=uuid.uuid4, editable=False),
        ),
        migrations.RemoveConstraint("bevoegdheid", "bevoegdheid_bekende_rol"),
        migrations.AlterField("bevoegdheid", "rol", models.CharField(choices=ROLLEN, max_length=16)),
        migrations.AddConstraint(
            "bevoegdheid",
            models.CheckConstraint(
                condition=models.Q(rol__in=[rol for rol, _ in ROLLEN]), name="bevoegdheid_bekende_rol"
            ),
        ),
    ]
