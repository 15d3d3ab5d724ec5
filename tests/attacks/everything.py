"""All attacks, and where those are met that are not sent from here."""

from typing import Final

from tests.attacks.attack import Attacks
from tests.attacks.documents import DOCUMENTS
from tests.attacks.requests import REQUESTS
from tests.attacks.tokens import TOKENS
from tests.attacks.values import VALUES

ATTACKS: Final[Attacks] = {**DOCUMENTS, **VALUES, **TOKENS, **REQUESTS}

ELSEWHERE: Final = {
    "SQL, patterns and searches in every text": "tests/attacks/test_texts.py",
    "ambiguous framing, in all its forms": "tests/app/test_wire.py",
    "slow headers": "tests/app/test_wire.py",
    "forged tokens, with every kind of key": "tests/auth/test_forging.py",
    "rotation of keys": "tests/auth/test_jwks.py",
    "bidi controls, NFC, zero width": "tests/api/test_customer_validation.py",
    "control characters in every text of every act": "tests/api/test_hostile_text.py",
    "existence of a tenant by uniqueness": "tests/api/test_customer_uniqueness.py",
    "fields that a role may not see": "tests/api/test_guarded_fields.py",
    "personal data in logs": "tests/app/test_log.py",
    "answers that tell of our insides": "tests/overheard.py",
}
LATER: Final = {
    "WebSocket in a wrong order, in floods, from strangers": "there are no subscriptions yet",
    "uploads of a wrong shape, kind or size": "nothing is uploaded yet; forms are refused",
    "formulas in an exported table": "nothing is exported yet",
    "pictures that the server fetches": "the server fetches no address that a client names",
    "_entities of a federation": "the schema is no part of a federation",
}
