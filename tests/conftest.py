"""Settings of all tests."""

import os

from hypothesis import settings

# A solve may take longer than hypothesis's usual deadline; in CI the same examples are tried every time.
settings.register_profile("steadyplate", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("steadyplate")
