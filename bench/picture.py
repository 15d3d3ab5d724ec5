"""The picture: bars of what a request costs, with the limits that ours is held to."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from bench.findings import Finding
from bench.rounds import Figures

WIDTH: Final = 900
LEFT: Final = 130
PLOT: Final = 560
BAR: Final = 20
STEP: Final = 32
GAP: Final = 66
INK, PALE, SERVER, POSTGRES, LIMIT = "#222222", "#767676", "#2f6f9f", "#9cc3dd", "#b3261e"
# What costs more than so many times the cheapest is cut off, or nothing else could be seen.
CUT: Final = 4.5


def drawn(findings: Sequence[Finding], machine: Sequence[str]) -> str:
    """The whole picture as SVG."""
    parts, y = [*_legend()], 84
    for finding in findings:
        if finding.figures:
            parts += _panel(finding, y)
            y += GAP + STEP * len(finding.figures) + 16 * len(_limits(finding))
    parts += [_text(20, y + 16 * n, line, PALE, 11) for n, line in enumerate(machine)]
    height = y + 16 * len(machine) + 10
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" role="img">'
    )
    ground = f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    return "\n".join([head, "<title>CPU time per request</title>", ground, *parts, "</svg>\n"])


def _legend() -> Iterator[str]:
    yield _text(20, 30, "CPU time per request, in milliseconds", INK, 18)
    for x, fill, says in ((20, SERVER, "server"), (110, POSTGRES, "PostgreSQL")):
        yield f'<rect x="{x}" y="44" width="14" height="14" fill="{fill}"/>'
        yield _text(x + 20, 56, says, INK, 13)
    yield f'<line x1="222" y1="42" x2="222" y2="60" stroke="{LIMIT}" stroke-width="2"/>'
    yield _text(230, 56, "limit that ours is held to", INK, 13)


def _panel(finding: Finding, y: int) -> Iterator[str]:
    scale, top = PLOT / _widest(finding), y + 28
    yield _text(20, y + 14, finding.title, INK, 14, weight="bold")
    places = [top + number * STEP for number in range(len(finding.figures))]
    for place, figures in zip(places, finding.figures.values(), strict=True):
        yield from _bar(figures, scale, place)
    yield from _lines(finding, scale, top)
    for place, (name, figures) in zip(places, finding.figures.items(), strict=True):
        yield from _words(name, figures, scale, place)


def _lines(finding: Finding, scale: float, top: int) -> Iterator[str]:
    bottom = top + STEP * len(finding.figures)
    for number, (at, says) in enumerate(_limits(finding)):
        x, foot = LEFT + min(at * scale, PLOT), bottom + 16 * number
        yield (
            f'<line x1="{x:.1f}" y1="{top - 4}" x2="{x:.1f}" y2="{foot + 2}"'
            f' stroke="{LIMIT}" stroke-width="1.5" stroke-dasharray="4 3"/>'
        )
        yield _text(x + 5, foot + 4, says, LIMIT, 11)


def _words(name: str, figures: Figures, scale: float, y: int) -> Iterator[str]:
    whole = min(figures.total * scale, PLOT)
    told = f"{figures.total:.2f}  ({figures.server:.2f} + {figures.postgres:.2f})"
    yield _text(LEFT - 10, y + 15, name, INK, 13, anchor="end")
    yield _text(LEFT + whole + 8, y + 15, told, INK, 12)


def _bar(figures: Figures, scale: float, y: int) -> Iterator[str]:
    server = min(figures.server * scale, PLOT)
    whole = min(figures.total * scale, PLOT)
    yield f'<rect x="{LEFT}" y="{y}" width="{server:.1f}" height="{BAR}" fill="{SERVER}"/>'
    yield (
        f'<rect x="{LEFT + server:.1f}" y="{y}" width="{whole - server:.1f}"'
        f' height="{BAR}" fill="{POSTGRES}"/>'
    )
    if figures.total * scale > PLOT:
        x = LEFT + PLOT - 26
        yield f'<path d="M{x} {y + BAR + 2} l8 -{BAR + 4} h7 l-8 {BAR + 4} z" fill="#ffffff"/>'


def _limits(finding: Finding) -> list[tuple[float, str]]:
    """Where the limits lie, the highest first, so that no line goes through a word."""
    found = [(bar.at, f"{bar.says}: {bar.at:.2f}") for bar in finding.bars if bar.at is not None]
    return sorted(found, reverse=True)


def _widest(finding: Finding) -> float:
    """How much fits into the picture."""
    totals = [figures.total for figures in finding.figures.values()]
    limits = [at for at, _ in _limits(finding)]
    most = max([CUT * min(totals), *(1.1 * at for at in limits)])
    return min(max([*totals, *(1.1 * at for at in limits)]), most)


def _text(  # noqa: PLR0913 - where it stands, and how it looks
    x: float, y: float, says: str, fill: str, size: int, *, anchor: str = "start", weight: str = ""
) -> str:
    heavy = f' font-weight="{weight}"' if weight else ""
    # A rim of the colour of the ground keeps a line from going through a word.
    rim = 'paint-order="stroke" stroke="#ffffff" stroke-width="4"'
    return (
        f'<text x="{x:.1f}" y="{y}" fill="{fill}" font-size="{size}" text-anchor="{anchor}"{heavy}'
        f" {rim}>{escape(says)}</text>"
    )
