"""The library: which document a request means, whether by its text, its hash or its id."""

import logging
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from app.asking import Parameters
from app.places import Unusable
from app.rates import Rates
from app.refused import Refused
from auth.caller import Caller
from engine.documents import Document, Documents
from engine.trusted import Trusted, Uploaded

CHARACTERS_A_POINT: Final = 250

log: Final = logging.getLogger("clientela.documents")


@dataclass(frozen=True, slots=True)
class Library:
    """The documents that are known, and who may bring others."""

    documents: Documents
    trusted: Trusted
    uploaded: Uploaded | None
    mode: str

    def find(self, told: Parameters, caller: Caller, rates: Rates, *, is_open: bool) -> Document:
        """The document that is meant, read and checked; reading it is charged for."""
        text = self._text(told, caller)
        if self.mode != "open" and not self.trusted.holds(text):
            self._stranger(text)
        if not self.documents.knows(text, is_open=is_open):
            rates.charge(caller, len(text) // CHARACTERS_A_POINT)
        return self.documents.read(text, is_open=is_open, brought_by=caller.tenant_id)

    def _text(self, told: Parameters, caller: Caller) -> str:
        if told.document_id is not None:
            return self._trusted(told.document_id, told.query)
        if told.digest is not None:
            return self._uploaded(told.digest, told.query, caller)
        if told.query is None:
            raise Refused("BAD_PARAMETERS", "Send a query, or the documentId of one.")
        return told.query

    def _trusted(self, document_id: str, query: str | None) -> str:
        text = self.trusted.text(document_id)
        if text is None:
            raise Refused("PERSISTED_DOCUMENT_NOT_FOUND", "No document has this documentId.")
        if query not in (None, text):
            raise Refused("BAD_PARAMETERS", "The documentId is not that of the query.")
        return text

    def _uploaded(self, digest: str, query: str | None, caller: Caller) -> str:
        known = self.trusted.text(f"sha256:{digest}")
        if known is None and self.uploaded is None:
            raise Refused("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported")
        if known is None and self.uploaded is not None:
            known = self.uploaded.find(caller.tenant_id, digest)
        if query is None:
            if known is None:
                raise Refused("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
            return known
        kept = known == query or (
            self.uploaded is not None and self.uploaded.keep(caller.tenant_id, digest, query)
        )
        if not kept:
            raise Refused("BAD_PARAMETERS", "The sha256Hash is not that of the query.")
        return query

    def _stranger(self, text: str) -> None:
        if self.mode == "only":
            message = "Only documents known to the server are answered. Send its documentId."
            raise Refused("OPERATION_NOT_ALLOWLISTED", message)
        log.warning("unknown document", extra={"document": sha256(text.encode()).hexdigest()})

    def known(self, name: str | None) -> str:
        """The name of an operation as it may be noted: what a stranger calls his is not."""
        return name if name is not None and name in self.trusted.names else "other"


def trusted_documents(place: Path | None) -> Trusted:
    """The documents of a manifest, or of all manifests in a folder."""
    if place is None:
        return Trusted.of([])
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    try:
        return Trusted.of([orjson.loads(file.read_bytes()) for file in files])
    except (OSError, ValueError) as error:
        raise Unusable(f"TRUSTED_DOCUMENTS cannot be used: {error}") from error
