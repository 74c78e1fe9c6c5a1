"""Stanza with models that are really trained, saved and loaded here: tiny ones, of our sentences.

They know too little to be measured. What is tested is that Stanza's own training and loading are
met, that offsets are right, and that whatever Stanza says, no word is lost.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import segment as stage
from pipeline.errors import TaqyrypError
from pipeline.language.languages import Identified, LanguageIdentifier
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.stanza_tools import (
    StanzaTools,
    fingerprint,
    packaged,
    sentence_spans,
    token_lemmas,
)
from pipeline.language.term_finder import TermFinder
from pipeline.language.tools import BuiltInTools
from pipeline.normalise import normalise
from pipeline.params import SegmentParams
from pipeline.schema import Language, Turn, Utterance
from pipeline.segment import Segmenter

LEMMATISER = Lemmatiser()
BUILT_IN = BuiltInTools(LEMMATISER)
IDENTIFIER = LanguageIdentifier(LEMMATISER)
FINDER = TermFinder([], LEMMATISER)

#: What the models are trained on. Each line is a sentence.
SENTENCES = """
Біз мектепте бірге жұмыс істейміз.
Директор бәрін өзі шешеді.
Қағаз көп, уақыт аз.
Кеше жиналыс болды.
Ертең кім келеді?
Мұғалімдер қатты шаршады.
Бала сабаққа кешікті.
Мен жас маманмын, тәжірибем аз.
Ол ештеңе айтпады.
Жалақы неге өспейді?
Ата-аналар жиналысқа келмеді.
Әріптесім маған көмектесті.
Ашық сабақты бәрі көрді.
Есепті түнде жаздық.
Бізден ешкім сұраған жоқ.
Тексеру келсе, бәрі жүгіреді.
Оқушылар олимпиадаға дайындалды.
Неге үндемейсің?
Сынып салқын, терезе ескі.
Үйге кеш қайтамын.
Тәлімгерім жақсы адам.
Ауылда бәрі туыс.
Күнделікті қашан толтырамын?
Бұйрық шықты, біз орындадық.
""".strip().splitlines()
LEMMAS = {"мектепте": "Мектеп", "мұғалімдер": "мұғалім", "жиналысқа": "ерекше", "шаршады": "шарша"}
PACKAGES = {"kk": ("tokenize", "lemma"), "ru": ("tokenize",), "en": ("tokenize", "lemma")}


def resources(url: str = "", packages: dict[str, tuple[str, ...]] = PACKAGES) -> str:
    """The list of models as Stanza's own is written; the checksums are filled in by ``serve``."""
    listed: dict[str, object] = {
        language: {
            "lang_name": language,
            "packages": {"default": dict.fromkeys(processors, "tiny")},
            **{processor: {"tiny": {"md5": ""}} for processor in processors},
        }
        for language, processors in packages.items()
    }
    return json.dumps(listed | {"url": url})


def labelled(paragraphs: list[list[str]]) -> tuple[str, str]:
    """Stanza's format: 1 for the last character of a token, 2 of a sentence, 0 for others."""
    labels: list[str] = []
    for sentences in paragraphs:
        of_sentences = []
        for sentence in sentences:
            digits = ["0"] * len(sentence)
            for token in re.finditer(r"\w+(?:-\w+)*|[^\w\s]", sentence):
                digits[token.end() - 1] = "1"
            of_sentences.append("".join([*digits[:-1], "2"]))
        labels.append("0".join(of_sentences))
    return "\n\n".join(" ".join(p) for p in paragraphs) + "\n", "\n\n".join(labels) + "\n"


