"""Topics: tags, merging them, similar names."""
