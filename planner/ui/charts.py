"""Charts: colours that colour-blind people can tell apart, each with a second cue (shape, text or place)."""

import altair as alt
import numpy as np
import pandas as pd

Chart = alt.LayerChart | alt.FacetChart

BLUE, ORANGE, GREY = "#0072b2", "#d55e00", "#8a8f86"  # Okabe and Ito; the style sheet gives grey text the page's ink
HEAT = {0: "#e08b47", 60: "#e8bd93", 100: "#d5dbe0", 200: "#2268a8"}  # percent of a target and its colour
BLACK, WHITE = "#000000", "#ffffff"
NARROW = 420  # px: a chart on a phone
MOST_PERCENT = 300.0  # where a bar is cut off
ROOM = 45.0  # percent of the scale that a text beside a bar takes


def marks(places: list[tuple[float, str]], end: float) -> dict[str, object]:
    """Marks under a slider from 0 to `end`, each a tick and its text, as a Vega-Lite specification.

    Plain, because Altair checks each part of a chart against its schema: 0.1 s for every slider at every move.
    """
    rows = [{"x": x, "text": text, "align": _align(x / end)} for x, text in places]
    x = {"field": "x", "type": "quantitative", "scale": {"domain": [0, end], "nice": False}, "axis": None}
    tick = {"type": "point", "shape": "triangle-up", "filled": True, "size": 60, "color": GREY, "opacity": 1}
    layers: list[dict[str, object]] = [{"name": "mark", "mark": tick, "encoding": {"x": x, "y": {"value": 4}}}]
    for align in ("left", "center", "right"):
        layers.append(
            {
                "name": f"beside-{align}",
                "transform": [{"filter": f"datum.align == '{align}'"}],
                "mark": {"type": "text", "align": align, "baseline": "top", "fontSize": 12, "color": GREY},
                "encoding": {"x": x, "y": {"value": 11}, "text": {"field": "text", "type": "nominal"}},
            }
        )
    return {
        "data": {"values": rows},
        "layer": layers,
        "height": 24,
        "padding": {"left": 6, "right": 6, "top": 0, "bottom": 0},
        "config": {"view": {"strokeWidth": 0}},
    }


def _align(share: float) -> str:
    """A text near an end of the scale stays inside it."""
    return "right" if share > 0.8 else "left" if share < 0.2 else "center"


def bar(
    nutrient: str,
    value: float,
    lower: float | None,
    upper: float | None,
    is_met: bool,
    said: str,
    target: str,
    short: str = "",
) -> dict[str, object]:
    """A row of `shares`: percent of the target, its marks, and where the text beside it finds room.

    `short` stands beside it on a phone.
    """
    whole = lower or upper or 0.0
    percent = min(MOST_PERCENT, 100 * value / whole)
    least = None if lower is None else 100.0
    most = None if upper is None or 100 * upper / whole > MOST_PERCENT else 100 * upper / whole
    text_at = max(percent, 102.0)
    for mark in (least, most):
        if mark is not None and percent - 2 <= mark < percent + ROOM:
            text_at = max(text_at, mark + 2)
    return {
        "nutrient": nutrient,
        "percent": percent,
        "lower_percent": least,
        "upper_percent": most,
        "text_at": text_at,
        "state": "reached or kept" if is_met else "not",
        "said": said,
        "short": short or said,
        "target": target,
    }


def shares(rows: pd.DataFrame, most: float) -> Chart:
    """Every nutrient as percent of its target: a bar to the mean, ticks at the least (100 %) and the most.

    `rows` has nutrient, percent, lower_percent, upper_percent, text_at, state, said, short, target; a bar ends at
    `most`. Where there is little room the short text stands beside a bar.
    """
    y = alt.Y("nutrient:N", sort=list(rows["nutrient"]), title=None, axis=alt.Axis(labelLimit=220))
    scale = alt.Scale(domain=[0, most], clamp=True)
    axis = alt.Axis(values=list(range(0, int(most) + 1, 50)))
    x = alt.X("percent:Q", scale=scale, axis=axis, title="percent of the target a day")
    colour = alt.Color(
        "state:N",
        scale=alt.Scale(domain=["reached or kept", "not"], range=[BLUE, ORANGE]),
        legend=alt.Legend(orient="top", title=None),
    )
    tips = ["nutrient", alt.Tooltip("said:N", title="a day"), alt.Tooltip("target:N"), alt.Tooltip("state:N")]
    base = alt.Chart(rows).encode(y=y)
    bars = base.mark_bar(height=12).encode(x=x, color=colour, tooltip=tips)
    text = (
        base.transform_calculate(beside=f"width < {NARROW} ? datum.short : datum.said")
        .mark_text(align="left", dx=8, fontSize=11)
        .encode(x=alt.X("text_at:Q", scale=scale), text="beside:N", color=alt.value(GREY))
    )
    least = base.transform_filter("isValid(datum.lower_percent)").mark_tick(thickness=3, size=18, color=GREY)
    upper = base.transform_filter("isValid(datum.upper_percent)").mark_point(
        shape="triangle-left", filled=True, size=70, color=GREY, opacity=1
    )
    layers = [
        bars,
        text.properties(name="beside"),
        least.encode(x=alt.X("lower_percent:Q", scale=scale), tooltip=tips).properties(name="mark-least"),
        upper.encode(x=alt.X("upper_percent:Q", scale=scale), tooltip=tips).properties(name="mark-most"),
    ]
    return alt.layer(*layers).properties(height=alt.Step(22))


