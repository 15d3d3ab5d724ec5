"""Columns: the words in which the counter is told which columns of its rows are wanted."""

from db.columns import EVERYTHING, Wanted

__all__ = ["EVERYTHING", "Wanted"]
