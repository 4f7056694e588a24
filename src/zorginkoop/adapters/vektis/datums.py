"""Dates as EI messages carry them: eight digits EEJJMMDD in one number."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Getallen = npt.NDArray[np.int64]
Vlaggen = npt.NDArray[np.bool_]

VROEGST, LAATST = 1850, 2199
"""Years outside these are typing errors in a declaration about living people."""


def _dagen(getal: Getallen) -> tuple[npt.NDArray[np.int64], Vlaggen]:
    """Days since 1970 and whether the number is a day that exists; the days of the others mean nothing."""
    jaar, maand, dag = getal // 10000, getal // 100 % 100, getal % 100
    bestaat = (jaar >= VROEGST) & (jaar <= LAATST) & (maand >= 1) & (maand <= 12) & (dag >= 1)
    maanden = np.where(bestaat, (jaar - 1970) * 12 + maand - 1, 0)
    eerste = maanden.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    volgende = (maanden + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return eerste + dag - 1, bestaat & (dag <= volgende - eerste)


def bestaat(getal: Getallen) -> Vlaggen:
    """Which numbers are days of the calendar: 20250229 is not."""
    return _dagen(getal)[1]


def als_date32(getal: Getallen) -> Any:
    """An Arrow column of dates, null where the number is not a day."""
    dagen, klopt = _dagen(getal)
    return pa.array(dagen.astype(np.int32), mask=~klopt).view(pa.date32())


def uit_date32(kolom: Any) -> Getallen:
    """The numbers EEJJMMDD of an Arrow column of dates; 0 where it is null."""
    dagen = kolom.cast(pa.int32()).fill_null(0).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    maanden = dagen.astype("datetime64[M]")
    dag = (dagen - maanden).astype(np.int64) + 1
    maand = maanden.astype(np.int64)
    getal = (maand // 12 + 1970) * 10000 + (maand % 12 + 1) * 100 + dag
    gevuld: Vlaggen = kolom.is_valid().to_numpy(zero_copy_only=False)
    return np.where(gevuld, getal, 0)
