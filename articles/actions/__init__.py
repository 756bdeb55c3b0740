"""Actions: the verbs of the newsroom. Each is one transaction, and none asks about permissions."""
