import hashlib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline import check
from pipeline.check import file_names, find_sources
from pipeline.errors import TaqyrypError
from pipeline.params import load_params
from pipeline.readers.formats import FORMATS
from pipeline.schema import GUIDES_HASH, MANIFEST, STANZA_HASH
from pipeline.tables import read, sha256
from tests.readers.test_refi import element, inline, qdpx, text_source

SHIPPED = Path(__file__).parents[1] / "params.yaml"
LEXICONS = {
    "terms.yaml": 'terms: [{id: blat, language: ru, form: "блат", gloss: favours}]',
    "codebook.yaml": (
        "groups: [{id: culture, name: {en: Culture}}]\n"
        "codes: [{id: trust, group: culture, name: {en: Trust}, definition: {en: Relying}}]"
    ),
    "evidence_weights.yaml": (
        "{intercept: -3, learned: 8, terms: 3, question_learned: 5, question_terms: 5, "
        "neighbours_learned: 3, length: 0, fitted_on: nothing}"
    ),
}
ERRORS = {
    "is empty": ("b.txt", ""),
    "format '.pages' is not one I can read": ("b.pages", "x"),
    "format 'without extension' is not one I can read": ("b", "x"),
}


def put(name: str, content: str = "I: сәлем") -> None:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(content.encode())


def set_params(**changes: object) -> None:
    params = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    put("params.yaml", yaml.safe_dump(params | {"corpus": "corpus"} | changes, allow_unicode=True))


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project folder with one transcript in it, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    for name, content in LEXICONS.items():
        put(f"lexicons/{name}", content)
    put("corpus/a.txt")
    set_params(ingest={"on_error": "fail", "pseudonyms": False})


def found() -> list[str]:
    return [source.transcript_id for source in find_sources(Path("corpus"))[0]]


def test_transcripts_are_listed_in_order() -> None:
    for name in ("c.docx", "B.CSV", "сұхбат/b.1.txt", "a-1.txt"):
        put(f"corpus/{name}")
    assert found() == ["B", "a-1", "a", "c", "сұхбат/b.1"]


def test_a_source_has_its_file_and_its_fingerprint() -> None:
    put("corpus/x/y.csv", "speaker,text\r\n")
    sources, errors = find_sources(Path("corpus"))
    assert errors == []
    assert sources[1].file == "corpus/x/y.csv"
    assert sources[1].sha256 == hashlib.sha256(b"speaker,text\r\n").hexdigest()


def test_sha256_of_bytes() -> None:
    put("corpus/a.txt", "abc")
    assert sha256(Path("corpus/a.txt")) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


@pytest.mark.parametrize(
    "name",
    [
        "README",
        "README.md",
        "readme.txt",
        "sub/ReadMe.docx",
        ".DS_Store",
        ".hidden.txt",
        ".git/a.txt",
        "~$a.docx",
        "~$/b.txt",
        "participants.csv",
        "codings.csv",
    ],
)
def test_what_is_no_transcript_is_passed_over(name: str) -> None:
    put(f"corpus/{name}")
    sources, errors = find_sources(Path("corpus"))
    assert ([source.transcript_id for source in sources], errors) == (["a"], [])


@pytest.mark.parametrize("name", ["readme2.txt", "a~$.txt", "my participants.csv", "b.hidden.txt"])
def test_what_only_looks_like_it_is_not(name: str) -> None:
    put(f"corpus/{name}")
    assert name.rsplit(".", 1)[0] in found()


def test_a_folder_above_may_be_hidden() -> None:
    put(".work/corpus/b.txt")
    assert [source.transcript_id for source in find_sources(Path(".work/corpus"))[0]] == ["b"]


@pytest.mark.parametrize(("message", "file"), ERRORS.items())
def test_what_cannot_be_read_is_named(message: str, file: tuple[str, str]) -> None:
    put("corpus/c.txt")
    put(f"corpus/{file[0]}", file[1])
    sources, errors = find_sources(Path("corpus"))
    assert [error.message.split(" (")[0] for error in errors] == [message]
    assert errors[0].remedy
    assert [source.transcript_id for source in sources] == ["a", "c"]


@pytest.mark.parametrize("other", ["csv", "docx"])
def test_one_name_with_two_extensions(other: str) -> None:
    put(f"corpus/a.{other}")
    sources, errors = find_sources(Path("corpus"))
    assert [source.file for source in sources] == [f"corpus/a.{other}"]
    assert str(errors[0]).startswith(
        f"corpus/a.txt: has the same name as corpus/a.{other} but for the extension"
    )


