"""Cases of ordinary fields: whatever a resolver may do, the same comes of it."""

from typing import Final

from tests.engine.difference.cases import Case
from tests.engine.difference.of_values import NOT_NULL
from tests.engine.difference.ordinary import HOLES

FIELDS: Final = (
    *("plain", "called", 'called(text: "y")', "called(text: null)", "pair { left right both }"),
    *("pairs { left }", "pairs { left right }", "pair { both(sum: false) }", "fine", "slow"),
    *("raises", "sureRaises", "slowRaises", "sureSlowRaises", "coded", "located", "error"),
    *("errors", "nothing", "slowNothing", "wrongInt", "largeInt", "genre", "mood", "wrongMood"),
    *("unhashable", "picky(of: 1)", "picky(of: 0)", "picky(of: -1)", "surePicky(of: 1)"),
    *("surePicky(of: 0)", "day", "wrongDay", "noList", "textList", "generator", "stream"),
    *("stream(fails: true)", "sureStream", "sureStream(fails: true)", "mixed"),
    *("mixed(fails: true)", "sureMixed", "sureMixed(fails: true)", "noObject { left }"),
    *("noObject { right }", "wrongKind { id }", "slowKind { weight }", "maybe { fine }"),
    *("sure(slow: true) { slow }", "maybe(slow: true) { nothing }", "sure { slowNothing }"),
    *("book { title author { name } }", "books { title reviews { word } slug }"),
    *("page { count nodes { word author { name } } }", "maybe { sure { maybe { nothing } } }"),
)
SOME: Final = "__typename ... on Thing { id } ... on Author { name } ... on Stone { weight }"
FOUND: Final = f"{SOME} ... on Book {{ title author {{ name }} }} ... on Shelf {{ room }}"
ANSWERS: Final = (
    *("BOOK", "AUTHOR", "SHELF", "STONE", "REVIEW", "ODD", "GENRE", "NOWHERE"),
    *("NUMBER", "NOTHING", "NULL", "RAISES", "ITSELF"),
)
SLOWLY: Final = ("", ", slow: true")
MANY_ODD: Final = "fine nothing"

ORDINARY: Final[tuple[Case, ...]] = (
    *(
        Case(name=f"odd {field}", text=f"{{ odd {{ fine it: {field} }} author {{ name }} }}")
        for field in FIELDS
    ),
    *(
        Case(
            name=f"odd {field} where nothing may be null",
            text=f"{{ sureOdd {{ sure {{ it: {field} fine }} }} }}",
        )
        for field in FIELDS
    ),
    *(
        Case(
            name=f"odd {field} in a list with holes",
            text=f"{{ odd {{ odds(with: HOLE) {{ it: {field} }} sureOdds {{ it: {field} }} }} }}",
            timing=True,
        )
        for field in FIELDS
    ),
    *(
        Case(
            name=f"list {field}, {hole}{slow}",
            text=f"{{ odd {{ fine it: {field}(with: {hole}{slow}) }} }}",
        )
        for field in "abcdefghi"
        for hole in (*HOLES, "RAISES")
        for slow in SLOWLY
    ),
    *(
        Case(
            name=f"list of what is odd, {field}, {hole}{slow}",
            text=f"{{ odd {{ {field}(with: {hole}{slow}) {{ fine slow odds {{ fine }} }} }} }}",
        )
        for field in ("odds", "sureOdds")
        for hole in (*HOLES, "RAISES")
        for slow in SLOWLY
    ),
    *(
        Case(
            name=f"{field} {what}{slow}",
            text=f"{{ {field}(what: {what}{slow}) {{ {shows} }} author {{ name }} }}",
        )
        for field, shows in (("thing", FOUND), ("named", f"name {SOME}"), ("found", FOUND))
        for what in ANSWERS
        for slow in SLOWLY
    ),
    Case(
        name="everything that is found",
        text=f"""{{ founds {{ {FOUND} }} founds2: founds(what: [SHELF, NOWHERE, NULL]) {{
            __typename }} }}""",
        way="mixed",
    ),
    Case(
        name="things that know what they are",
        text="""{ things { __typename id ... on Author { name books { title } } ... on Shelf {
            books { title } } } }""",
        way="mixed",
    ),
    Case(
        name="a union whose member is no member",
        text="{ found(what: REVIEW) { __typename } }",
        data={"found": None},
        errors=[("found", "Runtime Object type 'Review' is not a possible type for 'Found'.")],
    ),
    Case(
        name="a hole in a list of lists",
        text="{ odd { e(with: HOLE) f(with: HOLE) g(with: HOLE) } }",
        data={"odd": {"e": [[7], [1, None, 3], []], "f": [[7], None, []], "g": None}},
        errors=[
            ("odd.f.1.1", NOT_NULL.format("Odd.f")),
            ("odd.g.1.1", NOT_NULL.format("Odd.g")),
        ],
    ),
    Case(
        name="a hole in a list of lists in which nothing may be null",
        text="{ odd { fine h(with: HOLE) } }",
        data={"odd": None},
        errors=[("odd.h.1.1", NOT_NULL.format("Odd.h"))],
    ),
    Case(
        name="a bad hole in each list",
        text="""{ odd { a(with: BAD_HOLE) b(with: BAD_HOLE) } x: odd { c(with: BAD_HOLE) } y: odd
            { d(with: BAD_HOLE) } }""",
        data={
            "odd": {"a": [1, None, None, None], "b": None},
            "x": {"c": [1, None, None, None]},
            "y": None,
        },
        errors=[
            ("odd.a.1", "Int cannot represent non-integer value: 'x'"),
            ("odd.a.3", "Int cannot represent non-integer value: 'y'"),
            ("odd.b.1", "Int cannot represent non-integer value: 'x'"),
            ("x.c.1", "Int cannot represent non-integer value: 'x'"),
            ("x.c.3", "Int cannot represent non-integer value: 'y'"),
            ("y.d.1", "Int cannot represent non-integer value: 'x'"),
        ],
    ),
    Case(
        name="errors that carry something",
        text="{ odd { coded located raises } }",
        data={"odd": {"coded": None, "located": None, "raises": None}},
        errors=[
            ("odd.coded", "It is coded."),
            ("else.where", "It is elsewhere."),
            ("odd.raises", "It is torn."),
        ],
    ),
    Case(
        name="an error is told once for all places of a field",
        text="{ odd { raises } ...O } fragment O on Query { odd { fine raises ... { raises } } }",
        data={"odd": {"raises": None, "fine": "fine"}},
        errors=[("odd.raises", "It is torn.")],
    ),
    Case(
        name="two errors in one place, one of them later",
        text="{ odd { sureSlowRaises sureRaises } x: odd { slowNothing sureSlowRaises } }",
        timing=True,
        data={"odd": None, "x": None},
        errors=[("odd",), ("x",)],
    ),
    Case(
        name="an error before the place is emptied",
        text="{ odd { raises wrongInt nothing } }",
        data={"odd": None},
        timing=True,
    ),
    Case(
        name="an error from elsewhere, of what is below an emptied place",
        text="{ maybeBooks(ids: [5]) { reviewWords(first: 13) odd { located } } }",
        timing=True,
        data={"maybeBooks": [None]},
    ),
    Case(
        name="streams",
        text="{ odd { stream broken: stream(fails: true) sureStream generator textList noList } }",
        data={
            "odd": {
                "stream": [1, 2, 3],
                "broken": None,
                "sureStream": [[1, 2], [3]],
                "generator": None,
                "textList": None,
                "noList": None,
            }
        },
    ),
)
