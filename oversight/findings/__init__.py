"""检查发现: irregularities that stand in the data, each found by one rule of one table."""

from oversight.findings.finding import Found, find
from oversight.findings.table import RULES, Rule

__all__ = ["RULES", "Found", "Rule", "find"]
