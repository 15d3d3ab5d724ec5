"""At once: an answer that is there as a whole leaves as a whole."""

from collections.abc import Callable
from typing import Final

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from app.door.heads import Headers
from app.door.responses import Written

AT_ONCE: Final = "clientela.at_once"
"""Under which a request has the way by which it can be answered so, if it has one."""
Way = Callable[[Written], bool]


def at_once(cycle: RequestResponseCycle, response: Written) -> bool:
    """Send a response as uvicorn does, in one piece; whether that could be done.

    uvicorn looks at each header for what could end it. In those that we write there is nothing.
    """
    if not cycle.keep_alive or cycle.access_log or cycle.response_started or cycle.disconnected:
        return False
    headers = cycle.default_headers + response.raw_headers
    if cycle.flow.write_paused or any(name == b"connection" for name, _ in headers):
        return False
    cycle.response_started = cycle.response_complete = True
    cycle.waiting_for_100_continue = False
    head = [STATUS_LINE[response.status_code], *lines(headers), b"\r\n", response.body]
    cycle.transport.write(b"".join(head))
    cycle.message_event.set()
    cycle.on_response()
    return True


def lines(headers: Headers) -> list[bytes]:
    """Headers as they are written."""
    return [b"%b: %b\r\n" % header for header in headers]
