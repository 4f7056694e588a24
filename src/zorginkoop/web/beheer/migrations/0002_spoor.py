from django.db import migrations

from zorginkoop.web.toegang.audit import audited


class Migration(migrations.Migration):
    dependencies = [("beheer", "0001_initial"), ("toegang", "0002_audit"), ("api", "0002_mededelingen")]

    operations = [
        audited("beheer_uitnodiging", masked=("sha256",)),
        audited("beheer_voorstel"),
        audited("beheer_ingreep"),
        # The page of an administrator reads a handful of rows out of millions; the condition is that of the policy.
        migrations.RunSQL(
            """
            CREATE INDEX toegang_wijziging_beheer ON toegang_wijziging ((coalesce(nieuw, oud) ->> 'organisatie_id'), seq)
            WHERE tabel IN ('toegang_bevoegdheid', 'beheer_uitnodiging', 'beheer_voorstel', 'beheer_ingreep',
                'api_systeem')
            """,
            "DROP INDEX toegang_wijziging_beheer",
        ),
    ]
