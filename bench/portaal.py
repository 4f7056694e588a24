"""How fast pages come with 10,000 practices, 40,000 agreements, 2 million audit rows and 20 people at work at once.

Every page that each role can reach by clicking from its menu is visited; files to download and simulations are not
pages. Every kind of page is looked at as often, lists of thousands as much as a page of text. A person reads `PAUZE`
seconds between two pages. The portal and the people share the cores of this machine.
"""

import http.client
import os
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import bulkronde

from zorginkoop.web.config.server import SERVER

HIER = Path(__file__).parent
MENSEN, PAUZE, SECONDEN = 20, 1.0, 180
GRENS_MS = 200
KEREN, RUSTIG = 3, 2
"""A host that gives more than so many percent of our cores to others is measured again, at most so many times."""
PER_SOORT = 6
"""Different records that are looked at per kind of page."""
_LINK = re.compile(r'href="(/[^"#]*)')
_BUITEN = re.compile(r"\.(pdf|csv|xlsx|json|toml|xml|ics|css|svg)|/api/|/simulatie/|uitloggen|/static/")


def metingen() -> list[dict[str, Any]]:
    """All pages together and the slowest kinds (95th percentile); then a bulk round in the same world."""
    with tempfile.TemporaryDirectory() as map_:
        omgeving = os.environ | {"ZORGINKOOP_VAR": map_, "ZORGINKOOP_DEMO": "1", "ZORGINKOOP_DATUM": "2025-07-18"}
        subprocess.run([sys.executable, HIER / "portaalwereld.py"], env=omgeving, check=True, stdout=subprocess.DEVNULL)
        return [*measure(omgeving), *bulkronde.measure(omgeving)]


def measure(omgeving: dict[str, str]) -> list[dict[str, Any]]:
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort = vrij.getsockname()[1]
    inlog = subprocess.run([sys.executable, __file__], env=omgeving, check=True, capture_output=True, text=True)
    koekjes = inlog.stdout.split()
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{poort}", "--log-level", "error", *_as_the_portal(),
         "zorginkoop.web.config.wsgi:application"], env=omgeving
    )  # fmt: skip
    try:
        _wait(poort)
        with ThreadPoolExecutor(4) as mensen:
            paginas = dict(zip(koekjes, mensen.map(lambda koekje: _reachable(poort, koekje), koekjes), strict=True))
        return _quietest(poort, paginas)
    finally:
        server.terminate()
        server.wait()


def _cpu() -> list[int]:
    """Ticks of all cores since the machine started, as /proc/stat counts them; nothing on another system."""
    stat = Path("/proc/stat")
    return [int(deel) for deel in stat.read_text().split("\n", 1)[0].split()[1:]] if stat.exists() else []


def _taken(before: list[int], after: list[int]) -> float:
    """Percentage of the cores that other machines on the same host used meanwhile."""
    ticks = [na - voor for voor, na in zip(before, after, strict=True)]
    return 100 * ticks[7] / sum(ticks[:8]) if ticks else 0


def _quietest(poort: int, paginas: dict[str, dict[str, list[str]]]) -> list[dict[str, Any]]:
    """Of some measurements the one in which the host left us most of the cores; the first that was quiet is enough."""
    keren = []
    while len(keren) < KEREN and not any(deel <= RUSTIG for deel, _ in keren):
        before = _cpu()
        tijden = _busy(poort, paginas)
        keren.append((_taken(before, _cpu()), tijden))
    deel, tijden = min(keren, key=lambda keer: keer[0])
    eenheid = "% van de rekentijd, intussen naar andere machines"
    gastheer = {"naam": "  gastheer", "waarde": round(deel), "eenheid": eenheid, "grens": None, "gehaald": True}
    return [*_table(tijden), gastheer]


def _as_the_portal() -> list[str]:
    """The flags that have gunicorn serve as the portal itself does."""
    return [f"--{naam.replace('_', '-')}={waarde}" for naam, waarde in SERVER.items()]


def _wait(poort: int) -> None:
    for _ in range(120):
        try:
            _get(poort, "", "/")
            return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("de server start niet")


def _get(poort: int, koekje: str, adres: str) -> tuple[int, str]:
    verbinding = http.client.HTTPConnection("127.0.0.1", poort, timeout=60)
    verbinding.request("GET", adres, headers={"Cookie": f"sessionid={koekje}"})
    antwoord = verbinding.getresponse()
    tekst = antwoord.read().decode(errors="replace")
    return antwoord.status, f'href="{antwoord.headers["Location"]}"' if antwoord.status == 302 else tekst


