"""People: accounts, roles, invitations, authors."""
