import dataclasses
import re
from pathlib import Path

import pytest

from pipeline import export as stage
from pipeline.errors import TaqyrypError
from pipeline.exchange.project import SIGNATURE
from pipeline.lexicon.codebook import Codebook, load_codebook
from pipeline.params import ExportParams, load_params
from pipeline.schema import Suggestion, Topic, Turn

PARAMS = load_params().export
BOOK = Codebook.model_validate(
    {
        "groups": [
            {"id": "culture", "name": {"kk": "Мәдениет", "en": "Culture"}},
            {"id": "arenas", "name": {"ru": "Встречи"}},
        ],
        "codes": [
            {"id": "trust", "group": "culture", "name": {"en": "Trust"}, "definition": {"en": "t"}},
            {"id": "faith", "group": "culture", "name": {"en": "trust"}, "definition": {"ru": "в"}},
            {
                "id": "pedsovet",
                "group": "arenas",
                "name": {"kk": "Педкеңес", "en": "Pedsovet"},
                "definition": {"en": "p"},
                "colour": "#010203",
                "guid": "11111111-1111-1111-1111-111111111111",
            },
        ],
    }
)
TEXT = "I: Сенесіз бе?\nT: Иә, сенемін.\n"
TURNS = [
    Turn("t1", 1, "Researcher", "interviewer", "", "interview", "2019", "Сенесіз бе?", 3, 14, None),
    Turn("t1", 2, "Teacher A1", "teacher", "A", "interview", "2019", "Иә, сенемін.", 18, 30, None),
]
ROW = Suggestion(
    "t1", "t1:18", 2, "Teacher A1", "teacher", "kk", 18, 30, "Иә, сенемін.", 3,
    "trust", 0.8, 1, "suggest", "carried by “сенемін” (without it 0.10) · theme: 3",
)  # fmt: skip
ROWS = [
    dataclasses.replace(ROW, code="pedsovet", probability=0.4, rank=2),
    ROW,
    dataclasses.replace(ROW, code="faith", probability=0.1, rank=3, decision="abstain"),
]
TOPIC = Topic(3, 9, "kk 9", "сенім", "доверие", "trust", "", "", 0.9, "")


def exported(rows: list[Suggestion] = ROWS, **changes: object) -> stage.Project:
    params = ExportParams.model_validate(PARAMS.model_dump() | changes)
    return stage.project_of(rows, [TOPIC], TURNS, {"t1": TEXT}, BOOK, params, model="a model")


def test_what_is_suggested_is_handed_over_the_most_probable_first() -> None:
    project = exported()
    assert [own.code for own in project.suggested] == ["trust", "pedsovet"]
    for own in project.suggested:
        assert TEXT[own.start : own.end] == own.text
    assert project.suggested[0].theme == "3 (trust)"


def test_a_memo_tells_the_probability_the_reasons_the_model_and_the_run() -> None:
    project = exported()
    assert project.suggested[0].memo.split("\n") == [
        "suggested: Trust, probability 0.80",
        "carried by “сенемін” (without it 0.10)",
        "theme: 3",
        "model: a model",
        f"{SIGNATURE}{project.run}",
    ]
    assert re.fullmatch("[0-9a-f]{12}", project.run)


def test_the_run_is_another_when_anything_that_is_handed_over_is() -> None:
    other = [*ROWS[:1], dataclasses.replace(ROW, probability=0.81)]
    runs = {exported().run, exported(other).run, exported(least_probability=0.5).run}
    assert len(runs) == 3
    assert exported().run == exported().run


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"least_probability": 0.5}, ["trust"]),
        ({"codes": ["pedsovet"]}, ["pedsovet"]),
        ({"transcripts": ["t1"]}, ["trust", "pedsovet"]),
    ],
)
def test_only_what_is_wanted_is_handed_over(changes: dict[str, object], codes: list[str]) -> None:
    assert [own.code for own in exported(**changes).suggested] == codes


def test_codes_have_names_of_their_own_in_the_language_wanted() -> None:
    names = [code.name for code in exported(prefix="AI ").codes]
    assert names == ["AI Trust", "AI trust (faith)", "AI Pedsovet"]
    assert [code.name for code in exported(language="kk").codes][2] == "Педкеңес"
    assert [group.name for group in exported(language="kk").groups] == ["Мәдениет", "Встречи"]


def test_colours_are_those_of_the_codebook_or_shades_of_the_group_s() -> None:
    colours = [code.colour for code in exported().codes]
    assert colours[2] == "#010203"
    assert len(set(colours)) == 3
    shipped = stage.exported_codes(load_codebook(), PARAMS)
    assert len({code.colour for code in shipped}) == len(shipped)
    assert all(re.fullmatch("#[0-9A-F]{6}", code.colour) for code in shipped)


def test_a_code_keeps_the_identifier_it_has_elsewhere() -> None:
    assert [code.guid for code in exported().codes][2] == "11111111-1111-1111-1111-111111111111"


def test_who_is_coded_is_a_participant_and_who_asks_is_not() -> None:
    (participant,) = exported().participants
    assert participant.name == "Teacher A1"
    assert participant.attributes == {"Role": "teacher", "School": "A"}
    assert participant.transcripts == ["t1"]


def test_codes_and_transcripts_that_there_are_not_are_named() -> None:
    params = ExportParams.model_validate(
        PARAMS.model_dump() | {"codes": ["turst"], "transcripts": ["t9"]}
    )
    with pytest.raises(TaqyrypError, match="2 problems") as found:
        stage.check_names(params, BOOK.ids, ["t1"])
    assert "export.codes names 'turst'" in str(found.value)
    assert "export.transcripts names 't9'" in str(found.value)


def test_there_is_a_file_for_every_program_and_none_is_empty() -> None:
    files = stage.files(exported(), [TOPIC], PARAMS)
    assert {
        "suggestions.qdpx",
        "codebook.qdc",
        "suggestions.xlsx",
        "suggestions.csv",
        "label_studio/tasks.json",
        "label_studio/config.xml",
        "doccano/suggestions.jsonl",
        "web_annotations.jsonld",
    } <= set(files)
    assert all(files.values())
    assert files == stage.files(exported(), [TOPIC], PARAMS)
    assert all(not Path(name).is_absolute() and ".." not in name for name in files)


def test_nothing_suggested_is_handed_over_as_nothing() -> None:
    project = exported([])
    assert project.suggested == []
    assert all(stage.files(project, [], PARAMS).values())
