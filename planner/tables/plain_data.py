"""Frozen tables as plain data (JSON) and back, exactly: rows by columns, arrays by bytes, nothing that can run."""

import base64
import sys
from collections.abc import Mapping
from dataclasses import is_dataclass
from itertools import repeat
from typing import Any

import numpy as np

ROOM = "planner.tables."  # only its dataclasses are made again
_CELL = (bool, int, float, str, type(None))


def to_plain(value: object) -> Any:
    """Cells as they are, a tuple as a list, anything else as an object with one letter for its kind.

    Raises TypeError for what is none of cell, tuple, mapping, frozenset, array and dataclass of the tables.
    """
    if type(value) in _CELL:
        return value
    if type(value) is tuple:
        kind = type(value[0]) if value else None
        if is_dataclass(kind) and all(type(row) is kind for row in value):
            return {"r": _name(kind), "n": len(value), "c": [_column(value, field) for field in _fields(kind)]}
        return [to_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {"m": [to_plain(tuple(value)), to_plain(tuple(value.values()))]}
    if isinstance(value, frozenset):
        return {"s": to_plain(tuple(sorted(value)))}
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf":
        return {"a": base64.b64encode(value.tobytes()).decode(), "t": value.dtype.str, "z": list(value.shape)}
    if is_dataclass(value):
        return {"d": to_plain((value,))}
    raise TypeError(f"{type(value)} cannot be kept as plain data")


def from_plain(plain: Any) -> Any:
    """What `to_plain` was given. Raises ValueError, TypeError, KeyError or AttributeError for anything else."""
    if type(plain) is list:
        return tuple([from_plain(each) if type(each) in (list, dict) else each for each in plain])
    if type(plain) is not dict:
        return plain
    if "r" in plain:
        return _rows(plain)
    if "d" in plain:
        return from_plain(plain["d"])[0]
    if "m" in plain:
        keys, values = (from_plain(each) for each in plain["m"])
        return dict(zip(keys, values, strict=True))
    if "s" in plain:
        return frozenset(from_plain(plain["s"]))
    return np.frombuffer(base64.b64decode(plain["a"]), np.dtype(plain["t"])).reshape(plain["z"]).copy()


def _fields(kind: Any) -> tuple[str, ...]:
    return tuple(kind.__dataclass_fields__)


def _name(kind: Any) -> str:
    if not kind.__module__.startswith(ROOM):
        raise TypeError(f"{kind} is no row of the tables")
    return f"{kind.__module__}:{kind.__name__}"


def _column(rows: tuple[object, ...], field: str) -> Any:
    """A field of all rows; under "v" where its cells need making again."""
    cells = [to_plain(getattr(row, field)) for row in rows]
    return {"v": cells} if any(type(cell) in (list, dict) for cell in cells) else cells


def _rows(plain: dict[str, Any]) -> tuple[Any, ...]:
    """Rows of one kind, not checked a second time: they were when they were read."""
    module, _, name = plain["r"].partition(":")
    kind = getattr(sys.modules[module], name) if module.startswith(ROOM) else None
    if not is_dataclass(kind):
        raise ValueError(f"{plain['r']} is no row of the tables")
    fields = _fields(kind)
    columns = [list(from_plain(column["v"])) if type(column) is dict else column for column in plain["c"]]
    cells = zip(*columns, strict=True) if columns else repeat((), plain["n"])
    has_slots = "__slots__" in vars(kind)
    made = []
    for values in cells:
        row = object.__new__(kind)  # type: ignore[arg-type]
        if has_slots:
            for field, value in zip(fields, values, strict=True):
                object.__setattr__(row, field, value)
        else:
            row.__dict__.update(zip(fields, values, strict=True))
        made.append(row)
    return tuple(made)
