"""History of a piece: its entries, comparing any two states, restoring."""
