"""The wire: bytes that are no sound request are turned away before they become one."""

import asyncio
import logging
from abc import abstractmethod
from functools import partial
from typing import Any, ClassVar, Final

import httptools
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from app.answers import Noted, refusal
from app.door.at_once import AT_ONCE, at_once, lines
from app.door.heads import Head, HeadBounds, Headers, sound
from app.door.knock import ARRIVED
from app.refused import Refused
from app.statuses import STATUSES

LINGER_SECONDS: Final = 1.0
MOST_WAITING: Final = 16
_HEADERS: Final = (
    b"content-type: application/json; charset=utf-8\r\n"
    b"cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n"
)
CUT_OFF: Final = "The server is stopping and broke this off. What it had changed stays changed."
log = logging.getLogger("clientela")


class Reading(HttpToolsProtocol):
    """A connection that refuses what it cannot read, or could read in two ways."""

    bounds: ClassVar[HeadBounds] = HeadBounds()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.in_head = self.in_body = False
        self.deaf = False
        """Nothing more is read: the connection ends with what is being answered."""
        self._head = Head(self.bounds)

    def data_received(self, data: bytes) -> None:
        self._unset_keepalive_if_required()
        was_in_head = self.in_head
        try:
            self.parser.feed_data(data)
            if self.in_head:
                self._head.came(self.headers)
                if was_in_head:
                    self._head.goes_on(len(data))
        except httptools.HttpParserUpgrade as asked:
            self._stay(data[asked.args[0] :])
        except httptools.HttpParserError as error:
            no = error.__context__
            unread = Refused("BAD_REQUEST", "This is not well-formed HTTP.")
            self.refuse(no if isinstance(no, Refused) else unread)
        except Refused as no:
            self.refuse(no)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.in_head = True
        self._head = Head(self.bounds)

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        self._head.address(self.url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self.in_head:
            super().on_header(name, value)
        else:  # what stands behind a body is nobody's header
            self._head.more(name, value)

    def on_headers_complete(self) -> None:
        self._head.came(self.headers)
        sound(self.parser.get_method(), self.parser.get_http_version(), self.headers)
        if len(self.pipeline) >= MOST_WAITING:
            raise Refused("BAD_REQUEST", "Wait for the answers before you ask for more.")
        self.in_head, self.in_body = False, True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self.in_body = False
        self.scope["state"][ARRIVED] = True
        super().on_message_complete()

    @abstractmethod
    def refuse(self, no: Refused) -> None:
        """Turn away what came."""

    def _should_upgrade(self) -> bool:
        """That another protocol is asked for makes the parser stop; see `_stay`."""
        return True

    def _stay(self, rest: bytes) -> None:
        """Who asks for another protocol is answered in this one: read on as if nobody had."""
        line = b"%s %s HTTP/1.1\r\n" % (self.parser.get_method(), self.url)
        headers = [(name, value) for name, value in self.headers if name != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        self.data_received(b"".join([line, *lines(headers), b"\r\n", rest]))


class Wire(Reading):
    """A connection that nobody can hold for long without asking something."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        # uvicorn asks its logger, to which others may listen.
        self.access_log = self.config.access_log
        self._head_due: asyncio.TimerHandle | None = None
        self._answering: RequestResponseCycle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._parting = Parting(self)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._expect_no_head()
        if self._answering is not None:
            _end(self._answering)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.deaf:
            return
        super().data_received(data)
        # Nearly always all of a head is there at once, and no timer is needed.
        if not self.deaf and (self.in_head or not (self.in_body or self._owed())):
            self._expect_head()

    def on_headers_complete(self) -> None:
        super().on_headers_complete()
        self._expect_no_head()
        if not self.parser.should_upgrade():
            self.cycle.transport = self._parting

    def on_response_complete(self) -> None:
        if self.in_body and self.cycle is self._answering:
            self.part()  # what is left of a body that nobody read is no request
        if not self.deaf:
            super().on_response_complete()

    def shutdown(self) -> None:
        """Close the connection, unless a request is just arriving: its answer will do so."""
        if not self.in_head:
            super().shutdown()

    def refuse(self, no: Refused) -> None:
        """Say no, unless an earlier request is owed its answer: then that is the last word."""
        log.info("refused on the wire: %s", no.code)
        owed = self._owed()
        broken = self.cycle if self.in_body else None
        if owed is None or owed is broken:
            self._say_last(no, broken)
            return
        self._hear_no_more()
        owed.keep_alive = False

    def cut_off(self) -> None:
        """Tell whoever still waits that there will be no answer; for the house, they have left."""
        owed = self._owed()
        if self.deaf and owed is None:
            return
        if owed or self.in_head:
            self._say_last(Refused("OVERLOADED", CUT_OFF, Retry_After="1"), owed)
        else:
            self.transport.close()

    def _say_last(self, no: Refused, broken: RequestResponseCycle | None) -> None:
        """Say no in place of an answer, unless that has begun, and nothing after it."""
        self._hear_no_more()
        if broken is not None:
            _end(broken)
        if broken is None or not broken.response_started:
            self.transport.write(_written(no, self.server_state.default_headers))
        self.part()

    def _hear_no_more(self) -> None:
        self.deaf = True
        self._expect_no_head()
        self.pipeline.clear()

    def part(self) -> None:
        """Close our side, and listen for a moment: who is still sending could not read it else."""
        self.deaf = True
        self.flow.resume_reading()
        self.transport.write_eof()
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answering = cycle
        cycle.scope["state"][AT_ONCE] = partial(at_once, cycle)
        super()._start_asgi_task(cycle, app)

    def _owed(self) -> RequestResponseCycle | None:
        """The request that is being answered, if somebody waits for it."""
        cycle = self._answering
        over = cycle is None or cycle.response_complete or cycle.disconnected
        return None if over else cycle

    def _expect_head(self) -> None:
        if self._head_due is None:
            self._head_due = self.loop.call_later(self.bounds.seconds, self._head_is_late)

    def _expect_no_head(self) -> None:
        if self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def _head_is_late(self) -> None:
        if self.in_head:
            self.refuse(Refused("REQUEST_TIMEOUT", "The headers took too long to arrive."))
        else:
            self.transport.close()


class Parting(asyncio.Transport):
    """The way out for an answer: who has not sent all of the question may still read it."""

    def __init__(self, wire: Wire) -> None:
        super().__init__()
        self._wire = wire
        self.write = wire.transport.write  # type: ignore[method-assign]  # nothing is between

    def is_closing(self) -> bool:
        return self._wire.transport.is_closing()

    def close(self) -> None:
        if self._wire.in_body or self._wire.deaf:
            self._wire.part()
        else:
            self._wire.transport.close()


def bounded(bounds: HeadBounds) -> type[Wire]:
    """Connections with these bounds."""
    return type("BoundedWire", (Wire,), {"bounds": bounds})


def _end(cycle: RequestResponseCycle) -> None:
    """Let whoever answers know that nobody will read it."""
    cycle.disconnected = True
    cycle.message_event.set()


def _written(no: Refused, more: Headers) -> bytes:
    body = refusal(no, Noted()).body
    length = b"content-length: %d\r\n\r\n" % len(body)
    own = [(name.lower().encode(), value.encode()) for name, value in no.headers.items()]
    all_have = [each for each in more if each[0] != b"connection"]
    begin = [STATUS_LINE[STATUSES[no.code].compat], *lines(all_have + own), _HEADERS]
    return b"".join([*begin, length, body])
