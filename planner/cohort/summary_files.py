"""A summary as files: costs.csv, binding.csv, and charts as SVG that need nothing else."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from planner.cells import csv_text
from planner.cohort.run import write_whole
from planner.cohort.summary import QUANTILES, Group
from planner.errors import WrongInput

WIDTH, LEFT, RIGHT, TOP, LANE = 900, 250, 90, 78, 26
INK, GREEN, PALE, GRID = "#1f2d24", "#1b6b3a", "#a9cdb6", "#d5ddd7"
MOST_LANES = 60  # a chart beyond is no picture any more
MOST_BOUNDS = 15
FILES = ("costs.csv", "binding.csv", "costs.svg", "binding.svg")


def write_summary(folder: Path, groups: Sequence[Group], by: Sequence[str]) -> None:
    """Write FILES into a folder. Raises WrongInput."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongInput(f"--out {folder}: cannot be made ({error.strerror}). Choose another place.") from None
    texts = (costs_csv(groups, by), binding_csv(groups, by), costs_chart(groups), binding_chart(groups))
    for name, text in zip(FILES, texts, strict=True):
        write_whole(folder / name, text.encode())


def costs_csv(groups: Sequence[Group], by: Sequence[str]) -> str:
    """One row a group: results, those without a diet, mean and quantiles of the cost [USD / day]."""
    quantiles = [f"p{100 * q:02.0f}_usd_per_day" for q in QUANTILES]
    header = [*by, "results", "impossible", "share_impossible", "undecided", "mean_usd_per_day", *quantiles]
    return csv_text(
        header,
        (
            (
                *group.key,
                group.results,
                group.impossible,
                f"{group.impossible / group.results:.6f}",
                group.undecided,
                *(f"{value:.4f}" for value in ((group.mean, *group.quantiles) if group.mean is not None else ())),
                *([] if group.mean is not None else [""] * (1 + len(QUANTILES))),
            )
            for group in groups
        ),
    )


def binding_csv(groups: Sequence[Group], by: Sequence[str]) -> str:
    """One row a group and bound: how often it binds and what a unit costs then, on average."""
    header = [*by, "nutrient", "side", "share_binding", "mean_usd_per_unit", "unit"]
    return csv_text(
        header,
        (
            (*group.key, each.nutrient, each.side, f"{each.share:.6f}", f"{each.usd_per_unit:.6g}", each.unit)
            for group in groups
            for each in group.binding
        ),
    )


def costs_chart(groups: Sequence[Group]) -> str:
    """Every group as a line from the 5th to the 95th percentile, a bar over its middle half, a stroke at the median."""
    shown = [group for group in groups if group.quantiles][:MOST_LANES]
    most = max((group.quantiles[-1] for group in shown), default=1.0)
    step = _step(most)

    def across(usd: float) -> float:
        return LEFT + usd / (step * (int(most / step) + 1)) * (WIDTH - LEFT - RIGHT)

    ticks = [step * number for number in range(int(most / step) + 2)]
    parts = _frame(
        "Cost of the cheapest adequate diet, dollars a day",
        "line: 5th to 95th percentile; bar: middle half; stroke and number: median",
        [(across(tick), f"${tick:g}") for tick in ticks],
        len(shown),
    )
    for place, group in enumerate(shown):
        y, (low, lower, median, upper, high) = TOP + LANE * place + LANE / 2, map(across, group.quantiles)
        parts += [
            _label(f"{group.name} ({group.results:,})", y),
            f'<path d="M{low:.1f} {y:.1f}H{high:.1f}" stroke="{INK}"/>',
            f'<rect x="{lower:.1f}" y="{y - 7:.1f}" width="{max(upper - lower, 1):.1f}" height="14" fill="{PALE}"/>',
            f'<path d="M{median:.1f} {y - 9:.1f}v18" stroke="{GREEN}" stroke-width="3"/>',
            f'<text x="{WIDTH - RIGHT + 12}" y="{y + 4:.1f}">${group.quantiles[2]:.2f}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def binding_chart(groups: Sequence[Group]) -> str:
    """How many results each target binds in, over all groups."""
    total = sum(group.results - group.impossible - group.undecided for group in groups) or 1
    times: dict[str, float] = {}
    for group in groups:
        fed = group.results - group.impossible - group.undecided
        for each in group.binding:
            name = f"{each.name}, at {each.side}"
            times[name] = times.get(name, 0.0) + each.share * fed
    shown = sorted(times.items(), key=lambda item: (-item[1], item[0]))[:MOST_BOUNDS]
    span = WIDTH - LEFT - RIGHT
    ticks = [(LEFT + share / 100 * span, f"{share} %") for share in range(0, 101, 25)]
    parts = _frame(
        "Targets that bind most often, share of the diets",
        "binding: the diet would cost less without it",
        ticks,
        len(shown),
    )
    for place, (name, count) in enumerate(shown):
        y, share = TOP + LANE * place + LANE / 2, count / total
        parts += [
            _label(name, y),
            f'<rect x="{LEFT}" y="{y - 7:.1f}" width="{share * span:.1f}" height="14" fill="{GREEN}"/>',
            f'<text x="{WIDTH - RIGHT + 12}" y="{y + 4:.1f}">{share:.0%}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _frame(title: str, note: str, ticks: Sequence[tuple[float, str]], lanes: int) -> list[str]:
    """Title, note and grid."""
    bottom = TOP + LANE * max(lanes, 1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {bottom + 40}" font-family="sans-serif"'
        f' font-size="12" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{bottom + 40}" fill="#ffffff"/>',
        f'<text x="16" y="28" font-size="16">{escape(title)}</text>',
        f'<text x="16" y="48">{escape(note)}</text>',
    ]
    for x, said in ticks:
        parts.append(f'<path d="M{x:.1f} {TOP - 8}V{bottom + 6}" stroke="{GRID}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 24}" text-anchor="middle">{said}</text>')
    return parts


def _label(text: str, y: float) -> str:
    cut = text if len(text) <= 38 else text[:37] + "…"
    return f'<text x="{LEFT - 12}" y="{y + 4:.1f}" text-anchor="end">{escape(cut)}</text>'


def _step(most: float) -> float:
    """A round step of an axis with five to ten of them."""
    step = 0.1
    for factor in (2, 2.5, 2) * 8:
        if most / step <= 8:
            break
        step *= factor
    return step
