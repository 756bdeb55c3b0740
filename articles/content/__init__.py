"""What a piece says, as data: frozen, thawed, kept as a snapshot, rendered and checked."""
