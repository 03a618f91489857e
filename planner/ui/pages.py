"""The pages in the order of the navigation: what shows them, title, path (the first opens without), icon."""

from planner.ui import about, cook, gaps, me, nutrients, prices, saved, shopping, symptoms, targets, week, why

WITHOUT_WEEK = ("symptoms", "about")  # paths that show no week

PAGES = (
    (week.show, "My week", "", ":material/restaurant_menu:"),
    (gaps.show, "My gaps", "gaps", ":material/troubleshoot:"),
    (me.show, "Me", "me", ":material/person:"),
    (symptoms.show, "Symptoms", "symptoms", ":material/stethoscope:"),
    (targets.show, "Targets", "targets", ":material/tune:"),
    (why.show, "Why this week", "why", ":material/lightbulb:"),
    (cook.show, "Cook", "cook", ":material/skillet:"),
    (shopping.show, "Shopping list", "shopping", ":material/shopping_basket:"),
    (nutrients.show, "Nutrients", "nutrients", ":material/monitoring:"),
    (prices.show, "Foods and prices", "foods", ":material/sell:"),
    (saved.show, "Saved", "saved", ":material/bookmark:"),
    (about.show, "About", "about", ":material/info:"),
)
