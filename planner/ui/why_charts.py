"""Charts of the page Why this week, in the colours and second cues of `charts`."""

from textwrap import wrap
from typing import Literal

import altair as alt
import pandas as pd

from planner.ui.charts import BLUE, GREY, ORANGE, Chart

LINE = 30  # signs of a label before it goes on in a second line
ROOM = 1.4  # times the longest bar: a text has room beside it


def steps(rows: pd.DataFrame, title: str) -> Chart:
    """A waterfall: each bar begins where the one above it ends. `rows` has part, start, end, said, kind."""
    rows = rows.assign(part=[" | ".join(wrap(part, LINE)) for part in rows["part"]])
    axis = alt.Axis(labelLimit=230, labelExpr="split(datum.label, ' | ')", labelLineHeight=13, labelOverlap=False)
    scale = alt.Scale(domain=[0, ROOM * float(rows["end"].max())], nice=False)
    base = alt.Chart(rows).encode(y=alt.Y("part:N", sort=list(rows["part"]), title=None, axis=axis))
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["start and end", "adds"], range=[BLUE, ORANGE]),
        legend=alt.Legend(orient="top", title=None),
    )
    tips = [alt.Tooltip("part:N", title="rules"), alt.Tooltip("said:N", title=title)]
    bars = base.mark_bar(height=16).encode(
        x=alt.X("start:Q", title=title, scale=scale, axis=alt.Axis(format="$.0f", tickCount=6)),
        x2="end:Q",
        color=colour,
        tooltip=tips,
    )
    text = base.mark_text(align="left", dx=6, fontSize=12, color=GREY).encode(
        x=alt.X("end:Q", scale=scale), text="said:N"
    )
    return alt.layer(bars, text.properties(name="beside")).properties(height=alt.Step(36))


def curve(points: pd.DataFrame, rules: pd.DataFrame, title: str) -> Chart:
    """Cost of a day by amount, a diamond at what is asked for now, dashed lines where the curve ends.

    `points` has amount, usd, now, said; `rules` amount, said, side (of the line on which its text has room).
    """
    every = [*points["amount"], *rules["amount"]]
    room = max(0.02 * (max(every) - min(every)), 1e-6)
    x = alt.X("amount:Q", title=title, scale=alt.Scale(domain=[min(every) - room, max(every) + room], nice=False))
    low, high = float(points["usd"].min()), float(points["usd"].max())
    more = max(0.25 * (high - low), 0.1)
    usd = alt.Y(
        "usd:Q",
        title="USD a day",
        axis=alt.Axis(format="$.2f"),
        scale=alt.Scale(domain=[max(0.0, low - more), high + more], nice=False),
    )
    base = alt.Chart(points).encode(x=x, y=usd)
    tips = [alt.Tooltip("amount:Q", title=title, format=",.4~g"), alt.Tooltip("usd:Q", title="USD a day", format=".2f")]
    layers = [
        base.mark_line(color=BLUE, strokeWidth=2.5),
        base.mark_circle(color=BLUE, size=40, opacity=1).encode(tooltip=tips),
    ]
    now = base.transform_filter("datum.now")
    layers.append(now.mark_point(shape="diamond", size=180, filled=True, color=ORANGE, opacity=1).encode(tooltip=tips))
    layers.append(now.mark_text(dy=20, fontSize=12, color=GREY).encode(text="said:N").properties(name="beside-now"))
    if len(rules):
        lines = alt.Chart(rules).encode(x=x)
        layers.append(lines.mark_rule(strokeDash=[6, 4], strokeWidth=1.5, color=GREY))
        sides: tuple[tuple[Literal["left", "right"], int], ...] = (("left", 6), ("right", -6))
        for side, dx in sides:
            beside = lines.transform_filter(f"datum.side == '{side}'").mark_text(
                align=side, dx=dx, fontSize=12, color=GREY
            )
            layers.append(beside.encode(y=alt.value(8), text="said:N").properties(name=f"beside-{side}"))
    return alt.layer(*layers).properties(height=300)
