"""What holds for all tests."""

from hypothesis import settings

# A machine that is busy is slow, and that is no failure. What else is set, as in CI, stays.
settings.register_profile("unhurried", settings.default, deadline=None)
settings.load_profile("unhurried")
