"""The form of a piece and the list of pieces."""
