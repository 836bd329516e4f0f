"""How a message can fail to leave the house. What matters is whether it may have arrived."""

from __future__ import annotations


class ChannelError(Exception):
    """`problem` is a short Chinese phrase for the administrator; it never quotes the message."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class RejectedError(ChannelError):
    """The gateway works and will not take this one message: a wrong address, say."""


class DownError(ChannelError):
    """The gateway did not take it, and would take no other."""


class UnclearError(ChannelError):
    """It was handed over, and no proper answer came: it may have arrived."""
