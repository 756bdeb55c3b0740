"""Search engines and networks: sitemaps, JSON-LD, Open Graph, oEmbed."""
