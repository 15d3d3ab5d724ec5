"""Cases: operations on the library, with what is to come of them."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

from graphql import ExecutionResult, parse, specified_rules, validate

from engine.engine import Engine
from tests.engine.difference.comparing import difference, nulled, written
from tests.engine.difference.library import SCHEMA
from tests.engine.difference.records import RIGHTS, World
from tests.engine.difference.ways import Question, by_core, by_engine

Way = Literal["whole", "mixed", "core"]
UNSAID: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An operation, by which way it is to go, and what is known of its result."""

    name: str
    text: str
    variables: dict[str, Any] = field(default_factory=dict)
    way: Way | None = None
    operation: str | None = None
    root: Any = None
    rights: frozenset[str] = RIGHTS
    timing: bool = False
    """Whether it is a matter of timing which of several errors under a nulled place is told."""
    data: Any = UNSAID
    errors: Any = UNSAID
    """Place and message of each error."""

    @property
    def question(self) -> Question:
        """What is run."""
        return Question(self.text, parse(self.text), self.variables, self.operation, self.root)


async def fault(case: Case, engine: Engine) -> str:
    """What is wrong with a case, if anything is: the first time, or when it is known already."""
    question = case.question
    invalid = validate(SCHEMA, question.tree, specified_rules)
    if invalid:
        return f"{case.name} is not valid: {invalid}"
    world = World(case.rights)
    core = await by_core(question, world)
    for time in ("first", "second"):
        another = World(case.rights)
        ran = await by_engine(question, another, engine)
        found = difference(core, ran.result, by_place=case.timing)
        found = found or _unexpected(case, ran.result)
        if not found and world.calls != another.calls:
            found = f"called: {world.calls}, and {another.calls}"
        if not found and case.way is not None and ran.way not in {case.way, ""}:
            found = f"went {ran.way}, and not {case.way}"
        if found:
            return f"{case.name}, the {time} time: {found}"
    return ""


def _unexpected(case: Case, result: ExecutionResult) -> str:
    if case.data is not UNSAID and written(result.data) != written(case.data):
        return f"the data is {result.data}"
    if case.errors is UNSAID:
        return ""
    if case.timing:
        places = {nulled(result.data, tuple(error.path or ())) for error in result.errors or ()}
        return "" if places == {tuple(each) for each in case.errors} else f"places: {places}"
    errors = sorted((".".join(map(str, e.path or ())), e.message) for e in result.errors or ())
    return "" if errors == sorted(case.errors) else f"the errors are {errors}"
