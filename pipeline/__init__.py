"""taqyryp: themes and code suggestions for Kazakh, Russian and English transcripts.

The story of a transcript, one module per stage, in the order of ``dvc.yaml``:
check → ingest → normalise → segment → encoder → embed → cluster → align → evaluate → report.
"""

__version__ = "0.1.0"
