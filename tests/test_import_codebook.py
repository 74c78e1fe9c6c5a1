import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import import_codebook as command
from pipeline.errors import TaqyrypError
from pipeline.exchange.project import guid
from pipeline.import_codebook import book_language, imported, unique_names
from pipeline.lexicon.codebook import (
    Code,
    Codebook,
    Trilingual,
    TrilingualList,
    load_codebook,
)
from pipeline.lexicon.codebook_text import Additions, codebook_yaml, extended, written
from pipeline.readers.refi_codes import RefiCode
from pipeline.schema import Language

G1, G2, G3, G4 = (f"{digit * 8}-0000-4000-8000-00000000000{digit}" for digit in "1234")
OURS = """\
# mine, not to be lost
groups:
  - id: culture  # first
    name: {kk: "Мәдениет", en: "Culture"}
codes:
  # about trust
  - id: trust
    group: culture
    name: {kk: "Сенім", en: "Trust"}
    definition: {en: "Trust in colleagues."}
    terms:
      kk:
        - "сенім"  # last

# the end
"""


def refi(own: str, name: str, *parents: str, text: str = "", colour: str = "") -> RefiCode:
    return RefiCode(own, name, parents, text, colour)


def english(_: str) -> Language:
    return "en"


def ours(path: Path, text: str = OURS) -> Codebook:
    path.write_text(text, encoding="utf-8")
    return load_codebook(path)


def qdc(path: Path, codes: str) -> Path:
    xml = f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes>{codes}</Codes></CodeBook>'
    path.write_text(xml, encoding="utf-8")
    return path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> None:
    monkeypatch.setattr(sys, "argv", ["import_codebook", *map(str, arguments)])
    command.main()


def test_a_tree_becomes_groups_and_codes() -> None:
    change = imported(
        [
            refi(G1, "Климат", text="Всё о климате.", colour="#abc"),
            refi(G2, "Әріптестік", "Климат", text="Бірге істеу.", colour="#11aaFF"),
            refi(G3, "peer_review of open lessons", "Климат", "Әріптестік", colour="red"),
            refi("c4", "Алоне"),
        ],
        {G1},
        None,
        lambda text: (
            "en" if text.isascii() else "kk" if "ә" in text.lower() or "Б" in text else "ru"
        ),
    )
    assert [(own.id, list(own.name.items())) for own in change.groups] == [
        ("klimat", [("ru", "Климат")]),
        ("codes", [("kk", "Кодтар"), ("ru", "Коды"), ("en", "Codes")]),
    ]
    assert change.notes == {"klimat": "Всё о климате."}
    assert change.codes == [
        Code(
            id="ariptestik",
            group="klimat",
            name=Trilingual(kk="Әріптестік"),
            definition=Trilingual(kk="Бірге істеу."),
            terms=TrilingualList(kk=["Әріптестік"]),
            colour="#11aaFF",
            guid=G2,
        ),
        Code(
            id="peer_review_of_open_lessons",
            group="klimat",
            name=Trilingual(en="peer_review of open lessons"),
            definition=Trilingual(en="Климат: Әріптестік: peer_review of open lessons"),
            guid=G3,
        ),
        Code(
            id="alone",
            group="codes",
            name=Trilingual(ru="Алоне"),
            definition=Trilingual(ru="Алоне"),
            terms=TrilingualList(ru=["Алоне"]),
        ),
    ]


def test_a_parent_that_is_a_code_is_in_its_own_group() -> None:
    change = imported([refi(G1, "A", colour="#abc"), refi(G2, "B", "A")], set(), None, english)
    assert [(own.id, own.group, own.colour) for own in change.codes] == [
        ("a", "a", "#aabbcc"),
        ("b", "a", ""),
    ]


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("open_lesson", "open lesson"),
        ("ашық сабақ - өту", "ашық сабақ - өту"),
        ("one two three four", None),
        ("grade 11", None),
        ("+@", None),
    ],
)
def test_a_short_name_is_a_term(name: str, term: str | None) -> None:
    (code,) = imported([refi(G1, name)], set(), None, english).codes
    assert code.terms == TrilingualList(en=[term] if term else [])


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "x/A"], ["a", "x: A"]),
        (["x/a", "y/a", "y/b"], ["x: a", "y: a", "b"]),
        (["p/x/a", "q/x/a"], ["p: x: a", "q: x: a"]),
        (["x/a", "x/a", "a"], ["x: a", "x: a (2)", "a"]),
        (["x/a", "x: a", "y/a"], ["x: a", "x: a (2)", "y: a"]),
        ([" сен\n ім ", "СЕН ІМ"], ["сен ім", "СЕН ІМ (2)"]),
    ],
)
def test_names_of_several_get_the_names_above(paths: list[str], expected: list[str]) -> None:
    codes = [refi("", path.split("/")[-1], *path.split("/")[:-1]) for path in paths]
    assert unique_names(codes) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Мұғалімнің үні: ҒҰЛЫМ, өң-түс, һәм", "mugalimnin_uni_gulym_on_tus_kham"),
        ("Подъём – щёки", "podieem_shcheki"),
        ("é Ångström", "e_angstrom"),
        ("2022 data", "code_2022_data"),
        ("=🙂+@", "code"),
        ("教育", "code"),
        ("a" * 60, "a" * 48),
        ("word " * 20, "_".join(["word"] * 9)),
    ],
)
def test_ids_are_made_of_names(name: str, expected: str) -> None:
    change = imported([refi(G1, name), refi(G2, name + "!")], set(), None, english)
    assert [own.id for own in change.codes] == [expected, f"{expected}_2"]