def test_the_same_name_in_two_folders_is_fine() -> None:
    put("corpus/x/a.txt")
    assert found() == ["a", "x/a"]


def test_main_lists_the_transcripts(capsys: pytest.CaptureFixture[str]) -> None:
    put("corpus/x/b.csv")
    check.main()
    assert [row.file for row in read(MANIFEST)] == ["corpus/a.txt", "corpus/x/b.csv"]
    assert "2 transcripts in corpus" in capsys.readouterr().out


def test_the_list_is_the_same_when_nothing_changed() -> None:
    check.main()
    first = MANIFEST.path.read_bytes()
    check.main()
    assert MANIFEST.path.read_bytes() == first


def test_the_corpus_may_be_anywhere(tmp_path: Path) -> None:
    put("elsewhere/сөз.txt")
    set_params(corpus=(tmp_path / "elsewhere").as_posix())
    check.main()
    assert [row.transcript_id for row in read(MANIFEST)] == ["сөз"]


@pytest.mark.parametrize("corpus", ["nowhere", "corpus/a.txt"])
def test_a_missing_corpus_folder_names_the_setting(corpus: str) -> None:
    set_params(corpus=corpus)
    with pytest.raises(TaqyrypError, match=f"^{corpus}: the corpus folder .* does not exist") as e:
        check.main()
    assert "'corpus' in params.yaml" in str(e.value)
    assert not MANIFEST.path.exists()


@pytest.mark.parametrize("left", [[], ["README.md", "participants.csv"]])
def test_an_empty_folder(left: list[str]) -> None:
    Path("corpus/a.txt").unlink()
    for name in left:
        put(f"corpus/{name}", "participant,role\n")
    with pytest.raises(TaqyrypError, match=r"^corpus: holds no transcripts") as e:
        check.main()
    assert ", ".join(FORMATS) in str(e.value)
    assert not MANIFEST.path.exists()


def test_every_bad_file_is_named_before_any_work() -> None:
    put("corpus/b.txt", "")
    put("corpus/c.pages")
    with pytest.raises(TaqyrypError, match="2 problems") as e:
        check.main()
    assert "corpus/b.txt: is empty" in str(e.value)
    assert "corpus/c.pages: format '.pages'" in str(e.value)
    assert not MANIFEST.path.exists()


def test_bad_files_may_be_left_out_but_not_silently(capsys: pytest.CaptureFixture[str]) -> None:
    put("corpus/b.txt", "")
    put("corpus/c.pages")
    set_params(ingest={"on_error": "skip", "pseudonyms": False})
    check.main()
    assert [row.transcript_id for row in read(MANIFEST)] == ["a"]
    output = capsys.readouterr().out
    assert "left out: corpus/b.txt: is empty" in output
    assert "left out: corpus/c.pages: format '.pages'" in output


def test_when_everything_is_left_out_there_is_nothing_to_do() -> None:
    put("corpus/a.txt", "")
    set_params(ingest={"on_error": "skip", "pseudonyms": False})
    with pytest.raises(TaqyrypError, match="holds no transcripts"):
        check.main()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("params.yaml", "corpus: corpus", "'ingest' is missing"),
        ("lexicons/terms.yaml", "terms: [{id: a}]", r"terms.yaml, line 1: "),
        ("lexicons/codebook.yaml", "groups: []\ncodes: []", r"codebook.yaml, line 1: "),
        ("corpus/participants.csv", "participant\nA\n", "participants.csv, line 1: has no column"),
        ("corpus/codings.csv", "transcript,text,codes\na,b,turst\n", "codings.csv, line 2: code"),
    ],
)
@pytest.mark.parametrize("on_error", ["fail", "skip"])
def test_everything_else_is_checked_too(
    name: str, content: str, message: str, on_error: str
) -> None:
    set_params(ingest={"on_error": on_error, "pseudonyms": False})
    put(name, content)
    with pytest.raises(TaqyrypError, match=message):
        check.main()
    assert not MANIFEST.path.exists()


def test_codings_with_codes_of_the_codebook_pass() -> None:
    put("corpus/codings.csv", "transcript,text,codes\na,сәлем,trust\n")
    check.main()
    assert MANIFEST.path.exists()


# Files that hold several transcripts.


def put_project(*names: str, path: str = "corpus/жоба.qdpx") -> Path:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    xml = "".join(text_source(f"g{i}", name) for i, name in enumerate(names))
    return qdpx(Path(path), xml, {"1.txt": "I: сәлем"})


