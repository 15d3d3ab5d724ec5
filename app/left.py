"""Left: the one who asked is not there any more."""


class Left(Exception):
    """The client went away; nobody waits for an answer."""
