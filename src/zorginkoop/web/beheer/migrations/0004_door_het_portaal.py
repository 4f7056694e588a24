from django.db import migrations, models
from django.db.models import Q

STATUSSEN = [
    ("OPEN", "Wacht op bevestiging"),
    ("BEVESTIGD", "Bevestigd"),
    ("PORTAAL", "Bevestigd door wie het portaal beheert"),
    ("AFGEWEZEN", "Afgewezen"),
    ("INGETROKKEN", "Ingetrokken"),
]
# A role that went in when nobody could confirm it: from here on that is for who runs the portal.
OVER = "UPDATE beheer_voorstel SET status = 'PORTAAL', besloten_op = voorgesteld_op WHERE status = 'ZONDER_TWEEDE'"


class Migration(migrations.Migration):
    dependencies = [("beheer", "0003_bericht")]

    operations = [
        migrations.RemoveConstraint("voorstel", "voorstel_status"),
        migrations.RunSQL(OVER, migrations.RunSQL.noop),
        migrations.AlterField(
            "voorstel", "status", models.CharField(choices=STATUSSEN, default="OPEN", max_length=16)
        ),
        migrations.AddConstraint(
            "voorstel",
            models.CheckConstraint(
                condition=Q(status__in=["AFGEWEZEN", "BEVESTIGD", "INGETROKKEN", "OPEN", "PORTAAL"]),
                name="voorstel_status",
            ),
        ),
        migrations.AddConstraint(
            "voorstel",
            models.CheckConstraint(
                condition=~Q(status="PORTAAL") | Q(besloten_door=None, besloten_op__isnull=False),
                name="voorstel_door_portaal",
            ),
        ),
    ]
