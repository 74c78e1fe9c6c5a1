"""Codes on utterances: the evidence, what it weighs, and how it is told."""