def test_what_is_there_keeps_all_it_has(tmp_path: Path) -> None:
    existing = ours(tmp_path / "codebook.yaml")
    change = imported(
        [
            refi(G1, "СЕНІМ", text="Another definition.", colour="#123456"),
            refi(G2, "culture"),
            refi(G3, "New", "culture", text="Text."),
        ],
        {G2},
        existing,
        english,
    )
    assert change.recognised == [("trust", "СЕНІМ")]
    assert change.filled == {"trust": {"colour": "#123456", "guid": G1}}
    assert [(own.id, own.group) for own in change.codes] == [("new", "culture")]
    assert change.groups == []
    first, second = change.added_to(existing).codes
    assert first == existing.codes[0].model_copy(update={"colour": "#123456", "guid": G1})
    assert second.guid == G3


def test_neither_colour_nor_guid_is_replaced(tmp_path: Path) -> None:
    text = OURS.replace("    group:", f'    guid: "{G4}"\n    colour: "#000000"\n    group:')
    existing = ours(tmp_path / "codebook.yaml", text)
    change = imported([refi(G1, "Trust", colour="#123456")], set(), existing, english)
    assert (change.recognised, change.filled) == ([("trust", "Trust")], {})


@pytest.mark.parametrize(
    "own",
    [refi(guid("code", "trust").upper(), "Anything"), refi("c1", "trust"), refi("c1", "Trust!")],
)
def test_a_code_is_recognised(own: RefiCode, tmp_path: Path) -> None:
    change = imported([own], set(), ours(tmp_path / "codebook.yaml"), english)
    assert (len(change.recognised), change.codes, change.filled) == (1, [], {})


def test_a_guid_comes_before_a_name(tmp_path: Path) -> None:
    """She renamed her code, and made another one with the former name."""
    existing = ours(tmp_path / "codebook.yaml")
    change = imported(
        [refi(G1, "Trust"), refi(guid("code", "trust"), "Confidence")], set(), existing, english
    )
    assert change.recognised == [("trust", "Confidence")]
    assert [(own.id, own.name.en) for own in change.codes] == [("trust_2", "Trust (2)")]


def test_a_code_of_ours_gets_its_id_back() -> None:
    incoming = [refi(guid("code", "voice_exit"), "Кету"), refi(G1, "voice exit")]
    change = imported(incoming, set(), None, english, known_ids=["voice_exit"])
    assert [(own.id, own.guid) for own in change.codes] == [
        ("voice_exit", ""),
        ("voice_exit_2", G1),
    ]


def test_a_second_import_finds_nothing_new(tmp_path: Path) -> None:
    incoming = [
        refi(G1, "A"),
        refi("{" + G2 + "}", "B", "A"),
        refi("c", "B", "A", "B"),
        refi(G4, "no"),
        refi(G4, "same guid"),
    ]
    out = tmp_path / "codebook.yaml"
    written(out, None, imported(incoming, {G1}, None, english))
    for again in (incoming, [refi("", own.name, *own.parents) for own in incoming[1:]]):
        change = imported(again, {G1}, load_codebook(out), english)
        assert (change.codes, change.groups, change.filled) == ([], [], {})
        assert len(change.recognised) == 4


def change_of(existing: Codebook | None, *incoming: RefiCode) -> Additions:
    return imported(incoming, set(), existing, english)


