"""What ends the start, told in one sentence."""


class StackError(Exception):
    """The message is a Chinese sentence for the person at the terminal."""
