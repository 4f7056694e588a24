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
    ("VOLGER", "Volger"),
]


class Migration(migrations.Migration):
    dependencies = [("toegang", "0005_natuurlijk_persoon_en_compliance")]

    operations = [
        migrations.RemoveConstraint("bevoegdheid", "bevoegdheid_bekende_rol"),
        migrations.AlterField("bevoegdheid", "rol", models.CharField(choices=ROLLEN, max_length=16)),
        migrations.AddConstraint(
            "bevoegdheid",
            models.CheckConstraint(
                condition=models.Q(rol__in=[rol for rol, _ in ROLLEN]), name="bevoegdheid_bekende_rol"
            ),
        ),
    ]
