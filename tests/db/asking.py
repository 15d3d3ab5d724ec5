"""Every statement of the cellar that only asks."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Select

import db
from db.criteria import All, Gathered, LookedUp, Match, OnTheWay, Own
from db.customer_groups import COUNT, FIGURES, Grouping
from db.customer_tags import CustomerTagRow
from db.finding import BY_RANK, LAST_TAGGED, Way
from db.finding import Wanted as Question
from db.history import LATEST
from db.pages import NEWEST, Key, Keys, Place
from db.tags import BY_PRIORITY, TagRow

BY_BIRTHDAY: Final[Keys] = (Key("born_on", nullable=True, nulls_first=True), Key("id"))
BACK_BY_RANK: Final[Keys] = tuple(key.reversed() for key in BY_RANK)
BY_NAMES: Final[Keys] = (
    Key("last_name_norm", nullable=True, nulls_first=True),
    Key("first_name_norm", descending=True, nullable=True),
    Key("id"),
)
BY_SCORE: Final[Keys] = (Key("own_0", nullable=True), Key("id"))
HELD: Final = (Own("said_0", Match("text_value", "eq", "said_1")), Match("city", "eq", "said_2"))
BY_SCORE_OF_SOME: Final = Question(
    sorted_by=("number_value",), early=(Gathered(HELD[0]), OnTheWay(HELD[1]))
)
# What is said to those statements that are told anything.
SAID: Final[Mapping[str, tuple[tuple[Any, ...], ...]]] = {
    "copies_between": ((CustomerTagRow,),),
    "customer_by": (("email_norm",),),
    "customer_groups": (
        (Question(), Grouping(("status",), (COUNT, *FIGURES), totalled=True)),
        (Question(), Grouping(("tag",), (COUNT, *FIGURES), totalled=True)),
        (Question(), Grouping(("born_year", "tag", "created_day"), (COUNT, *FIGURES))),
        (Question(words=1), Grouping(("created_month",), by_count=False)),
    ),
    "customers_count": ((Question(words=1),), (Question(words=2, way=Way.CUSTOMERS),)),
    "customers_page": (
        (Question(), NEWEST, None),
        (Question(words=2), BY_RANK, Place((False, False, False))),
        (Question(words=1), BACK_BY_RANK, None),
        (Question(words=2, way=Way.CUSTOMERS), BY_RANK, None),
        (Question(words=2, way=Way.CUSTOMERS), BY_RANK, Place((False, False, False))),
        (Question(), BY_NAMES, Place((True, False, False))),
        (Question(), BY_BIRTHDAY, None),
        (Question(words=1), BY_BIRTHDAY, Place((True, False))),
        (Question(words=1, way=Way.CUSTOMERS), BY_BIRTHDAY, Place((True, False))),
        *((Question(All(HELD)), keys, None) for keys in (NEWEST, BY_BIRTHDAY)),
        (Question(All((Gathered(HELD[0]), OnTheWay(HELD[1])))), NEWEST, Place((False, False))),
        (Question(LookedUp(HELD[0], HELD[1:])), BY_BIRTHDAY, None),
        *((BY_SCORE_OF_SOME, BY_SCORE, place) for place in (None, Place((True, False)))),
    ),
    "customers_sought": ((Question(words=2),),),
    "customer_held_by": (("email_norm",),),
    "labels_beginning": ((True,), (False,)),
    "hit_counts": ((1,), (2,)),
    "holding_counts": (((), HELD), (HELD[:1], HELD[1:])),
    "history_pages": ((LATEST, None), (LATEST, Place((False, False)))),
    "locked": ((TagRow,),),
    "member_counts": ((Question(), True), (Question(words=1), False)),
    "members_pages": (
        (NEWEST, None, Question(), True),
        (NEWEST, Place((False, False)), Question(words=1), False),
    ),
    "notes_pages": ((NEWEST, None), (NEWEST, Place((False, False)))),
    "tagged_among": (
        (Question(words=1), LAST_TAGGED, None),
        (Question(), NEWEST, Place((False, False))),
    ),
    "tagged_among_counts": ((Question(words=1),),),
    "tagged_pages": ((LAST_TAGGED, None), (LAST_TAGGED, Place((False, False)))),
    "values_beginning": (("city", "city", True), ("region", "region", False)),
    "with_id": ((TagRow,),),
    "with_ids": ((TagRow,),),
    "tags_page": ((BY_PRIORITY, None), (BY_PRIORITY, Place((False, False)))),
}


def asking() -> Iterator[tuple[str, Select[Any]]]:
    """Every statement of the cellar that only asks, in every shape that is known."""
    for module in pkgutil.iter_modules(db.__path__, "db."):
        if module.name.startswith("db.migrations"):
            continue
        for name, made in vars(importlib.import_module(module.name)).items():
            if _asks(made, module.name):
                for said in SAID.get(name, ((),)):
                    yield name, made(*said)


def _asks(made: Callable[..., Any], module: str) -> bool:
    if not hasattr(made, "cache_info") or made.__module__ != module:
        return False
    return str(inspect.signature(made).return_annotation).rpartition(".")[2].startswith("Select")
