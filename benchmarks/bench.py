"""What Steadyplate takes, against bare HiGHS and the usual ways, into benchmarks/results/ and docs/performance.md.

make bench                    daily diets, weeks, start-up and memory; within five minutes
make bench ARGS=--page        only writes docs/performance.md again from the tables
make bench ARGS=--adults      seconds, gap and price of realism of the weeks of adults (32 weeks)
make bench ARGS=--everybody   of all people (168 weeks)
make bench ARGS=--limited     of people with a clinician's limits (24 weeks, into limited.csv)
make bench ARGS=--why         the explaining of weeks (8 people, into why.csv)
"""

import sys

import measure
import page
import startup

MOST = 8  # packages whose import is written down


def speed() -> None:
    """Daily diets and weeks."""
    import answers

    rows = []
    for race in answers.races():
        rows += list(race.table())
        print(f"\n{race.model}, {race.moment} answer ({race.foods} columns, {race.rows} rows)")
        for way, timed in race.timed.items():
            spent, ratio = timed.milliseconds, timed.ratio
            print(
                f"  {way:12} {spent.median:9.2f} ms ({spent.low:.2f} to {spent.high:.2f})   "
                f"x {ratio.median:.2f} ({ratio.low:.2f} to {ratio.high:.2f}){'' if timed.ended else '   stopped'}",
                flush=True,
            )
    measure.write("speed.csv", answers.COLUMNS, rows)


def begin() -> None:
    """New processes: how long, what they import, how much memory."""
    import answers

    rows = list(startup.starts())
    packages, unwanted = startup.imported()
    print(f"\nimported without need for planner week: {', '.join(unwanted) or 'nothing'}")
    rows += [{"what": f"import of {name}", "median": round(spent, 1), "unit": "ms"} for spent, name in packages[:MOST]]
    rows += list(startup.memory({f"{model}, {way}": (model, way) for model, way in answers.ALONE}))
    for row in rows:
        print(f"  {row['what']:60} {row['median']} {row['unit']}")
    measure.write("startup.csv", startup.COLUMNS, rows)


def weeks(which: str) -> None:
    """Weeks of many people, or their explanations."""
    import people
    import weeks as of_people

    from planner.tables.catalogue import load_catalogue

    catalogue = load_catalogue()
    if which == "--why":
        of_people.explain(catalogue)
        return
    chosen = {"--limited": people.limited, "--everybody": people.everybody, "--adults": people.adults}[which]
    of_people.plan(chosen(), "limited.csv" if which == "--limited" else "people.csv", catalogue)


def main() -> None:
    """What the arguments ask for."""
    asked = sys.argv[1:] or [""]
    if asked[0] == "--alone":
        import answers

        startup.alone(answers.alone(asked[1], asked[2]))
    elif asked[0] == "--page":
        page.write()
    elif asked[0] in ("", "--startup"):
        if not asked[0]:
            speed()
        begin()
        measure.write("machine.csv", ("what", "value"), measure.machine())
        page.write()
    else:
        weeks(asked[0])


if __name__ == "__main__":
    main()