def _kind(adres: str) -> str:
    """The page without its record: references, numbers and codes are all one."""
    pad = adres.partition("?")[0]
    return re.sub(r"/(?:[A-Z]{2}-[A-Z0-9]+|[0-9]+)(?=/|$)", "/…", pad)


def _reachable(poort: int, koekje: str) -> dict[str, list[str]]:
    """Every kind of page this person can click to, with some records of each."""
    per_soort: dict[str, list[str]] = defaultdict(list)
    rij = ["/"]
    gezien = set(rij)
    while rij:
        adres = rij.pop(0)
        status, tekst = _get(poort, koekje, adres)
        if status >= 500:
            raise RuntimeError(f"{adres} geeft {status}")
        if status == 200:
            per_soort[_kind(adres)].append(adres)
        for link in (gevonden.replace("&amp;", "&") for gevonden in _LINK.findall(tekst)):
            vol = len(per_soort[_kind(link)]) + sum(_kind(a) == _kind(link) for a in rij) >= PER_SOORT
            if link not in gezien and not _BUITEN.search(link) and not vol:
                gezien.add(link)
                rij.append(link)
    return {soort: adressen for soort, adressen in per_soort.items() if adressen}


def _busy(poort: int, paginas: dict[str, dict[str, list[str]]]) -> dict[str, list[float]]:
    """Milliseconds per kind of page while everyone is at work, with all logins divided over the people; who may choose
    looks at what was seen least."""
    tijden: dict[str, list[float]] = defaultdict(list)
    gezien: Counter[str] = Counter()
    eind = time.monotonic() + SECONDEN

    def at_work(nummer: int) -> None:
        rng = random.Random(nummer)  # noqa: S311 - which page someone looks at is no secret
        inloggen = list(paginas)[nummer::MENSEN] or [list(paginas)[nummer % len(paginas)]]
        kan = [(koekje, soort) for koekje in inloggen for soort in paginas[koekje]]
        time.sleep(rng.random() * PAUZE)
        while time.monotonic() < eind:
            koekje, soort = min(kan, key=lambda paar: (gezien[paar[1]], rng.random()))
            gezien[soort] += 1
            adres = rng.choice(paginas[koekje][soort])
            begin = time.perf_counter()
            _get(poort, koekje, adres)
            tijden[soort].append((time.perf_counter() - begin) * 1000)
            time.sleep(PAUZE)

    mensen = [threading.Thread(target=at_work, args=(nummer,)) for nummer in range(MENSEN)]
    for mens in mensen:
        mens.start()
    for mens in mensen:
        mens.join()
    return tijden


def _table(tijden: dict[str, list[float]]) -> list[dict[str, Any]]:
    genoeg = {soort: _p95(rij) for soort, rij in tijden.items() if len(rij) >= PER_SOORT}
    traag = sorted(genoeg, key=lambda soort: -genoeg[soort])[:3]
    alle = [tijd for rij in tijden.values() for tijd in rij]
    eenheid = "ms, 95e percentiel"
    return [
        _meting(
            f"portaal: {len(alle)} pagina's, {len(tijden)} soorten, {MENSEN} mensen", _p95(alle), eenheid, GRENS_MS
        ),
        *(_meting(f"  {soort}", genoeg[soort], eenheid, GRENS_MS) for soort in traag),
    ]


def _p95(rij: list[float]) -> float:
    return statistics.quantiles(rij, n=20, method="inclusive")[-1]


def _meting(naam: str, waarde: float, eenheid: str, grens: float) -> dict[str, Any]:
    return {"naam": naam, "waarde": round(waarde), "eenheid": eenheid, "grens": grens, "gehaald": waarde <= grens}


def _log_in() -> None:
    """Print a session for a person in each role, at an insurer with many agreements and at a practice that has one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zorginkoop.web.config.settings")
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    for apparaat in TOTPDevice.objects.filter(user__demo=True).select_related("user").order_by("pk"):
        sessie = SessionStore()
        sessie[SESSION_KEY] = str(apparaat.user.pk)
        sessie[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        sessie[HASH_SESSION_KEY] = apparaat.user.get_session_auth_hash()
        sessie[DEVICE_ID_SESSION_KEY] = apparaat.persistent_id
        sessie.create()
        print(sessie.session_key)


if __name__ == "__main__":
    _log_in()
