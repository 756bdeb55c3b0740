"""Full-text search in two languages: the form, the ranking, the page."""
