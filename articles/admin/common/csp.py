"""Content Security Policy (CSP) of pages with a rich text editor."""

from django.conf import settings
from django.utils.csp import CSP

# The block editor and the rich text editor write <style> elements of their own, without a
# nonce. Nothing else is relaxed, and nowhere else.
EDITOR_CSP = {**settings.SECURE_CSP, "style-src": [CSP.SELF, CSP.UNSAFE_INLINE]}
