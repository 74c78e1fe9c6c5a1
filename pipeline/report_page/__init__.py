"""The page ``results/report.html``: what a run found, to keep, print and show."""
