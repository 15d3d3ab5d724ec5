"""Refused: a request that is turned away before anything of it is run."""


class Refused(Exception):
    """A request that will not be run, and why; the code is one of `ErrorCode`."""

    reason = ""
    """What only the log is told."""

    def __init__(self, code: str, message: str, **headers: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
