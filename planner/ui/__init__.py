"""The pages in the browser: thin, they ask the planner and show what it says."""
