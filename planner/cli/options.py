"""The options of `planner week`, `gaps` and `why`: what each is called, looks like and says in --help."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option

DIETS = "{vegan,vegetarian,pescatarian,omnivore,halal,kosher}"

Sex = Annotated[str, Option(metavar="{female,male}")]
Age = Annotated[int, Option(metavar="YEARS")]
Height = Annotated[float | None, Option(metavar="CM", help="Default: usual for sex and age.")]
Weight = Annotated[float | None, Option(metavar="KG", help="Default: usual for sex and age. In pregnancy: before it.")]
Activity = Annotated[str, Option(metavar="{inactive,low,active,very-active}")]
Energy = Annotated[float | None, Option(metavar="KCAL", help="Energy a day. Default: what the person needs.")]
Pregnant = Annotated[int | None, Option(metavar="TRIMESTER", help="1, 2 or 3.")]
Lactating = Annotated[int | None, Option(metavar="MONTHS", help="Full months since birth, 0 to 12.")]

Diet = Annotated[str, Option(metavar=DIETS)]
Without = Annotated[
    list[str] | None,
    Option(
        metavar="ALLERGEN",
        help="Such as peanuts, gluten,soy, lactose, alpha-gal; or fortified. Repeatable.",
    ),
]
Exclude = Annotated[list[str] | None, Option(metavar="FOOD", help="A food, named as in 'planner foods'. Repeatable.")]
MustHave = Annotated[
    list[str] | None,
    Option(metavar="FOOD", help="A food to have in the plan; 'kale' is any kind of kale. Repeatable."),
]
Eats = Annotated[
    list[str] | None,
    Option(metavar="FOOD", help="A food that you eat now: the week stays close to these. Repeatable."),
]
OnlyArticleFoods = Annotated[
    bool, Option("--only-article-foods", help="Only the foods that the founding article lists, and basics.")
]
Target = Annotated[
    list[str] | None,
    Option(metavar="NUTRIENT=MIN:MAX", help="Your own, such as calcium=1200: or sodium=:1500. Repeatable."),
]
Condition = Annotated[
    list[str] | None,
    Option(metavar="TEXT", help="An illness or medicine, such as kidney disease or lisinopril. Repeatable."),
]
ClinicianLimit = Annotated[
    list[str] | None,
    Option(metavar="NUTRIENT=MAX", help="The most on any day that your clinician allows: potassium=2500. Repeatable."),
]
Margin = Annotated[
    float,
    Option(metavar="SHARE", help="Of the margin above an RDA where a brand or table can be off: 1 whole, 0 none."),
]
Absorption = Annotated[
    bool,
    Option("--absorption", help="Count what the body takes up: absorbed calcium, and B12 by the meal."),
]
Now = Annotated[
    list[str] | None,
    Option(metavar="NUTRIENT=AMOUNT", help="What you eat a day now, where it must not rise or change. Repeatable."),
]
LeafyGreens = Annotated[
    str,
    Option(metavar="{daily,some-days,seldom}", help="How often you eat them now, where vitamin K must stay steady."),
]
Supplement = Annotated[
    list[str] | None,
    Option(
        metavar="NAME=AMOUNT", help="Taken a day: magnesium=200, 'vitamin D=1000 IU', multivitamin:zinc=11. Repeatable."
    ),
]
Watch = Annotated[list[str] | None, Option(metavar="NUTRIENT", help="Show its target, do not force it. Repeatable.")]
Hard = Annotated[list[str] | None, Option(metavar="NUTRIENT", help="Force a target that is only watched. Repeatable.")]

Catalogue = Annotated[Path | None, Option(metavar="DIR", help="Use a catalogue that planner import made.")]

Days = Annotated[int, Option(metavar="DAYS", help="How many days to plan.")]
MaxCost = Annotated[float | None, Option(metavar="USD", help="The most that all days together may cost.")]
Variety = Annotated[str, Option(metavar="{plain,normal,rich}")]
Seed = Annotated[int, Option(metavar="N", help="Another number, another week of about the same cost.")]
Near = Annotated[Path | None, Option(metavar="WEEK.json", help="Stay close to an earlier week (of --json or --out).")]
NotLastWeek = Annotated[
    bool, Option("--not-last-week", help="Rather other dishes than in the week that was saved last.")
]
AtHome = Annotated[
    list[str] | None,
    Option(
        metavar="FOOD=AMOUNT", help="At home already, as bought: lentils=500g, eggs=6. Free, used first. Repeatable."
    ),
]
Pantry = Annotated[
    Path | None,
    Option(metavar="FILE", help="The same as a CSV: food, amount, unit, use_up; or saved: see 'planner data pantry'."),
]
UseUp = Annotated[list[str] | None, Option(metavar="FOOD", help="Of what is at home: it would spoil. Repeatable.")]
PantryAfter = Annotated[
    Path | None,
    Option(metavar="FILE", help="Write what is at home once all is bought and eaten, for next week; or saved."),
]
Prices = Annotated[
    Path | None,
    Option(
        metavar="FILE",
        help="Prices of your shop as a CSV: item, package, price in USD; or saved: see 'planner data prices'.",
    ),
]
Units = Annotated[str, Option(metavar="{metric,us}", help="Of the shopping list.")]
TimeLimit = Annotated[float | None, Option(metavar="SECONDS", help="Stop the search by the clock, too.")]
Json = Annotated[bool, Option("--json", help="Print one JSON object instead of a page.")]
Out = Annotated[
    Path | None, Option(metavar="DIR", help="Also write the week and its shopping list there, in every format.")
]
Health = Annotated[
    Path | None,
    Option(
        metavar="FILE",
        help="Also write a sheet for your doctor: illnesses, medicines, limits and what a day holds. No other file "
        "but week.json names them.",
    ),
]

Save = Annotated[bool, Option("--save", help="Keep this week on this machine; else nothing is kept.")]
Profile = Annotated[
    str | None, Option(metavar="NAME", help="Plan for who was saved under this name; with --save: save under it.")
]
DataDir = Annotated[Path | None, Option(metavar="DIR", help="Where it is kept. Default: the data folder of the user.")]
Paper = Annotated[str, Option(metavar="{a4,letter}", help="Size of the PDFs.")]
Start = Annotated[str | None, Option(metavar="DATE", help="First day in the calendar file. Default: next Monday.")]
MealTime = Annotated[
    list[str] | None,
    Option(metavar="MEAL=HH:MM", help="When a meal stands in the calendar file: dinner=19:15. Repeatable."),
]
ListFormat = Annotated[str, Option(metavar="{csv,xlsx,md,txt,pdf}", help="Of the shopping list.")]
ListOut = Annotated[Path | None, Option(metavar="FILE", help="Write the list there instead of on the screen.")]

Diary = Annotated[
    Path | None,
    Argument(metavar="FILE", help="A CSV with the columns day, food, amount, unit; - reads typed lines from stdin."),
]
Line = Annotated[list[str] | None, Option(metavar="TEXT", help="One thing eaten: '2 slices bread'. Repeatable.")]
Answer = Annotated[
    list[str] | None,
    Option(
        metavar="TEXT=FOOD[:GRAMS]", help="What a text means, and what one of it weighs: 'milk=whole-milk'. Repeatable."
    ),
]
ExtraKcal = Annotated[float, Option(metavar="KCAL", help="The most energy a day that what is added may bring.")]
Close = Annotated[
    list[str] | None,
    Option(metavar="NUTRIENT", help="A gap to close. Default: B12, magnesium, potassium, calcium. Repeatable."),
]
Everything = Annotated[
    bool, Option("--everything", help="Yes, that was everything: all that was eaten on these days is written.")
]
Trades = Annotated[bool, Option("--trades", help="Also foods in the place of those eaten now, beside additions.")]
WeekToo = Annotated[bool, Option("--week", help="Plan a week from this: close to what you eat, with what is added.")]

Curve = Annotated[
    list[str] | None,
    Option(
        metavar="NAME=MIN:MAX",
        help="What a day costs as this moves: a nutrient, energy or budget; calcium=600:1800. Repeatable.",
    ),
]
Sources = Annotated[list[str] | None, Option(metavar="NUTRIENT", help="Rank the foods that bring it. Repeatable.")]
WhyOut = Annotated[Path | None, Option("--out", metavar="DIR", help="Also write prices, swaps, curves as CSV there.")]
Leftovers = Annotated[
    int, Option(metavar="NUMBER", help="Dinners that come back as the next day's lunch: cook once, eat twice.")
]
SavedPlan = Annotated[Path | None, Option(metavar="FILE", help="A week saved by 'planner week --json': take that one.")]
Day = Annotated[int | None, Option(metavar="DAY", help="Only this day of the week. Default: all.")]
People = Annotated[int, Option(metavar="NUMBER", help="How many people eat the same portions.")]