def test_new_codes_are_put_into_the_text_of_the_file(tmp_path: Path) -> None:
    out = tmp_path / "codebook.yaml"
    existing = ours(out)
    change = change_of(
        existing, refi(G1, "Trust", colour="#123456"), refi(G2, "No", text='"=x"\n🙂\u2028\x85')
    )
    kept, anew = written(out, existing, change)
    assert not anew
    assert kept == tmp_path / "codebook.before-1.yaml"
    assert kept.read_text(encoding="utf-8") == OURS
    text = out.read_text(encoding="utf-8")
    assert text == OURS.replace(
        '"Culture"}\n',
        '"Culture"}\n  - id: codes\n    name: {kk: "Кодтар", ru: "Коды", en: "Codes"}\n',
    ).replace("- id: trust\n", f'- id: trust\n    colour: "#123456"\n    guid: "{G1}"\n').replace(
        '"сенім"  # last\n',
        f""""сенім"  # last

  - id: "no"
    group: codes
    guid: "{G2}"
    name:
      en: "No"
    definition:
      en: "\\"=x\\"\\n🙂\\u2028\\u0085"
    terms:
      en:
        - "No"
""",
    )
    assert load_codebook(out) == change.added_to(existing)


def test_every_former_file_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "codebook.yaml"
    existing = ours(out)
    first = written(out, existing, change_of(existing, refi(G1, "One")))[0]
    existing = load_codebook(out)
    between = out.read_bytes()
    second = written(out, existing, change_of(existing, refi(G2, "Two")))[0]
    assert first
    assert second
    assert (first.name, second.name) == ("codebook.before-1.yaml", "codebook.before-2.yaml")
    assert (first.read_text("utf-8"), second.read_bytes()) == (OURS, between)
    assert sorted(path.name for path in tmp_path.iterdir()) == [first.name, second.name, out.name]


CODE = "{id: trust, group: culture, name: {en: Trust}, definition: {en: x}"
LAYOUTS = [
    OURS.rstrip("\n").removesuffix("\n\n# the end"),
    OURS.replace("    terms:", "    colour: ''\n    terms:"),
    OURS.replace("  - id", "- id").replace("    ", "  "),
    "codes:\n- " + CODE + "}\ngroups:\n-   name: {en: Culture}\n    id: culture\n",
    "\ufeff" + OURS,
    OURS.replace('        - "сенім"  # last\n', "        - |\n          сенім\n\n\n"),
    OURS.replace('        - "сенім"  # last\n', '        - "сенім\n          көп"\n'),
    OURS.replace("    terms:\n      kk:\n", "    examples: {}\n    terms:\n      kk:\n"),
]


@pytest.mark.parametrize("text", LAYOUTS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_however_the_file_is_written_its_lines_are_kept(
    text: str, line_end: str, tmp_path: Path
) -> None:
    out = tmp_path / "codebook.yaml"
    out.write_bytes(text.replace("\n", line_end).encode("utf-8"))
    existing = load_codebook(out)
    change = change_of(existing, refi(G1, "Trust", colour="#123456"), refi(G2, "A", "B"))
    assert not written(out, existing, change)[1]
    assert load_codebook(out) == change.added_to(existing)
    after = out.read_bytes().decode("utf-8")
    assert after.count("\n") == after.count(line_end)
    left = iter(after.split(line_end))
    if "''" not in text and "{id" not in text:
        assert all(line in left for line in text.rstrip("\n").split("\n"))


FLOW = f"# lost\ngroups: [{{id: culture, name: {{en: Culture}}}}]\ncodes: [{CODE}}}]\n"
ALIAS = f"# lost\ngroups:\n- &g {{id: culture, name: &n {{en: C}}}}\ncodes:\n- {CODE}, terms: &t {{en: [a]}}}}\n- id: b\n  group: culture\n  name: *n\n  definition: *n\n"


@pytest.mark.parametrize("text", [FLOW, ALIAS])
def test_what_nothing_can_be_put_into_is_written_anew(text: str, tmp_path: Path) -> None:
    out = tmp_path / "codebook.yaml"
    existing = ours(out, text)
    change = change_of(existing, refi(G1, "Trust", colour="#123456"), refi(G2, "A", "B"))
    kept, anew = written(out, existing, change)
    assert anew
    assert kept
    assert kept.read_text(encoding="utf-8") == text
    assert load_codebook(out) == change.added_to(existing)


def test_a_flow_sequence_that_needs_nothing_stays(tmp_path: Path) -> None:
    """Only the colour is new."""
    existing = ours(tmp_path / "codebook.yaml", FLOW)
    text = extended(FLOW, change_of(existing, refi("c", "Trust", colour="#123456")))
    assert text == FLOW.replace("{id: trust,", '{id: trust, colour: "#123456",')


WORDS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=4))
def test_whatever_is_in_a_text_it_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("yaml")
    incoming = [refi(f"c{place}", *own[:2], text=own[2]) for place, own in enumerate(texts)]
    incoming = [own for own in incoming if own.name.strip()]
    incoming = [refi("top", own.parents[0], text=own.description) for own in incoming] + incoming
    change = imported(incoming, {"top"}, None, english)
    if not change.codes:
        return
    path = folder / "new.yaml"
    path.write_bytes(codebook_yaml(change.added_to(None), change.notes).encode("utf-8"))
    assert load_codebook(path) == change.added_to(None)
    assert len({own.id for own in change.codes}) == len(incoming) // 2
    existing = ours(folder / "codebook.yaml")
    change = imported(incoming, {"top"}, existing, english)
    assert not written(folder / "codebook.yaml", existing, change)[1]
    assert load_codebook(folder / "codebook.yaml") == change.added_to(existing)


