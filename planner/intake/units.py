"""Units by the words that people write."""

from planner.tables.catalogue import Catalogue


def unit_named(text: str, catalogue: Catalogue) -> str | None:
    """The unit that a text names, with its size before it: "large slices" -> "large slice"; None if it is none."""
    whole = catalogue.measures.unit_of(text)
    if whole is not None:
        return whole.unit
    words = text.split()
    for cut in range(1, len(words)):
        size = catalogue.measures.unit_of(" ".join(words[:cut]))
        base = catalogue.measures.unit_of(" ".join(words[cut:]))
        if (
            size is not None
            and base is not None
            and size.kind == "size"
            and base.kind in ("measure", "portion", "volume")
        ):
            return base.unit if size.unit == "medium" else f"{size.unit} {base.unit}"
    return None
