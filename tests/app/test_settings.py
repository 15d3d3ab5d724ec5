"""What can be set, what is refused, and what keeps a production server from starting."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.door.heads import HeadBounds
from app.server import head_bounds
from app.settings import DEVELOPMENT_SECRET, Settings, SettingsError, load_settings
from engine.limits import Limits

PUBLIC_KEY = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----"
PRIVATE_KEY = PUBLIC_KEY.replace("PUBLIC", "PRIVATE")
NO_KEY = "must be a public key in PEM form, or the path of a file that holds one"
TOO_LONG = (
    "DRAIN_SECONDS and OPERATION_SECONDS are more than 26 s together:"
    " what is under way could not be finished when the server is stopped."
)
SOUND = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://clientela_app:secret@db/clientela",
    "SECRET_KEY": "thirty-two characters, or longer",
    "CORS_ORIGINS": "https://shop.example",
}


def lines(**environ: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        load_settings(environ)
    return refused.value.lines


def test_an_empty_environment_is_a_development_server_on_this_machine() -> None:
    settings = load_settings({})

    assert settings == Settings()
    assert (settings.HOST, settings.PORT, settings.PG) == ("127.0.0.1", 8000, 18)
    assert (settings.embedded, settings.graphiql, settings.introspection) == (True, True, True)
    assert settings.problems() == []


def test_limits_are_the_same_where_nothing_is_said_of_them() -> None:
    settings = Settings()

    assert settings.limits == Limits()
    assert head_bounds(settings) == HeadBounds()


def test_only_the_given_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9999")

    settings = load_settings({"PG": "16"})

    assert (settings.PORT, settings.PG) == (8000, 16)


def test_an_empty_value_is_as_good_as_none() -> None:
    settings = load_settings({"PORT": "", "SECRET_KEY": "", "DATA_DIR": ""})

    assert settings == Settings()


def test_words_are_read_as_people_write_them() -> None:
    environ = {"CORS_ORIGINS": "https://a.example, http://b.example:81,", "LOG_LEVEL": "debug"}

    settings = load_settings({**environ, "GRAPHIQL": "off", "DEBUG": "1"})

    assert settings.CORS_ORIGINS == ("https://a.example", "http://b.example:81")
    assert (settings.LOG_LEVEL, settings.graphiql, settings.DEBUG) == ("DEBUG", False, True)


def test_every_bad_value_is_told_in_one_line() -> None:
    told = lines(PORT="high", PG="17", ENVIRONMENT="prod", JWKS_URL="ftp://keys.example")

    assert told == [
        "ENVIRONMENT: input should be 'development', 'test' or 'production'",
        "PORT: input should be a valid integer, unable to parse string as an integer",
        "PG: input should be 16 or 18",
        "JWKS_URL: must begin with https://",
    ]


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        ("DATABASE_URL", "postgresql"),
        ("DATABASE_OWNER_URL", "postgresql"),
        ("RABBITMQ_URL", "amqp"),
        ("REDIS_URL", "redis"),
    ],
)
def test_an_address_of_another_kind_is_refused_and_not_repeated(name: str, scheme: str) -> None:
    allowed = load_settings({name: f"{scheme}://me:hush@host/place"})

    told = lines(**{name: "mysql://me:hush@host/place"})

    assert told == [f"{name}: must begin with {scheme}://"]
    assert "hush" not in repr(allowed)


def test_a_server_that_could_not_finish_what_is_under_way_when_it_is_stopped_is_not_started() -> (
    None
):
    refused = [
        {"DRAIN_SECONDS": "25", "OPERATION_SECONDS": "20"},
        {"DRAIN_SECONDS": "21.1"},
        {"OPERATION_SECONDS": "26.1"},
        {"ENVIRONMENT": "production", "OPERATION_SECONDS": "21.1"},
    ]
    taken = [{"DRAIN_SECONDS": "21"}, {"OPERATION_SECONDS": "26"}]

    assert [lines(**each) for each in refused] == [[TOO_LONG]] * len(refused)
    assert [load_settings(each).problems() for each in taken] == [[], []]


def test_an_origin_with_a_path_is_refused() -> None:
    told = lines(CORS_ORIGINS="https://shop.example/, *")

    remedy = "write * or, for example, https://shop.example"
    assert told == [f"CORS_ORIGINS: https://shop.example/ is no origin: {remedy}"]


@pytest.mark.parametrize("written", [PUBLIC_KEY, PUBLIC_KEY.replace("\n", "\\n")])
def test_a_public_key_is_taken_as_text(written: str) -> None:
    settings = load_settings({"JWT_PUBLIC_KEY": written})

    assert settings.JWT_PUBLIC_KEY == PUBLIC_KEY


def test_a_public_key_is_taken_from_a_file_and_a_private_one_is_not(tmp_path: Path) -> None:
    public, private = tmp_path / "public.pem", tmp_path / "private.pem"
    public.write_text(PUBLIC_KEY + "\n")
    private.write_text(PRIVATE_KEY)

    settings = load_settings({"JWT_PUBLIC_KEY": str(public)})

    assert settings.JWT_PUBLIC_KEY == PUBLIC_KEY
    assert lines(JWT_PUBLIC_KEY=str(private)) == [f"JWT_PUBLIC_KEY: {NO_KEY}"]
    assert lines(JWT_PUBLIC_KEY=PRIVATE_KEY) == [f"JWT_PUBLIC_KEY: {NO_KEY}"]


def test_a_missing_key_file_is_told_without_repeating_what_was_given() -> None:
    told = lines(JWT_PUBLIC_KEY="nowhere.pem")

    assert told == [
        "JWT_PUBLIC_KEY: is no key in PEM form, and no file that can be read (FileNotFoundError)"
    ]


def test_a_secret_verifies_tokens_only_where_no_public_key_is_named() -> None:
    by_secret = load_settings({})
    by_key = load_settings({"JWT_PUBLIC_KEY": PUBLIC_KEY})
    by_provider = load_settings({"JWKS_URL": "https://keys.example/jwks.json"})

    secrets = [settings.token_secret for settings in (by_secret, by_key, by_provider)]

    assert secrets == [by_secret.SECRET_KEY, None, None]


def test_settings_cannot_be_changed() -> None:
    settings = load_settings({})

    with pytest.raises(ValidationError, match="frozen"):
        settings.PORT = 1


def test_a_sound_production_server_starts_and_keeps_its_tools_to_itself() -> None:
    settings = load_settings(SOUND)

    assert settings.problems() == []
    assert (settings.graphiql, settings.introspection, settings.metrics) == (False, None, False)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"SECRET_KEY": DEVELOPMENT_SECRET}, "SECRET_KEY is the development secret"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is the development secret"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 32 characters"),
        ({"SECRET_KEY": "", "JWT_PUBLIC_KEY": PUBLIC_KEY}, "SECRET_KEY is the development secret"),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set"),
        ({"CORS_ORIGINS": "https://shop.example,*"}, "CORS_ORIGINS allows every origin"),
        ({"DEBUG": "true"}, "DEBUG is on"),
    ],
)
def test_production_names_what_is_wrong_and_development_does_not_mind(
    wrong: dict[str, str], problem: str
) -> None:
    production = load_settings({**SOUND, **wrong})
    development = load_settings({**SOUND, **wrong, "ENVIRONMENT": "development"})

    problems = production.problems()

    assert [told.startswith(problem) for told in problems] == [True], problems
    assert development.problems() == []


@pytest.mark.parametrize(
    "remedy",
    [
        {"JWT_PUBLIC_KEY": PUBLIC_KEY},
        {"JWKS_URL": "https://keys.example/jwks.json"},
        {"DATABASE_URL": "", "ALLOW_EMBEDDED_IN_PRODUCTION": "true"},
    ],
)
def test_production_starts_with_each_remedy_it_names(remedy: dict[str, str]) -> None:
    settings = load_settings({**SOUND, **remedy})

    assert settings.problems() == []


def test_every_problem_is_told_at_once() -> None:
    worst = {"ENVIRONMENT": "production", "CORS_ORIGINS": "*", "DEBUG": "on"}

    problems = load_settings(worst).problems()

    named = [problem.split()[0] for problem in problems]
    assert named == ["SECRET_KEY", "DATABASE_URL", "CORS_ORIGINS", "DEBUG"]