def test_a_short_text_is_in_the_language_of_the_book() -> None:
    texts = [
        "Доверие между коллегами и администрацией школы",
        "Мұғалімдер бір-біріне көмектесіп, сабақтарына қатысады.",
        "The teachers help one another and visit lessons.",
        "Коллектив не хочет никаких перемен, и все молчат.",
    ]
    language_of = book_language(texts)
    assert [language_of(text) for text in texts] == ["ru", "kk", "en", "ru"]
    assert language_of("блат") == "ru"
    assert language_of("school") == "en"
    assert book_language(["trust", "workload and pay"])("blat") == "en"


def test_the_command_adds_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "codebook.yaml"
    existing = ours(out)
    file = qdc(
        tmp_path / "a.qdc",
        f'<Code guid="{G1}" name="Орта" isCodable="false"><Description>не туралы</Description>'
        f'<Code guid="{G2}" name="Сенім" isCodable="true" color="#AABBCC"/>'
        f'<Code guid="{G3}" name="Үнсіздік" isCodable="true"/></Code>',
    )
    run(monkeypatch, file, "--out", out, "--language", "kk")
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["1 code added, 1 there already.", "added:", "  unsizdik: Үнсіздік"]
    assert "new groups: orta" in lines
    assert "  trust: Сенім (colour and guid filled in)" in lines
    assert "no codes, as they only hold others together: Орта" in lines
    assert f"The file as it was: {(tmp_path / 'codebook.before-1.yaml').as_posix()}" in lines
    assert lines[-1].endswith("run: dvc repro")
    assert "    # не туралы\n" in out.read_text(encoding="utf-8")
    codes = load_codebook(out).codes
    assert codes[0] == existing.codes[0].model_copy(update={"colour": "#AABBCC", "guid": G2})
    assert (codes[1].id, codes[1].name.kk, codes[1].guid) == ("unsizdik", "Үнсіздік", G3)
    after = out.read_bytes()
    run(monkeypatch, file, "--out", out, "--language", "kk")
    assert f"Nothing is new: {out.as_posix()} stays as it is." in capsys.readouterr().out
    assert out.read_bytes() == after
    assert len(list(tmp_path.iterdir())) == 3


def test_the_command_writes_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "codebook.yaml"
    own = guid("code", "blat")
    codes = f'<Code guid="{own}" name="Связи" isCodable="true"/>'
    run(monkeypatch, qdc(tmp_path / "a.qdc", codes), "--out", out)
    assert [(code.id, code.name.ru, code.group) for code in load_codebook(out).codes] == [
        ("blat", "Связи", "codes")
    ]
    assert "The file as it was" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("codes", "out", "message"),
    [
        ("", OURS, "a.qdc: has no codes"),
        (f'<Code guid="{G1}" name="A" isCodable="false"/>', OURS, "has headings and no codes"),
        (f'<Code guid="{G1}" name="A"/>', "groups: [", "codebook.yaml, line .*not valid YAML"),
    ],
)
def test_mistakes_change_nothing(
    codes: str, out: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "codebook.yaml"
    path.write_text(out, encoding="utf-8")
    with pytest.raises(TaqyrypError, match=message):
        run(monkeypatch, qdc(tmp_path / "a.qdc", codes), "--out", path)
    assert path.read_text(encoding="utf-8") == out
    assert len(list(tmp_path.iterdir())) == 2
