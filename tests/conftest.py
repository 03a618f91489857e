"""Settings of all tests."""

import os

from hypothesis import settings

# A solve may take longer than hypothesis's usual deadline; in CI the same examples are tried every time.
settings.register_profile("steadyplate", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steadyplate")

# Tests read the tables themselves and write nothing into the home of whoever runs them.
os.environ.setdefault("STEADYPLATE_CACHE", "off")
