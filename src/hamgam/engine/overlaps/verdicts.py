"""What the judges return: verdicts as columns, one row for each thing found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from hamgam.engine.findings import Consequence, FindingKind, Severity
from hamgam.engine.overlaps.rules import Rule

NONE = 255
"""The code of a severity or consequence that is not told."""
NO_WORK = -1
NO_RULE = -1
KIND_RANK = {kind: rank for rank, kind in enumerate(FindingKind)}
SEVERITY_RANK = {severity: rank for rank, severity in enumerate(Severity)}
CONSEQUENCE_RANK = {consequence: rank for rank, consequence in enumerate(Consequence)}


@dataclass(frozen=True, slots=True)
class Verdicts:
    """m rows."""

    a: npt.NDArray[np.int32]
    """(m,) index of the work."""
    b: npt.NDArray[np.int32]
    """(m,) index of the other work, NO_WORK for none."""
    kind: npt.NDArray[np.uint8]
    """(m,) code by KIND_RANK."""
    rule: npt.NDArray[np.int16]
    """(m,) index of the rule in the pack, NO_RULE for none."""
    severity: npt.NDArray[np.uint8]
    """(m,) code by SEVERITY_RANK, NONE for none."""
    consequence: npt.NDArray[np.uint8]
    """(m,) code by CONSEQUENCE_RANK, NONE for none."""
    distance_m: npt.NDArray[np.float64]
    """(m,) NaN for a single work."""
    reach_m: npt.NDArray[np.float64]
    """(m,) sum of both reaches by which the pair was judged, NaN for a single work."""
    overlap_days: npt.NDArray[np.int32]
    """(m,) days shared, with one another or with the season."""
    gap_days: npt.NDArray[np.int32]
    """(m,) days from the earlier's last to the later's first; 0 where days are shared."""
    window: npt.NDArray[np.int32]
    """(m,) index of the first season window met, -1 for none."""

    def __len__(self) -> int:
        return len(self.a)

    @staticmethod
    def of(rule: Rule | None, index: int, columns: dict[str, npt.NDArray[np.generic]]) -> Verdicts:
        """Verdicts of one rule; a column not given is filled from the rule or left untold."""
        m = len(columns["a"])
        fill: dict[str, float] = {
            "b": NO_WORK,
            "rule": index,
            "kind": 0 if rule is None else KIND_RANK[rule.kind],
            "severity": NONE if rule is None else SEVERITY_RANK[rule.severity],
            "consequence": NONE if rule is None else CONSEQUENCE_RANK[rule.consequence],
            "distance_m": np.nan,
            "reach_m": np.nan,
            "overlap_days": 0,
            "gap_days": 0,
            "window": -1,
        }
        return Verdicts(
            **{
                name: np.asarray(
                    columns[name] if name in columns else np.full(m, fill[name]), dtype=dtype
                )
                for name, dtype in _TYPES.items()
            }
        )

    def take(self, chosen: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Verdicts:
        """The rows chosen by a mask or by indices."""
        return Verdicts(*(getattr(self, name)[chosen] for name in _TYPES))


_TYPES: dict[str, type[np.generic]] = {
    "a": np.int32,
    "b": np.int32,
    "kind": np.uint8,
    "rule": np.int16,
    "severity": np.uint8,
    "consequence": np.uint8,
    "distance_m": np.float64,
    "reach_m": np.float64,
    "overlap_days": np.int32,
    "gap_days": np.int32,
    "window": np.int32,
}


def joined(parts: Sequence[Verdicts]) -> Verdicts:
    """All rows, in the parts' order."""
    if not parts:
        return Verdicts.of(None, NO_RULE, {"a": np.empty(0, dtype=np.int32)})
    return Verdicts(
        *(np.concatenate([getattr(part, row.name) for part in parts]) for row in fields(Verdicts))
    )
