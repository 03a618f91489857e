"""The one way to HiGHS: a spec handed over in its own arrays."""

import highspy
import numpy as np

from planner.model.spec import Spec


def live(**options: object) -> highspy.Highs:
    """A silent HiGHS with one thread. Raises ValueError for an option that it does not take."""
    model = highspy.Highs()
    for name, value in {"output_flag": False, "threads": 1, **options}.items():
        set_option(model, name, value)
    return model


def set_option(model: highspy.Highs, name: str, value: object) -> None:
    """Set an option; HiGHS ignores an unknown one without a word, we do not."""
    if model.setOptionValue(name, value) != highspy.HighsStatus.kOk:
        raise ValueError(f"HiGHS does not take option {name} = {value!r}")


def load(model: highspy.Highs, spec: Spec, integer: bool) -> None:
    """Hand the whole spec over at once, whatever the model held before. Raises ValueError where HiGHS refuses it."""
    kinds = (spec.integer if integer else np.zeros(len(spec.cost))).astype(np.int32)  # none at all is read as rubbish
    status = model.passModel(
        len(spec.cost),
        spec.rows,
        len(spec.values),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        spec.cost,
        spec.lower,
        spec.upper,
        spec.row_lower,
        spec.row_upper,
        spec.starts[:-1].astype(np.int32),
        spec.indices.astype(np.int32),
        spec.values,
        kinds,
    )
    if status == highspy.HighsStatus.kError:
        raise ValueError("HiGHS does not take this model: does a row name a column twice?")
