"""Feeds: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1 of every list, with the full text."""
