"""六路分流: what a petition is, which road it takes and who is competent, proposed with reasons.

A lexicon and rules of our own, read from the tables in `lexicon/` and `rules/`; nothing is learned
and nothing leaves the machine. A person decides.
"""

from routing.triage.bodies import Named, Past, Practice
from routing.triage.proposal import Proposal, propose
from routing.triage.reading import Reading, read

__all__ = ["Named", "Past", "Practice", "Proposal", "Reading", "propose", "read"]
