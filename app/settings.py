"""What can be set from outside: every name, its default, and what is wrong with a choice."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_core import ErrorDetails
from pydantic_settings import PydanticBaseSettingsSource, SettingsConfigDict

from app.setting_door import DoorSettings
from app.setting_kinds import (
    NOT_SAID,
    LogLevel,
    Major,
    PostgresAddress,
    PublicKey,
    RabbitAddress,
    RedisAddress,
    TenantSetting,
    WebAddress,
)

DEVELOPMENT_SECRET = "for-development-only-and-known-to-everybody"  # noqa: S105 - no secret
SHORTEST_SECRET = 32


class SettingsError(Exception):
    """The settings cannot be read; one line for each that is wrong."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(DoorSettings):
    """Everything the environment may say, by the names it is said with."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    DATABASE_URL: PostgresAddress = Field(
        default=NOT_SAID,
        description="The database, as the role clientela_app; nothing: the embedded one.",
    )
    DATABASE_OWNER_URL: PostgresAddress = Field(
        default=NOT_SAID,
        description="The same database as its owner: to migrate, and to look after tenants.",
    )
    DATABASE_POOL_SIZE: int = Field(
        default=10, ge=1, le=1000, description="Most connections at once."
    )
    DATABASE_WAIT_SECONDS: float = Field(
        default=0.5, gt=0, le=60, description="How long a request waits for a connection."
    )
    DATABASE_TENANT_SHARE: float = Field(
        default=0.5, gt=0, le=1, description="The part of the connections one tenant may have."
    )
    TENANT_SETTING: TenantSetting = Field(
        default="session", description="How a connection is told its tenant; local behind a pooler."
    )
    DATA_DIR: Path = Field(
        default=Path(".data"), description="Where the embedded database keeps its data."
    )
    PG: Major = Field(default=18, description="Major version of the embedded database: 16 or 18.")
    ALLOW_EMBEDDED_IN_PRODUCTION: bool = Field(
        default=False, description="Start with the embedded database although this is production."
    )
    RABBITMQ_URL: RabbitAddress = Field(default=NOT_SAID, description="Where facts are published.")
    REDIS_URL: RedisAddress = Field(
        default=NOT_SAID, description="What several servers share, if any."
    )
    DEBUG: bool = Field(
        default=False,
        description="Log unexpected errors with their text, which may hold personal data.",
    )
    LOG_LEVEL: LogLevel = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
    SECRET_KEY: SecretStr = Field(
        default=SecretStr(DEVELOPMENT_SECRET),
        description="Encrypts cursors, and verifies HS256 tokens if no other key is named.",
    )
    JWT_PUBLIC_KEY: PublicKey = Field(
        default="",
        description="Verifies RS256, ES256 and EdDSA tokens: PEM, or the path of a file.",
    )
    JWKS_URL: WebAddress = Field(
        default="", description="Where the identity provider shows its keys."
    )
    JWT_AUDIENCE: str = Field(default="", description="The aud a token must carry; nothing: any.")
    JWT_ISSUER: str = Field(default="", description="The iss a token must carry; nothing: any.")
    JWT_LEEWAY_SECONDS: int = Field(
        default=30, ge=0, le=60, description="How wrong a clock may be."
    )

    @classmethod
    def settings_customise_sources(
        cls, *_: Any, **sources: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what is handed over counts: nothing is read behind the back of load_settings."""
        return (sources["init_settings"],)

    @property
    def embedded(self) -> bool:
        return not self.DATABASE_URL

    @property
    def token_secret(self) -> SecretStr | None:
        """What HS256 tokens are verified with; none where a public key is named instead."""
        return None if self.JWT_PUBLIC_KEY or self.JWKS_URL else self.SECRET_KEY

    def problems(self) -> list[str]:
        """Why the server must not start as it is set: one sentence for each reason."""
        return list(_problems_in_production(self)) if self.production else []


def _problems_in_production(settings: Settings) -> Iterator[str]:
    if settings.SECRET_KEY.get_secret_value() == DEVELOPMENT_SECRET:
        yield (
            "SECRET_KEY is the development secret:"
            " set one of your own; it encrypts cursors, and verifies tokens if no key is named."
        )
    elif len(settings.SECRET_KEY) < SHORTEST_SECRET:
        yield f"SECRET_KEY is shorter than {SHORTEST_SECRET} characters: set a longer one."
    if settings.embedded and not settings.ALLOW_EMBEDDED_IN_PRODUCTION:
        yield (
            "DATABASE_URL is not set, and the embedded database is not for production:"
            " set it, or force it with ALLOW_EMBEDDED_IN_PRODUCTION=true."
        )
    if "*" in settings.CORS_ORIGINS:
        yield "CORS_ORIGINS allows every origin: name the origins that may ask."
    if settings.DEBUG:
        yield "DEBUG is on and logs texts that may hold personal data: set DEBUG=false."


def load_settings(environ: Mapping[str, str]) -> Settings:
    """The settings that an environment says; an empty value is as good as none."""
    given = {name: value for name in Settings.model_fields if (value := environ.get(name, ""))}
    try:
        return Settings.model_validate(given)
    except ValidationError as wrong:
        raise SettingsError([_line(error) for error in wrong.errors()]) from None


def _line(error: ErrorDetails) -> str:
    """One line about what is wrong; the value stays out of it, for it may be a secret."""
    message = error["msg"].removeprefix("Value error, ")
    if not error["loc"]:  # it is about several settings, and names them
        return message
    return f"{error['loc'][0]}: {message[0].lower()}{message[1:]}"
