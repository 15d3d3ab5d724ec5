"""The explorer: GraphiQL where it was built, otherwise a small page of our own."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from app.packing import takes_gzip
from app.settings import DEVELOPMENT_SECRET, Settings
from app.tokens import NoTokens, development_token
from auth.scopes import Role

PAGES: Final = Path(__file__).parent / "pages"
BUILT: Final = Path(__file__).parent / "graphiql" / "dist"
# The editor lays itself out by styles in the page; a script in the page is never let run.
POLICY: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; worker-src 'self';"
    " style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
}
FRESH: Final = "no-cache"
# A built file has another name as soon as it is another file.
FOREVER: Final = "public, max-age=31536000, immutable"
# What may be shown, and as what; what the system thinks of an ending does not count.
KINDS: Final = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
}
_CONFIG: Final = '<script type="application/json" id="config">'


@dataclass(frozen=True, slots=True)
class Shown:
    """A file that is shown, and its packed form, if it has one."""

    path: Path
    packed: Path | None
    keep: str

    def response(self, request: Request) -> Response:
        """The file, packed for those who take it."""
        headers = POLICY | {"Cache-Control": self.keep, "Vary": "Accept-Encoding"}
        kind = KINDS[self.path.suffix]
        if self.packed and takes_gzip(request.headers.get("accept-encoding", "")):
            headers |= {"Content-Encoding": "gzip"}
            return FileResponse(self.packed, headers=headers, media_type=kind)
        return FileResponse(self.path, headers=headers, media_type=kind)


class Explorer:
    """Shows a page to people with a browser. What it can show is listed at the start."""

    def __init__(self, settings: Settings, built: Path = BUILT) -> None:
        self._settings = settings
        self._built = _listed(built / "graphiql", FOREVER)
        self._own = _listed(PAGES, FRESH)
        index = built / "index.html"
        page = index if index.exists() else PAGES / "explorer.html"
        self._before, _, self._after = page.read_text("utf-8").partition(_CONFIG)
        self._tabs = tabs()

    def routes(self) -> list[Route]:
        """Where the files of the pages are."""
        return [Route("/graphiql/{name}", self.built), Route("/pages/{name}", self.own)]

    def page(self) -> Response:
        """The page, with what it begins with."""
        config = {"headers": self._headers(), "tabs": self._tabs}
        # Nothing that is written into the block may end it.
        written = orjson.dumps(config).decode().replace("<", "\\u003c")
        headers = POLICY | {"Cache-Control": FRESH, "Vary": "Accept"}
        return HTMLResponse(f"{self._before}{_CONFIG}{written}{self._after}", headers=headers)

    async def built(self, request: Request) -> Response:
        """A file of GraphiQL."""
        return _sent(self._built, request)

    async def own(self, request: Request) -> Response:
        """A file of the small page."""
        return _sent(self._own, request)

    def _headers(self) -> dict[str, str]:
        """A token to begin with, where everybody knows the secret behind it anyway."""
        secret = self._settings.SECRET_KEY.get_secret_value()
        if self._settings.ENVIRONMENT != "development" or secret != DEVELOPMENT_SECRET:
            return {}
        try:
            token = development_token(self._settings, tenant="demo", role=Role.ADMIN, user=None)
        except NoTokens:
            return {}
        return {"Authorization": f"Bearer {token}"}


def tabs() -> list[dict[str, Any]]:
    """The operations that the explorer begins with; variables stand in the file beside."""
    return [_tab(path) for path in sorted((PAGES / "tabs").glob("*.graphql"))]


def _tab(path: Path) -> dict[str, Any]:
    beside = path.with_suffix(".json")
    variables = beside.read_text("utf-8") if beside.exists() else ""
    return {"query": path.read_text("utf-8"), "variables": variables}


def _listed(folder: Path, keep: str) -> dict[str, Shown]:
    return {
        path.name: Shown(path, _packed(path), keep)
        for path in folder.glob("*")
        if path.suffix in KINDS
    }


def _sent(files: Mapping[str, Shown], request: Request) -> Response:
    shown = files.get(request.path_params["name"])
    # A file that was built anew under another name is gone, although it was listed.
    if shown is None or not shown.path.exists():
        raise HTTPException(404)
    return shown.response(request)


def _packed(path: Path) -> Path | None:
    beside = path.with_name(f"{path.name}.gz")
    return beside if beside.exists() else None
