"""What holds for every test: no time is ever asserted, not even by hypothesis."""

from hypothesis import settings

settings.register_profile("tfrq", deadline=None)
settings.load_profile("tfrq")
