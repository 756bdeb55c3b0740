"""The pages of readers, one module a kind of page."""
