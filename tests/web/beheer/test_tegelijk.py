"""Two administrators end each other's role at the same moment: one of them stays, so the organisation keeps one."""

from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils.timezone import localdate

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import rollen
from zorginkoop.web.beheer.gezag import current
from zorginkoop.web.toegang.rollen import Rol


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_end_each_other(beheer):
    samen, uit = Barrier(2), []

    def end(wie, by):
        samen.wait()
        try:
            rollen.end_all(persoon=wie, **beheer.bij(by))
            uit.append("gelukt")
        except Gebruikersfout as fout:
            uit.append(fout.melding)
        finally:
            connection.close()

    draden = [Thread(target=end, args=paar) for paar in ((beheer.bea, beheer.ben), (beheer.ben, beheer.bea))]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert len(uit) == 2 and uit.count("gelukt") == 1
    assert current(beheer.cast.verzekeraar, localdate()).filter(rol=Rol.BEHEER).count() == 1