def test_each_source_of_a_project_is_a_transcript() -> None:
    path = put_project("Мұғалім 1", "a/b.docx", "мұғалім 1", path="corpus/x/жоба.QDPX")
    sources, errors = find_sources(Path("corpus"))
    assert errors == []
    assert {(source.file, source.sha256) for source in sources[1:]} == {
        ("corpus/x/жоба.QDPX", sha256(path))
    }
    assert [(source.transcript_id, source.source) for source in sources] == [
        ("a", ""),
        ("x/жоба/Мұғалім 1", "g0"),
        ("x/жоба/a_b.docx", "g1"),
        ("x/жоба/мұғалім 1-2", "g2"),
    ]


@pytest.mark.parametrize(
    ("names", "fit"),
    [
        (["Сұхбат №1 (ә)"], ["Сұхбат №1 (ә)"]),
        (["a", "A", "a-2", "a"], ["a", "A-2", "a-2-2", "a-3"]),
        (["и\u0306", "й"], ["и\u0306", "й-2"]),
        (['a<b>:"/\\|?*\tb'], ["a_b_________b"]),
        ([" .. a. ", "..", ""], ["a", "_", "_-2"]),
        (["con", "Lpt1.txt", "console"], ["_con", "_Lpt1.txt", "console"]),
    ],
)
def test_names_fit_to_be_files(names: list[str], fit: list[str]) -> None:
    assert file_names(names) == fit


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=300)))
def test_whatever_sources_are_called_they_can_be_files(names: list[str]) -> None:
    fit = file_names(names)
    assert len({name.casefold() for name in fit}) == len(fit) == len(names)
    for name in fit:
        assert 0 < len(f".{name}.txt.12345678".encode()) < 256
        assert name == name.strip(". ")
        assert not set(name) & set('<>:"/\\|?*\0\n')


def test_a_project_and_a_folder_of_one_name() -> None:
    put("corpus/жоба/Бір.txt")
    put_project("Бір", "Екі")
    sources, errors = find_sources(Path("corpus"))
    assert [source.transcript_id for source in sources] == ["a", "жоба/Бір", "жоба/Екі"]
    assert str(errors[0]).startswith(
        "corpus/жоба/Бір.txt: has the same name as corpus/жоба.qdpx (жоба/Бір)"
    )


def test_a_project_that_cannot_be_read_does_not_hide_the_others() -> None:
    put("corpus/b.qdpx", "I: сәлем")
    qdpx(Path("corpus/c.qdpx"), element("TextSource", "1", inline(" ")))
    put("corpus/d.qdpx", "")
    put_project("Бір")
    sources, errors = find_sources(Path("corpus"))
    assert [source.transcript_id for source in sources] == ["a", "жоба/Бір"]
    assert [str(error).split(" (")[0] for error in errors] == [
        "corpus/b.qdpx: is not a project that can be opened",
        "corpus/c.qdpx: has no source with text",
        "corpus/d.qdpx: is empty\n  What to do: fill it, or take it out of the corpus folder",
    ]


# Stanza's models.


def test_without_stanza_its_models_make_no_difference() -> None:
    put("models/stanza/resources.json", "{}")
    check.main()
    assert STANZA_HASH.read_text(encoding="ascii") == "none\n"


def test_stanza_without_models_is_said_before_any_work() -> None:
    set_params(segment={"tools": "stanza", "unit": "turn", "max_words": 9})
    with pytest.raises(TaqyrypError, match=r"^models/stanza: holds no Stanza models") as e:
        check.main()
    assert "make stanza-models" in str(e.value)
    assert not MANIFEST.path.exists()


def test_other_models_are_noticed() -> None:
    set_params(segment={"tools": "stanza", "unit": "turn", "max_words": 9})
    seen = set()
    for model in ("one", "two"):
        put("models/stanza/resources.json", "{}")
        put("models/stanza/kk/tokenize/ktb.pt", model)
        check.main()
        seen.add(STANZA_HASH.read_text(encoding="ascii"))
    assert len(seen) == 2
    assert "none\n" not in seen


def test_the_codebook_matters_to_themes_only_where_they_are_guided() -> None:
    check.main()
    assert GUIDES_HASH.read_text(encoding="ascii") == "none\n"
    set_params(cluster=load_params().cluster.model_dump() | {"guided": True})
    check.main()
    before = GUIDES_HASH.read_text(encoding="ascii")
    codebook = Path("lexicons/codebook.yaml")
    codebook.write_text(codebook.read_text(encoding="utf-8") + "# longer\n", encoding="utf-8")
    check.main()
    assert "none\n" != before != GUIDES_HASH.read_text(encoding="ascii")
