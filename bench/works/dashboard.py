"""The dashboard page: ours, the floor and the peers answer the same, and what it costs each."""

from contextlib import ExitStack

from bench.findings import Bar, Finding, at_most
from bench.page import difference, meaning
from bench.plan import Plan
from bench.processes import Process, Silent
from bench.rounds import Figures, interleaved
from bench.servers import missing, peer

FLOOR, MERCURIUS, POSTGRAPHILE, TIMES_LESS = 1.25, 0.9, 0.5, 18.0


def dashboard(plan: Plan) -> Finding:
    """Ask everybody for the page, in turn."""
    notes = [f"{name} is left out: {why}" for name in plan.servers if (why := missing(name))]
    with ExitStack() as running:
        processes: dict[str, Process] = {}
        for name in plan.servers:
            if not missing(name):
                processes[name] = running.enter_context(peer(plan.stage, name))
        notes += same(processes)
        figures = interleaved(plan.stage.base, processes, rounds=plan.rounds, seconds=plan.seconds)
    return Finding(
        "The dashboard page: 50 customers, their tags, addresses, newest notes and authors",
        figures,
        against="floor" if "floor" in figures else "",
        bars=bars(figures),
        notes=notes,
    )


def same(processes: dict[str, Process]) -> list[str]:
    """Make sure that all answer the same; how large their answers are."""
    bodies = {name: process.bytes() for name, process in processes.items()}
    answers = {name: meaning(process.ask()) for name, process in processes.items()}
    first, *others = answers
    for name in others:
        if found := difference(answers[first], answers[name]):
            raise Silent(f"{first} and {name} do not answer the same: {found}")
    sizes = ", ".join(f"{name} {len(body) / 1024:.0f} KB" for name, body in bodies.items())
    return [f"All answers mean the same; {sizes}."]


def bars(figures: dict[str, Figures]) -> list[Bar]:
    """What ours is held against, as far as it was measured."""
    if "ours" not in figures:
        return []
    most = {"floor": FLOOR, "mercurius": MERCURIUS, "postgraphile": POSTGRAPHILE}
    found = [at_most(figures, times, name) for name, times in most.items() if name in figures]
    if "idiomatic" in figures:
        whole = figures["idiomatic"].total
        says = f"idiomatic ≥ {TIMES_LESS:g} × ours"
        times_less = whole / figures["ours"].total
        found.append(Bar(says, times_less, least=TIMES_LESS, at=whole / TIMES_LESS))
    return found