def train(folder: Path) -> None:
    """Train with Stanza's own programs: a tokenizer, and a lemmatiser that is a dictionary."""
    from stanza.models import lemmatizer, tokenizer

    some = random.Random(7)
    paragraphs = [some.sample(SENTENCES, some.randint(1, 4)) for _ in range(80)]
    text, labels = labelled(paragraphs)
    files = {"kk.txt": text, "kk.labels": labels, "mwt.json": "[]"}
    files["kk.conllu"] = "\n".join(
        f"1\t{form}\t{lemma}\tNOUN\t_\t_\t0\troot\t_\t_\n" for form, lemma in LEMMAS.items()
    )
    for name, content in files.items():
        (folder / name).write_text(content + "\n", encoding="utf-8")
    data = {name: str(folder / name) for name in files}
    common = ["--shorthand=kk_tiny", "--save_name=tiny.pt", "--cpu"]
    tokenizer.main(
        [
            f"--txt_file={data['kk.txt']}",
            f"--label_file={data['kk.labels']}",
            f"--dev_txt_file={data['kk.txt']}",
            f"--dev_label_file={data['kk.labels']}",
            f"--mwt_json_file={data['mwt.json']}",
            f"--save_dir={folder / 'kk' / 'tokenize'}",
            *("--lang=kk", "--steps=200", "--eval_steps=1000", "--lr0=0.01"),
            *("--hidden_dim=32", "--dropout=0", *common),
        ]
    )
    lemmatizer.main(
        [
            f"--train_file={data['kk.conllu']}",
            f"--eval_file={data['kk.conllu']}",
            f"--save_dir={folder / 'kk' / 'lemma'}",
            *("--dict_only", "--no_pos", *common),
        ]
    )


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models: for Russian a tokenizer only, for English nothing but a line in the list.

    One thread is many times faster for networks so small.
    """
    import torch

    folder = tmp_path_factory.mktemp("stanza")
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        train(folder)
    finally:
        torch.set_num_threads(threads)
    shutil.copytree(folder / "kk" / "tokenize", folder / "ru" / "tokenize")
    (folder / "resources.json").write_text(resources(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def tools(models: Path) -> StanzaTools:
    return StanzaTools(models, BUILT_IN, IDENTIFIER)


class OnlyKazakh(LanguageIdentifier):
    """Takes any text for Kazakh, so that any text goes to the model there is."""

    def identify(self, text: str, known: Mapping[int, Language] | None = None) -> Identified:
        return replace(super().identify(text, known), language="kk")


@pytest.fixture(scope="module")
def kazakh_tools(models: Path) -> StanzaTools:
    return StanzaTools(models, BUILT_IN, OnlyKazakh(LEMMATISER))


def lemmas(tools: StanzaTools, text: str) -> list[str]:
    return tools.lemmas(text, IDENTIFIER.identify(text))


def cut(tools: StanzaTools, text: str) -> list[str]:
    return [text[start:end] for start, end in tools.sentences(text)]


# With trained models.


@pytest.mark.slow
def test_sentences_it_was_not_trained_on(tools: StanzaTools) -> None:
    text = "Мұғалімдер жиналысқа келмеді.  Кеше кім шаршады? Есепті бала жаздық."
    assert cut(tools, text) == [
        "Мұғалімдер жиналысқа келмеді.",
        "Кеше кім шаршады?",
        "Есепті бала жаздық.",
    ]


@pytest.mark.slow
def test_a_line_break_ends_a_sentence(tools: StanzaTools) -> None:
    text = " Қағаз көп,\n \n\nуақыт аз.\n"
    assert cut(tools, text) == ["Қағаз көп,", "уақыт аз."]


@pytest.mark.slow
def test_lemmas_of_the_dictionary_in_the_main_language(tools: StanzaTools) -> None:
    text = "Жиналысқа мұғалімдер келді, мектепте директорша"
    assert lemmas(tools, text) == ["ерекше", "мұғалім", "келді", "мектеп", "директорша"]


@pytest.mark.slow
def test_words_of_other_languages_have_the_lemmas_of_the_other_tools(tools: StanzaTools) -> None:
    text = "Біздің мұғалімдер қатты шаршады, учителей заставили"
    identified = IDENTIFIER.identify(text)
    assert [language for _, language in identified.words] == ["kk"] * 4 + ["ru"] * 2
    ours = BUILT_IN.lemmas(text, identified)
    assert tools.lemmas(text, identified) == ["біздің", "мұғалім", "қатты", "шарша", *ours[4:]]


@pytest.mark.slow
def test_a_language_without_a_lemmatiser_has_the_lemmas_of_the_other_tools(
    tools: StanzaTools,
) -> None:
    text = "Учителя устали от отчётов"
    assert lemmas(tools, text) == ["учитель", "устать", "от", "отчёт"]


@pytest.mark.slow
def test_a_language_that_is_listed_and_not_downloaded(tools: StanzaTools, models: Path) -> None:
    with pytest.raises(TaqyrypError, match="no Stanza models for English") as e:
        tools.sentences("Nobody asked us.")
    assert e.value.file == models


@pytest.mark.slow
def test_a_text_without_letters_needs_no_models(tools: StanzaTools) -> None:
    assert tools.sentences("12. … 👩") == BUILT_IN.sentences("12. … 👩")
    assert tools.lemmas("12. …", IDENTIFIER.identify("12. …")) == []


@pytest.mark.slow
def test_a_model_that_is_damaged(models: Path, tmp_path: Path) -> None:
    shutil.copytree(models, tmp_path / "m")
    model = tmp_path / "m" / "kk" / "tokenize" / "tiny.pt"
    model.write_bytes(model.read_bytes()[:1000])
    with pytest.raises(TaqyrypError, match="models for Kazakh cannot be loaded") as e:
        StanzaTools(tmp_path / "m", BUILT_IN, IDENTIFIER).sentences("Біз келдік.")
    assert e.value.file == tmp_path / "m" / "kk"
    assert "delete this folder, then run `make stanza-models`" in str(e.value)


ODD = "\n \t \x0b \x1c \u2028 \u00a0 \u200b \u00ad \r \x00 \ufeff"
MESSY = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=30),
    st.lists(
        st.sampled_from([*ODD, "Иә.", "мектепте", "Қағаз", "👩\u200d🏫", "...", "«", "ә" * 400]),
        max_size=30,
    ).map("".join),
)


@pytest.mark.slow
@given(text=MESSY)
def test_whatever_the_text_no_word_is_lost(kazakh_tools: StanzaTools, text: str) -> None:
    end, gaps = 0, ""
    for first, last in kazakh_tools.sentences(text):
        assert end <= first < last
        assert text[first:last] == text[first:last].strip()
        gaps += text[end:first]
        end = last
    assert (gaps + text[end:]).strip() == ""


@pytest.mark.slow
@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4))
def test_what_is_said_of_a_text_does_not_depend_on_texts_before_it(
    tools: StanzaTools, others: list[str]
) -> None:
    text = "Мұғалімдер үйге қайтамын деді, мектепте ешкім жоқ Неге екен"
    expected = (tools.sentences(text), lemmas(tools, text))
    for other in others:
        tools.sentences(other)
        lemmas(tools, other)
    assert (tools.sentences(text), lemmas(tools, text)) == expected


def segmented(text: str, start: int = 0) -> list[Utterance]:
    segmenter = Segmenter([], SegmentParams(tools="stanza", unit="sentence", max_words=60))
    end = start + len(text)
    turn = Turn("t1", 3, "Teacher A1", "teacher", "A", "interview", "", text, start, end, None)
    return segmenter.segment(turn, normalise(turn, FINDER))


@pytest.mark.slow
def test_a_turn_is_segmented_with_stanza(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "STANZA_MODELS", models)
    text = "Мұғалімдер\u00a0қат\u00adты [күледі] шаршады.  Ертең жиналысқа кім келеді?\nУчителя."
    first, second, third = found = segmented(text, start=50)
    assert [text[one.start - 50 : one.end - 50] for one in found] == [one.text for one in found]
    assert (first.text, second.text) == (text[:35], "Ертең жиналысқа кім келеді?")
    assert first.normalised == "Мұғалімдер қатты шаршады."
    assert first.lemmas == ["мұғалім", "қатты", "шарша"]
    assert second.lemmas[1] == "ерекше"
    assert (third.text, third.language, third.lemmas) == ("Учителя.", "ru", ["учитель"])


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub(models: Path, tmp_path: Path) -> Iterator[str]:
    """A server on this machine that offers models of all three languages as Stanza's does."""
    import hashlib

    folder = tmp_path / "hub"
    for language in ("kk", "ru", "en"):
        shutil.copytree(models / "kk", folder / language)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    listed = json.loads(resources(address + "/{lang}/{filename}"))
    for language, processors in PACKAGES.items():
        for processor in processors:
            content = (folder / language / processor / "tiny.pt").read_bytes()
            listed[language][processor]["tiny"]["md5"] = hashlib.md5(content).hexdigest()
    (folder / "resources_1.json").write_text(json.dumps(listed), encoding="utf-8")
    yield address
    server.shutdown()
    server.server_close()


