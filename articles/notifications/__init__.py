"""Notifications: what leaves the newsroom by mail or by a hub."""
