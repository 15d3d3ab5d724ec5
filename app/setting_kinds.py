"""The kinds of value a setting can have, and what each must look like."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Final, Literal, NoReturn
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr


def _refuse(sentence: str) -> NoReturn:
    raise ValueError(sentence)


def _begins_with(*schemes: str) -> Callable[[str], None]:
    def check(address: str) -> None:
        if address and urlsplit(address).scheme not in schemes:
            _refuse(f"must begin with {schemes[0]}://")

    return check


def _secret(check: Callable[[str], None]) -> AfterValidator:
    def checked(value: SecretStr) -> SecretStr:
        check(value.get_secret_value())
        return value

    return AfterValidator(checked)


def _web_address(value: str) -> str:
    _begins_with("https", "http")(value)
    return value


def _pem(value: str) -> str:
    """The key itself, whether it was given as text or as the path of a file."""
    given = value.replace("\\n", "\n").strip()
    text = given if not given or given.startswith("-----BEGIN ") else _text_of(Path(given))
    if text and not text.partition("\n")[0].rstrip().endswith("PUBLIC KEY-----"):
        _refuse("must be a public key in PEM form, or the path of a file that holds one")
    return text


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as wrong:
        _refuse(f"is no key in PEM form, and no file that can be read ({type(wrong).__name__})")


def _number(value: object) -> object:
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _words(value: object) -> object:
    return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if value not in {"*", f"{parts.scheme}://{parts.netloc}"}:
        _refuse(f"{value} is no origin: write * or, for example, https://shop.example")
    return value


PostgresAddress = Annotated[SecretStr, _secret(_begins_with("postgresql", "postgres"))]
RabbitAddress = Annotated[SecretStr, _secret(_begins_with("amqp", "amqps"))]
RedisAddress = Annotated[SecretStr, _secret(_begins_with("redis", "rediss"))]
WebAddress = Annotated[str, AfterValidator(_web_address)]
PublicKey = Annotated[str, AfterValidator(_pem)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], BeforeValidator(_words)]
Major = Annotated[Literal[16, 18], BeforeValidator(_number)]
LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)]
Environment = Literal["development", "test", "production"]
TenantSetting = Literal["session", "local"]
StatusNumbers = Literal["compat", "draft"]
TrustMode = Literal["open", "log", "only"]
NOT_SAID: Final = SecretStr("")
