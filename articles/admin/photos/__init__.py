"""Photos: upload, rights, where each is used."""