def heat(rows: pd.DataFrame, order: list[str]) -> Chart:
    """Day by nutrient, percent of the least: orange below it, blue above it, and the number in the cell.

    `rows` has day, nutrient, percent.
    """
    x = alt.X("day:O", title="day", axis=alt.Axis(orient="top", labelAngle=0))
    y = alt.Y("nutrient:N", sort=order, title=None, axis=alt.Axis(labelLimit=220))
    scale = alt.Scale(domain=list(HEAT), range=list(HEAT.values()), interpolate="rgb", clamp=True)
    tips = ["nutrient", "day", alt.Tooltip("percent:Q", title="percent of the target", format=".0f")]
    base = alt.Chart(rows.assign(ink=rows["percent"].map(ink))).encode(x=x, y=y)
    cells = base.mark_rect().encode(
        color=alt.Color("percent:Q", scale=scale, legend=alt.Legend(title="percent of target", orient="bottom")),
        tooltip=tips,
    )
    numbers = base.mark_text(fontSize=11).encode(
        text=alt.Text("percent:Q", format=".0f"),
        color=alt.condition(f"datum.ink == '{WHITE}'", alt.value(WHITE), alt.value(BLACK)),
    )
    return alt.layer(cells, numbers).properties(height=alt.Step(22))


def ground(percent: float) -> tuple[float, float, float]:
    """Red, green and blue [0 to 255] of a cell of the heat map."""
    places, colours = zip(*((place, _parts(colour)) for place, colour in HEAT.items()), strict=True)
    return tuple(float(np.interp(percent, places, part)) for part in zip(*colours, strict=True))  # type: ignore[return-value]


def ink(percent: float) -> str:
    """Black or white, whichever can be read better in a cell."""
    on = luminance(ground(percent))
    return BLACK if (on + 0.05) / 0.05 >= 1.05 / (on + 0.05) else WHITE


def luminance(parts: tuple[float, float, float]) -> float:
    """Relative luminance of a colour, 0 to 1 (WCAG 2)."""
    red, green, blue = (v / 255 / 12.92 if v <= 10.31 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def sources(rows: pd.DataFrame, column: str, title: str, is_least_first: bool = False) -> Chart:
    """Foods that bring a nutrient, the most (or the least) first; a long name goes on in a second line.

    `rows` has food, said and `column`.
    """
    comma = "indexof(datum.label, ', ')"
    is_long = f"length(datum.label) > 24 && {comma} > 0"
    axis = alt.Axis(
        labelLimit=200,
        labelExpr=f"{is_long} ? [slice(datum.label, 0, {comma} + 1), slice(datum.label, {comma} + 2)] : datum.label",
        labelLineHeight=12,
        labelOffset={"condition": {"test": is_long, "value": -6}, "value": 0},
        labelOverlap=False,
    )
    base = alt.Chart(rows).encode(
        y=alt.Y("food:N", sort="x" if is_least_first else "-x", title=None, axis=axis),
        x=alt.X(f"{column}:Q", title=title),
    )
    bars = base.mark_bar(height=14, color=BLUE).encode(tooltip=["food", alt.Tooltip("said:N", title=title)])
    text = base.mark_text(align="left", dx=5, fontSize=11, color=GREY).encode(text="said:N")
    return alt.layer(bars, text.properties(name="beside")).properties(height=alt.Step(28))


def week_costs(rows: list[dict[str, object]]) -> Chart:
    """Cost of a day from saved week to saved week, with the number at its point; `rows` has week, saved, usd."""
    base = alt.Chart(pd.DataFrame(rows), title=_above("Cost of a day, USD")).encode(
        x=_WEEK, y=alt.Y("usd:Q", title=None, axis=alt.Axis(tickCount=4, format="$.0f"))
    )
    tips = ["week", alt.Tooltip("saved:N"), alt.Tooltip("usd:Q", title="a day", format="$.2f")]
    line = base.mark_line(color=BLUE, point=alt.OverlayMarkDef(filled=True, size=60, color=BLUE)).encode(tooltip=tips)
    text = base.mark_text(dy=-12, fontSize=11, color=GREY).encode(text=alt.Text("usd:Q", format="$.2f"))
    return alt.layer(line, text.properties(name="beside")).properties(height=220)


def week_coverage(rows: list[dict[str, object]]) -> Chart:
    """Percent of the target from saved week to saved week, a line and a shape for each nutrient, a rule at 100.

    `rows` has week, saved, nutrient, percent.
    """
    names = list(dict.fromkeys(str(row["nutrient"]) for row in rows))
    scale = alt.Scale(domain=names, range=[BLUE, ORANGE, "#009e73", "#cc79a7"])
    legend = alt.Legend(orient="bottom", title=None, columns=4)
    base = alt.Chart(pd.DataFrame(rows), title=_above("Mean day, percent of the target")).encode(
        x=_WEEK,
        y=alt.Y("percent:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(tickCount=4)),
        color=alt.Color("nutrient:N", scale=scale, legend=legend),
        shape=alt.Shape("nutrient:N", scale=alt.Scale(domain=names), legend=legend),
    )
    tips = ["nutrient", "week", alt.Tooltip("saved:N"), alt.Tooltip("percent:Q", title="percent", format=".0f")]
    line = base.mark_line(strokeWidth=1.5).encode(shape=alt.Undefined)
    points = base.mark_point(filled=True, size=60, opacity=1).encode(tooltip=tips)
    whole = alt.Chart(pd.DataFrame({"percent": [100]})).mark_rule(strokeDash=[4, 3], color=GREY).encode(y="percent:Q")
    return alt.layer(whole, line, points).properties(height=260)


_WEEK = alt.X("week:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap=True, labelExpr="'week ' + datum.label"))


def _above(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, anchor="start", fontSize=13, fontWeight="normal", color=GREY)
