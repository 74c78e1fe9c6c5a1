"""``make review``: a page on this computer on which suggestions are accepted and rejected."""
