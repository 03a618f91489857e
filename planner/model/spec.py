"""A linear or mixed-integer model as frozen arrays, and the builder that the constraint families share."""

from dataclasses import dataclass, field

import numpy as np

Array = np.ndarray
INFINITY = float("inf")


@dataclass(frozen=True)
class Spec:
    """min cost.x   s.t.   row_lower <= A x <= row_upper (one side each, or equal),   lower <= x <= upper.

    A is stored by rows: row i holds `values[starts[i]:starts[i+1]]` at columns `indices[starts[i]:starts[i+1]]`.
    """

    cost: Array  # [columns], USD
    lower: Array  # [columns]
    upper: Array  # [columns]
    integer: Array  # [columns], bool
    starts: Array  # [rows + 1]
    indices: Array  # [non-zeros]
    values: Array  # [non-zeros]
    row_lower: Array  # [rows], -inf where open
    row_upper: Array  # [rows], inf where open
    row_names: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.row_names)

    def is_alike(self, other: "Spec") -> bool:
        """Whether the other has the same rows, columns and places of coefficients."""
        return len(self.cost) == len(other.cost) and all(
            ours is theirs or np.array_equal(ours, theirs)
            for ours, theirs in (
                (self.starts, other.starts),
                (self.indices, other.indices),
                (self.integer, other.integer),
            )
        )

    def row(self, place: int) -> tuple[Array, Array]:
        """Columns and coefficients of a row."""
        part = slice(self.starts[place], self.starts[place + 1])
        return self.indices[part], self.values[part]

    def activity(self, x: Array) -> Array:
        """A x, by rows."""
        owner = np.repeat(np.arange(self.rows), np.diff(self.starts))
        return np.bincount(owner, weights=self.values * x[self.indices], minlength=self.rows)

    def restricted(self, keep: Array) -> "Spec":
        """The same model with only the columns where `keep` is true; rows that lose every column stay."""
        place = np.cumsum(keep) - 1
        stays = keep[self.indices]
        owner = np.repeat(np.arange(self.rows), np.diff(self.starts))[stays]
        starts = np.concatenate([[0], np.cumsum(np.bincount(owner, minlength=self.rows))])
        return Spec(
            cost=self.cost[keep],
            lower=self.lower[keep],
            upper=self.upper[keep],
            integer=self.integer[keep],
            starts=starts,
            indices=place[self.indices[stays]],
            values=self.values[stays],
            row_lower=self.row_lower,
            row_upper=self.row_upper,
            row_names=self.row_names,
        )


@dataclass
class SpecBuilder:
    """Collects columns and rows; `finish` freezes them and checks that every number is finite."""

    _cost: list[Array] = field(default_factory=list)
    _lower: list[Array] = field(default_factory=list)
    _upper: list[Array] = field(default_factory=list)
    _integer: list[Array] = field(default_factory=list)
    _indices: list[Array] = field(default_factory=list)
    _values: list[Array] = field(default_factory=list)
    _row_lower: list[float] = field(default_factory=list)
    _row_upper: list[float] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _count: int = 0

    @property
    def rows(self) -> int:
        """Number of rows so far."""
        return len(self._names)

    def columns(self, cost: Array, upper: Array | float, integer: bool = False) -> Array:
        """Add columns with lower bound 0; returns their places."""
        count = len(cost)
        self._cost.append(np.asarray(cost, float))
        self._lower.append(np.zeros(count))
        self._upper.append(np.broadcast_to(np.asarray(upper, float), count).copy())
        self._integer.append(np.full(count, integer))
        self._count += count
        return np.arange(self._count - count, self._count)

    def at_least(self, name: str, indices: Array, values: Array | float, bound: float) -> None:
        """sum values * x[indices] >= bound."""
        self._row(name, indices, values, bound, INFINITY)

    def at_most(self, name: str, indices: Array, values: Array | float, bound: float) -> None:
        """sum values * x[indices] <= bound."""
        self._row(name, indices, values, -INFINITY, bound)

    def equal(self, name: str, indices: Array, values: Array | float, bound: float) -> None:
        """sum values * x[indices] = bound."""
        self._row(name, indices, values, bound, bound)

    def block(self, names: list[str], indices: Array, cells: Array, lower: Array, upper: Array) -> None:
        """lower <= cells x[indices] <= upper, a row of `cells` [names x indices] each; zeros are left out."""
        present = cells != 0
        ends = np.cumsum(present.sum(axis=1))[:-1]
        self._indices += np.split(np.asarray(indices)[np.nonzero(present)[1]], ends) if names else []
        self._values += np.split(cells[present], ends) if names else []
        self._row_lower += lower.tolist()
        self._row_upper += upper.tolist()
        self._names += names

    def _row(self, name: str, indices: Array, values: Array | float, lower: float, upper: float) -> None:
        values = np.full(len(indices), float(values)) if isinstance(values, int | float) else np.asarray(values, float)
        present = values != 0
        self._indices.append(np.asarray(indices)[present])
        self._values.append(values[present])
        self._row_lower.append(lower)
        self._row_upper.append(upper)
        self._names.append(name)

    def finish(self) -> Spec:
        """The frozen model.

        Raises ValueError for a number that is not finite and a bound that is NaN: they would be dropped silently.
        """
        cost, values = np.concatenate(self._cost), np.concatenate(self._values)
        if not (np.isfinite(cost).all() and np.isfinite(values).all()):
            raise ValueError("a cost or coefficient of the model is not finite")
        if np.isnan(np.concatenate([*self._upper, self._row_lower, self._row_upper])).any():
            raise ValueError("a bound of the model is not a number")
        return Spec(
            cost=cost,
            lower=np.concatenate(self._lower),
            upper=np.concatenate(self._upper),
            integer=np.concatenate(self._integer),
            starts=np.concatenate([[0], np.cumsum([len(part) for part in self._indices])]),
            indices=np.concatenate(self._indices).astype(np.int64),
            values=values,
            row_lower=np.array(self._row_lower),
            row_upper=np.array(self._row_upper),
            row_names=tuple(self._names),
        )