def run_download(address: str, folder: Path) -> subprocess.CompletedProcess[str]:
    settings = {"STANZA_RESOURCES_URL": address, "STANZA_RESOURCES_VERSION": "1"}
    project = str(Path.cwd())
    return subprocess.run(
        [sys.executable, "-m", "pipeline.stanza_models"],
        cwd=folder,
        env=os.environ | settings | {"PYTHONPATH": project, "NO_PROXY": "127.0.0.1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.slow
def test_models_are_downloaded_and_used(hub: str, tmp_path: Path) -> None:
    result = run_download(hub, tmp_path)
    assert result.returncode == 0, result.stderr
    assert "Kazakh: tokenize, lemma\nRussian: tokenize\nEnglish: tokenize, lemma\n" in result.stdout
    folder = tmp_path / "models" / "stanza"
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.pt"))
    wanted = [f"{lang}/{name}/tiny.pt" for lang, names in PACKAGES.items() for name in names]
    assert found == sorted(wanted)
    assert cut(StanzaTools(folder, BUILT_IN, IDENTIFIER), "Біз келдік") == ["Біз келдік"]


@pytest.mark.slow
def test_a_download_that_does_not_arrive_whole(hub: str, tmp_path: Path) -> None:
    (tmp_path / "hub" / "ru" / "tokenize" / "tiny.pt").write_bytes(b"half a")
    result = run_download(hub, tmp_path)
    assert result.returncode == 1
    assert "ERROR: Stanza's models cannot be downloaded: ValueError: md5" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_without_a_network(tmp_path: Path) -> None:
    result = run_download("http://127.0.0.1:9", tmp_path)
    assert result.returncode == 1
    assert "ERROR: Stanza's models cannot be downloaded: ConnectionError" in result.stderr
    assert "What to do: check the network and run `make stanza-models` again" in result.stderr
    assert "Traceback" not in result.stderr


# Without models.


def test_the_stage_does_not_load_stanza_unless_told_to() -> None:
    code = "import sys, pipeline.segment, pipeline.check; sys.exit('stanza' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_no_models_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage, "STANZA_MODELS", tmp_path / "models" / "stanza")
    with pytest.raises(TaqyrypError, match="has no Stanza models for Kazakh") as e:
        segmented("Біз келдік.")
    assert f"{tmp_path.as_posix()}/models/stanza: has" in str(e.value)
    assert "run `make stanza-models` where there is a network" in str(e.value)
    assert "set segment.tools in params.yaml to built-in" in str(e.value)


@pytest.mark.parametrize(
    "packages", [{}, {"ru": ("tokenize",)}, {"kk": ("pos", "lemma")}, {"kk": ()}]
)
def test_a_list_of_models_without_the_language(
    packages: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    (tmp_path / "resources.json").write_text(resources("", packages), encoding="utf-8")
    with pytest.raises(TaqyrypError, match="has no Stanza models for Kazakh"):
        packaged(tmp_path, "kk")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"kk": []}', '{"kk": {"packages": 1}}']
)
def test_a_list_of_models_that_is_damaged(content: str, tmp_path: Path) -> None:
    (tmp_path / "resources.json").write_text(content, encoding="utf-8")
    with pytest.raises(TaqyrypError, match=r"resources\.json: is not a list of Stanza's models"):
        packaged(tmp_path, "kk")


def test_only_what_lemmas_need_is_asked_for_in_stanzas_order(tmp_path: Path) -> None:
    names = ("ner", "lemma", "depparse", "pos", "mwt", "tokenize")
    (tmp_path / "resources.json").write_text(resources("", {"en": names}), encoding="utf-8")
    assert packaged(tmp_path, "en") == ["tokenize", "mwt", "pos", "lemma"]


def test_the_fingerprint_changes_with_the_models_and_only_then(tmp_path: Path) -> None:
    with pytest.raises(TaqyrypError, match="holds no Stanza models") as e:
        fingerprint(tmp_path)
    assert "make stanza-models" in str(e.value)
    (tmp_path / "resources.json").write_text("{}")
    seen = [fingerprint(tmp_path)]
    model = tmp_path / "kk" / "tokenize" / "ktb.pt"
    model.parent.mkdir(parents=True)
    for content in (b"a", b"b"):
        model.write_bytes(content)
        seen.append(fingerprint(tmp_path))
    (tmp_path / "resources.json").write_text("{ }")
    seen.append(fingerprint(tmp_path))
    model.rename(model.with_name("own.pt"))
    seen.append(fingerprint(tmp_path))
    assert len(set(seen)) == 5
    (tmp_path / "kk" / "default.zip").write_bytes(b"no model")
    assert fingerprint(tmp_path) == seen[-1]


@pytest.mark.parametrize(
    ("text", "starts", "sentences"),
    [
        ("Иә. Жоқ.", [0, 4], ["Иә.", "Жоқ."]),
        ("  Иә.  Жоқ. ", [2, 7], ["Иә.", "Жоқ."]),
        ("«Иә. Жоқ.", [1, 5], ["«Иә.", "Жоқ."]),  # what Stanza leaves out belongs to a sentence
        ("Иә.", [], ["Иә."]),
        ("  ", [], []),
    ],
)
def test_sentences_from_where_they_begin(
    text: str, starts: list[int], sentences: list[str]
) -> None:
    spans = sentence_spans(text, 0, len(text), starts)
    assert [text[start:end] for start, end in spans] == sentences


def stanza_lemmas(text: str, *tokens: tuple[str, str | list[tuple[str, str]]]) -> dict[str, str]:
    """Lemmas by token, of a document of Stanza's with these tokens and lemmas.

    A token of several words has a list of them with their lemmas.
    """
    from stanza.models.common.doc import Document

    entries: list[dict[str, object]] = []
    number, place = 1, 0
    for token, content in tokens:
        start = text.index(token, place)
        place = start + len(token)
        span = {"start_char": start, "end_char": place}
        if isinstance(content, str):
            entries.append({"id": (number,), "text": token, "lemma": content, **span})
            number += 1
        else:
            several = tuple(range(number, number + len(content)))
            entries.append({"id": several, "text": token, **span})
            for part, lemma in content:
                entries.append({"id": (number,), "text": part, "lemma": lemma})
                number += 1
    document = Document([entries], text)
    found = token_lemmas(text, document.iter_tokens())
    return {text[start:end]: lemma for (start, end), lemma in found.items()}


def test_tokens_that_are_words() -> None:
    assert stanza_lemmas("Біз келдік.", ("Біз", "біз"), ("келдік", "Кел"), (".", ".")) == {
        "Біз": "біз",
        "келдік": "кел",
    }


def test_a_token_of_several_words_has_the_lemma_of_the_first() -> None:
    assert stanza_lemmas(
        "мектептегі teacher’s",
        ("мектептегі", [("мектепте", "мектеп"), ("гі", "гі")]),
        ("teacher’s", [("teacher", "teacher"), ("’s", "'s")]),
    ) == {"мектептегі": "мектеп", "teacher’s": "teacher"}


@pytest.mark.parametrize("lemma", ["", "_", "…"])
def test_a_lemma_that_is_none(lemma: str) -> None:
    assert stanza_lemmas("иә жоқ", ("иә", lemma), ("жоқ", "жоқ")) == {"жоқ": "жоқ"}
