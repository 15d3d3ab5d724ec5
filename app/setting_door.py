"""Settings of the door: where it is, what it shows, to whom, and in which form."""

from pathlib import Path
from typing import Final, Self

from pydantic import Field, SecretStr, model_validator

from app.setting_kinds import NOT_SAID, Environment, Origins, StatusNumbers, TrustMode
from app.setting_limits import LimitSettings

ANSWERING_SECONDS: Final = 27.0
"""How long after it is told to stop a server still answers. After 30 it has ended."""
SPARE_SECONDS: Final = 1.0


class DoorSettings(LimitSettings):
    """What the outside sees of the server."""

    ENVIRONMENT: Environment = Field(
        default="development",
        description="development, test or production; the last one is strict.",
    )
    HOST: str = Field(default="127.0.0.1", description="The address that is listened on.")
    PORT: int = Field(
        default=8000, ge=0, le=65535, description="The port; 0 takes any that is free."
    )
    CORS_ORIGINS: Origins = Field(
        default=(),
        description="Origins whose pages may ask, with commas between; * is every origin.",
    )
    GRAPHIQL: bool | None = Field(default=None, description="Show GraphiQL; on outside production.")
    INTROSPECTION: bool | None = Field(
        default=None,
        description="Who reads the schema: everybody, nobody; unset: in production by scope.",
    )
    ENGINE: bool = Field(
        default=True, description="Run operations compiled; false: graphql-core runs them."
    )
    STATUS_CODES: StatusNumbers = Field(
        default="compat", description="compat, or draft: the numbers of the working draft."
    )
    TRUSTED_DOCUMENTS: Path | None = Field(
        default=None, description="A manifest of documents, or a folder of manifests."
    )
    TRUSTED_MODE: TrustMode = Field(
        default="open", description="open: any document; log: others are logged; only: no others."
    )
    UPLOADED_DOCUMENTS: bool = Field(
        default=True, description="Keep documents that clients upload by their hash."
    )
    DRAIN_SECONDS: float | None = Field(
        default=None, ge=0, le=25, description="How long a stopping server still takes requests."
    )
    METRICS: bool | None = Field(
        default=None, description="Show /metrics; on outside production, and with METRICS_TOKEN."
    )
    METRICS_TOKEN: SecretStr = Field(
        default=NOT_SAID, description="The bearer token that /metrics asks for."
    )

    @model_validator(mode="after")
    def _ends_in_time(self) -> Self:
        most = ANSWERING_SECONDS - SPARE_SECONDS
        if self.drain_seconds + self.OPERATION_SECONDS > most:
            raise ValueError(
                f"DRAIN_SECONDS and OPERATION_SECONDS are more than {most:g} s together:"
                " what is under way could not be finished when the server is stopped."
            )
        return self

    @property
    def production(self) -> bool:
        return self.ENVIRONMENT == "production"

    @property
    def graphiql(self) -> bool:
        return not self.production if self.GRAPHIQL is None else self.GRAPHIQL

    @property
    def introspection(self) -> bool | None:
        """Whether everybody reads the schema, or nobody; None: whoever has the scope."""
        return True if self.INTROSPECTION is None and not self.production else self.INTROSPECTION

    @property
    def uploads(self) -> bool:
        return self.UPLOADED_DOCUMENTS and self.TRUSTED_MODE != "only"

    @property
    def drain_seconds(self) -> float:
        return (
            (5.0 if self.production else 0.0) if self.DRAIN_SECONDS is None else self.DRAIN_SECONDS
        )

    @property
    def metrics(self) -> bool:
        guarded = bool(self.METRICS_TOKEN.get_secret_value())
        return (guarded or not self.production) if self.METRICS is None else self.METRICS
