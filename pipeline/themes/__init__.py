"""Themes: groups of utterances that lie close together, and the words that name them."""
