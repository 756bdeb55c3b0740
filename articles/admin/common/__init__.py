"""What every screen of the desk needs."""
