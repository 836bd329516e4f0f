"""The programs of the API tests, for the questions asked over the API here."""

from tests.api.conftest import fresh_counts, program

__all__ = ["fresh_counts", "program"]
