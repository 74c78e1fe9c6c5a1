import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from pipeline.errors import TaqyrypError
from pipeline.params import load_params

PARAMS = Path(__file__).parents[1] / "params.yaml"


def edited(pattern: str, replacement: str) -> str:
    """The shipped settings with one thing changed, whatever the values in them are."""
    text, times = re.subn(
        pattern, replacement, PARAMS.read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert times == 1, pattern
    return text


def line_of(text: str, words: str) -> int:
    return next(i for i, line in enumerate(text.splitlines(), 1) if line.startswith(words))


def error_of(folder: Path, text: str) -> TaqyrypError:
    path = folder / "params.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TaqyrypError) as found:
        load_params(path)
    return found.value


def test_the_shipped_settings_are_sound() -> None:
    load_params(PARAMS)


def test_values_arrive(tmp_path: Path) -> None:
    text = edited(r"^corpus:.*", "corpus: мәтіндер").replace("  seed: ", "  seed: 1")
    (tmp_path / "params.yaml").write_text(text, encoding="utf-8")
    params = load_params(tmp_path / "params.yaml")
    assert params.corpus == "мәтіндер"
    assert params.cluster.seed == int("1" + str(load_params(PARAMS).cluster.seed))


@pytest.mark.parametrize("unset", ["revision", "coder"])
def test_null_where_it_is_allowed(unset: str, tmp_path: Path) -> None:
    text = edited(rf"^  {unset}:.*", f"  {unset}: null")
    (tmp_path / "params.yaml").write_text(text, encoding="utf-8")
    params = load_params(tmp_path / "params.yaml")
    sections = (params.encoder, params.evaluate)
    assert [getattr(section, unset) for section in sections if hasattr(section, unset)] == [None]


def test_settings_cannot_be_changed_by_a_stage() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_params(PARAMS).cluster.seed = 8


@pytest.mark.parametrize(
    ("name", "slip", "written"),
    [
        ("corpus:", "corpsu:", "corpsu"),
        ("cluster:", "clusters:", "clusters"),
        ("  on_error:", "  on_eror:", "ingest.on_eror"),
        ("  seed:", "  sead:", "cluster.sead"),
        ("  min_theme_size:", "  min_themes_size:", "cluster.min_themes_size"),
        ("  threshold:", "  treshold:", "align.treshold"),
    ],
)
def test_a_slip_in_a_name(name: str, slip: str, written: str, tmp_path: Path) -> None:
    text = edited(f"^{name}", slip)
    right = name.strip(" :")
    listing = str(error_of(tmp_path, text))
    place = f"{tmp_path.as_posix()}/params.yaml, line {line_of(text, slip)}"
    assert f"{place}: {written!r} is not known here" in listing
    assert f"did you mean {right!r}?" in listing
    assert f"is missing\n  What to do: add {right!r}" in listing
    assert "2 problems" in listing


def test_a_name_close_to_none_lists_what_is_known(tmp_path: Path) -> None:
    text = edited(r"^align:", "align:\n  құмырсқа: 1")
    error = error_of(tmp_path, text)
    assert error.line == line_of(text, "  құмырсқа")
    assert error.remedy == "known here: threshold, precision, max_codes"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("corpus", "", "string"),
        ("corpus", '""', "at least 1 character"),
        ("  on_error", "stop", "'fail' or 'skip'"),
        ("  tools", "spacy", "'built-in' or 'stanza'"),
        ("  unit", "paragraph", "'sentence', 'passage' or 'turn'"),
        ("  max_words", "0", "greater than or equal to 1"),
        ("  max_words", "'60'", "integer"),
        ("  max_words", "60.0", "integer"),
        ("  model", "12", "string"),
        ("  seed", "-1", "greater than or equal to 0"),
        ("  seed", "4294967296", "less than 4294967296"),
        ("  seed", "yes", "integer"),
        ("  centre_languages", "1", "boolean"),
        ("  centre_languages", '"true"', "boolean"),
        ("  neighbours", "1", "greater than or equal to 2"),
        ("  resolution", "0", "greater than 0"),
        ("  min_theme_size", "many", "integer"),
        ("  min_theme_size", "null", "integer"),
        ("  runs", "0", "greater than or equal to 1"),
        ("  threshold", "50", "less than or equal to 1"),
        ("  threshold", '"0,5"', "number"),
        ("  max_codes", "0", "greater than or equal to 1"),
        ("  coder", "[a, b]", "string"),
        ("ingest", "fail\nx_ingest:", "dictionary"),
    ],
)
def test_a_value_of_the_wrong_kind(name: str, value: str, expected: str, tmp_path: Path) -> None:
    text = edited(f"^{name}:.*", f"{name}: {value}")
    listing = str(error_of(tmp_path, text))
    assert f"params.yaml, line {line_of(text, f'{name}:')}: " in listing
    assert expected in listing
    assert "found " in listing


@pytest.mark.parametrize(
    "section", ["ingest", "segment", "encoder", "cluster", "align", "evaluate"]
)
def test_a_missing_section(section: str, tmp_path: Path) -> None:
    text = edited(rf"^{section}:\n(?:(?:  .*)?\n?)*", "")
    error = error_of(tmp_path, text)
    assert error.message == f"{section!r} is missing"
    assert error.remedy == f"add {section!r}"


def test_a_missing_setting_points_at_its_section(tmp_path: Path) -> None:
    text = edited(r"^  seed:.*\n", "")
    error = error_of(tmp_path, text)
    assert error.message == "'cluster.seed' is missing"
    assert error.line == line_of(text, "cluster:")


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    text = edited(r"^  seed:.*", "  seed: x").replace("  threshold:", "  treshold:")
    listing = str(error_of(tmp_path, text))
    assert "3 problems" in listing
    for part in ("cluster.seed", "align.treshold", "align.threshold"):
        assert repr(part) in listing


@pytest.mark.parametrize(
    ("pattern", "broken", "message"),
    [
        (r"^corpus:", "corpus", "is not valid YAML"),
        (r"^  seed:", "\tseed:", "is not valid YAML"),
        (r"^  seed:(.*)", r"  seed:\1\n  seed: 8", "'seed' is given twice"),
        (r"^cluster:", "corpus: elsewhere\ncluster:", "'corpus' is given twice"),
    ],
)
def test_broken_yaml(pattern: str, broken: str, message: str, tmp_path: Path) -> None:
    error = error_of(tmp_path, edited(pattern, broken))
    assert message in error.message
    assert error.line is not None


def test_a_key_given_twice_has_the_line_of_the_second(tmp_path: Path) -> None:
    text = edited(r"^cluster:", "corpus: elsewhere\ncluster:")
    assert error_of(tmp_path, text).line == line_of(text, "corpus: elsewhere")


@pytest.mark.parametrize("text", ["", "- corpus\n", "corpus\n"])
def test_something_else_than_settings(text: str, tmp_path: Path) -> None:
    assert "dictionary" in error_of(tmp_path, text).message


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="no such file") as found:
        load_params(tmp_path / "params.yaml")
    assert found.value.remedy is not None
    assert "run from the project folder" in found.value.remedy
