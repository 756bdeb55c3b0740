"""Co-editing: autosave, presence, idempotent saves, three-way merge of two people's changes."""
