"""TLS by the server of the portal itself, with client certificates for who has one."""

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import Any

from zorginkoop.kern.fouten import Gebruikersfout

KOPPEN = {"header_map": "drop"}
"""Setting of gunicorn: a header with an underscore does not reach the application, where X_SSL_Client_Cert would be the
same as the X-SSL-Client-Cert that only the proxy may write."""


def server_settings(certificaat: Path | None, client_ca: Path | None) -> dict[str, Any]:
    """Settings of gunicorn. `certificaat` holds key and chain; with `client_ca` browsers may show a certificate.

    What does not come from that authority, or has expired, is refused in the handshake already; whether it was
    withdrawn, and whose it is, the application judges. Gebruikersfout when there is no server certificate.
    """
    if certificaat is None or not certificaat.is_file():
        raise Gebruikersfout(
            "Zet hier het PEM-bestand met de sleutel en het certificaat van de server, of draai eerst de demonstratie",
            plaats="ZORGINKOOP_TLS_CERTIFICAAT",
        )
    eigen = {"certfile": str(certificaat), "ssl_context": _modern}
    if client_ca is None or not client_ca.is_file():
        return eigen
    return eigen | {"ca_certs": str(client_ca), "cert_reqs": ssl.CERT_OPTIONAL}


def _modern(_config: Any, make: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    context = make()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
