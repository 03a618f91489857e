"""docs/images/price_comparison.svg: our prices over those of the BLS and the ERS, one dot a food."""

from __future__ import annotations

from math import log10

from build_sources import Row

WIDTH, LEFT, RIGHT, TOP, LANE = 860, 150, 30, 70, 74
LOWEST, HIGHEST = 0.5, 4.0
TICKS = (0.5, 0.67, 1.0, 1.5, 2.0, 3.0, 4.0)
NAMED_FROM = 2.0
LANES = (
    ("bls", ""),
    ("ers", "Fresh"),
    ("ers", "Frozen"),
    ("ers", "Canned"),
    ("ers", "Dried"),
    ("ers", "Juice"),
)
INK, DOT, FAR, GRID = "#1f2d24", "#1b6b3a", "#b3541e", "#d5ddd7"


def across(ratio: float) -> float:
    """Place on the logarithmic axis [px]."""
    share = (log10(ratio) - log10(LOWEST)) / (log10(HIGHEST) - log10(LOWEST))
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def chart(rows: list[Row]) -> str:
    """The chart as SVG text; far dots are squares with their name, so colour is not the only cue."""
    height = TOP + LANE * len(LANES) + 40
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"'
        f' font-size="12" fill="{INK}">',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        '<text x="16" y="26" font-size="15">Our price over the other source, per 100 g as eaten</text>',
        '<text x="16" y="44">1 = the same price; BLS: August 2026, ERS: 2022 (not brought to 2026)</text>',
    ]
    for tick in TICKS:
        x = across(tick)
        parts.append(f'<path d="M{x:.1f} {TOP - 12}V{height - 34}" stroke="{INK if tick == 1 else GRID}"/>')
        parts.append(f'<text x="{x:.1f}" y="{height - 16}" text-anchor="middle">{tick:g}</text>')
    for place, (source, form) in enumerate(LANES):
        lane = [r for r in rows if (r["source"], r["form"]) == (source, form)]
        parts += dots(lane, TOP + LANE * place, f"{source.upper()} {form.lower()}".strip())
    return "\n".join([*parts, "</svg>"]) + "\n"


def dots(rows: list[Row], top: int, title: str) -> list[str]:
    """One lane: its title and a mark for every food, spread over five heights."""
    parts = [f'<text x="16" y="{top + 32}">{title} ({len(rows)})</text>']
    for place, row in enumerate(sorted(rows, key=lambda r: float(r["ours_over_theirs"]))):
        x, y = across(float(row["ours_over_theirs"])), top + 8 + 11 * (place % 5)
        if float(row["ours_over_theirs"]) > NAMED_FROM:
            parts.append(f'<rect x="{x - 4:.1f}" y="{y - 4}" width="8" height="8" fill="{FAR}"/>')
            parts.append(f'<text x="{x + 8:.1f}" y="{y + 4}">{row["food"].replace("-", " ")}</text>')
        else:
            parts.append(f'<circle cx="{x:.1f}" cy="{y}" r="4" fill="{DOT}" fill-opacity="0.75"/>')
    return parts
