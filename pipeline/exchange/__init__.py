"""Suggestions out to the programs researchers code in, and their codings back."""
