"""Diff and three-way merge: two states of a piece compared, three merged, without a database."""
