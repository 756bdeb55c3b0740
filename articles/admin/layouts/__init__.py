"""Layouts: arranging the front page and what leads sections and topics."""
