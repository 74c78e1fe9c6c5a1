from pathlib import Path

import pytest
import yaml

from pipeline.params import Params
from tests.imports import closure

STAGES = yaml.safe_load(Path("dvc.yaml").read_text(encoding="utf-8"))["stages"]
WORKING = [name for name in STAGES if name != "check"]


def names(entries: list[object]) -> list[str]:
    return [next(iter(entry)) if isinstance(entry, dict) else str(entry) for entry in entries]


@pytest.mark.parametrize("stage", WORKING)
def test_every_imported_file_is_a_dependency(stage: str) -> None:
    needed = closure(f"pipeline.{stage}")
    listed = {name for name in STAGES[stage]["deps"] if name.endswith(".py")}
    extra = closure("pipeline.plots") if stage == "report" else set()  # the notebooks import it
    assert needed | extra == listed


@pytest.mark.parametrize("stage", WORKING)
def test_every_lexicon_it_reads_is_a_dependency(stage: str) -> None:
    """The modules name their files; a stage that imports one may read it."""
    named_in = {
        "lexicons/terms.yaml": "pipeline/lexicon/terms.py",
        "lexicons/codebook.yaml": "pipeline/lexicon/codebook.py",
        "lexicons/kazakh_roots.txt": "pipeline/language/lemmas.py",
        "lexicons/transcriber_marks.txt": "pipeline/language/marks.py",
        "lexicons/transliteration": "pipeline/lexicon/transliteration.py",
        "lexicons/abbreviations.tsv": "pipeline/language/sentences.py",
        "lexicons/neutral.tsv": "pipeline/encoding/bank.py",
        "lexicons/example_utterances.tsv": "pipeline/lexicon/example_utterances.py",
        "lexicons/evidence_weights.yaml": "pipeline/coding/weights.py",
        "lexicons/sentences/boundaries.npz": "pipeline/language/boundaries.py",
        "lexicons/names.tsv": "pipeline/names/lists.py",
        "lexicons/places.tsv": "pipeline/names/lists.py",
        "lexicons/pseudonyms.tsv": "pipeline/names/lists.py",
        "lexicons/public_names.txt": "pipeline/names/lists.py",
        "lexicons/stopwords_en.txt": "pipeline/language/words.py",
    }
    code = closure(f"pipeline.{stage}")
    needed = {lexicon for lexicon, module in named_in.items() if module in code}
    listed = set(STAGES[stage]["deps"])
    if "models/guides.sha256" in listed:  # the codebook's hash, where themes are guided by it
        needed.discard("lexicons/codebook.yaml")
    assert needed <= listed


def test_no_stage_imports_another() -> None:
    for stage in STAGES:
        others = {f"pipeline/{other}.py" for other in STAGES if other != stage}
        assert not closure(f"pipeline.{stage}") & others


@pytest.mark.parametrize("stage", STAGES)
def test_stage_is_module_and_says_what_it_does(stage: str) -> None:
    assert STAGES[stage]["cmd"] == f"python -m pipeline.{stage}"
    assert Path(f"pipeline/{stage}.py").exists()
    assert STAGES[stage]["desc"].endswith(".")


def test_params_are_sections_of_the_settings() -> None:
    sections = set(Params.model_fields)
    for stage in WORKING:
        for name in STAGES[stage].get("params", []):
            assert name.split(".")[0] in sections


@pytest.mark.parametrize("stage", STAGES)
def test_nothing_is_listed_twice(stage: str) -> None:
    listed = names(STAGES[stage].get("deps", [])) + names(STAGES[stage]["outs"])
    assert len(listed) == len(set(listed))


def test_what_a_stage_reads_another_writes() -> None:
    written = {name for stage in STAGES.values() for name in names(stage["outs"])}
    written |= {name for stage in STAGES.values() for name in names(stage.get("metrics", []))}
    for stage in WORKING:
        for name in STAGES[stage]["deps"]:
            derived = name.startswith(("transcripts/", "models/", "results/"))
            assert (name in written) if derived else Path(name).exists()


@pytest.mark.parametrize(
    ("library", "module"),
    [
        ("bertopic", "pipeline/themes/topic_model.py"),
        ("sentence_transformers", "pipeline/encoding/sentence_encoder.py"),
        ("docx", "pipeline/readers/word.py"),
        ("plotly", "pipeline/plots/charts.py"),
        ("sknetwork", "pipeline/themes/communities.py"),
        ("stanza", "pipeline/language/stanza_tools.py"),
    ],
)
def test_a_heavy_library_is_known_to_few(library: str, module: str) -> None:
    unpacking = {"pipeline/encoder.py", "pipeline/encoding/embedded.py"}
    importing = {
        path.as_posix()
        for path in Path("pipeline").rglob("*.py")
        if f"import {library}" in path.read_text(encoding="utf-8")
        or f"from {library}" in path.read_text(encoding="utf-8")
    }
    assert module in importing
    assert importing - unpacking == {module}
