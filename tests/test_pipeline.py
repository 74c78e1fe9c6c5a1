"""The whole pipeline, run by DVC as a researcher runs it, on a small corpus in a project of its own."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PROJECT = Path(__file__).parents[1]
TRANSCRIPTS = {
    "kk": """Interviewer: Жұмыс қалай?
Teacher A1: Жалақы аз, айлыққа бала асырау қиын. Кешке үйде қосымша сабақ беремін.
Interviewer: Жиналыс ше?
Teacher A1: Педсоветте директор айтады, біз үндемейміз. Айтқанын орындаймыз да, тарқаймыз.
Interviewer: Тексеру бола ма?
Teacher A1: Комиссия келеді десе, түнімен папка толтырамыз. Қағаз, қағаз, бітпейтін қағаз.
Interviewer: Тағы не айтасыз?
Teacher A1: Бүгін күн суық екен, шай ішейікші.
""",
    "ru": """Интервьюер: Как зарплата?
Teacher B2: Зарплаты не хватает, вечером репетиторство. Ставка маленькая, а тенге дешевеет.
Интервьюер: А собрания?
Teacher B2: На педсовете говорит директор, остальные молчат. Как скажет, так и делаем.
Интервьюер: Проверки бывают?
Teacher B2: Перед проверкой сидим до ночи, пишем отчёты и папки. Одни бумаги.
Интервьюер: Что ещё?
Teacher B2: Холодно сегодня, давайте чаю.
""",
    "en": """Interviewer: What about the salary?
Teacher C3: The salary is small, in the evening I give private lessons. One stavka is not enough.
Interviewer: And meetings?
Teacher C3: In the pedsoviet the director speaks and we are silent. We do what he says.
Interviewer: Inspections?
Teacher C3: Before an inspection we fill folders until night. Papers, papers and papers.
Interviewer: Anything else?
Teacher C3: It is cold today, let us have some tea.
""",
}
CODINGS = """transcript,text,codes,coder
kk,"Жалақы аз, айлыққа бала асырау қиын. Кешке үйде қосымша сабақ беремін.",pay_and_status,aya
ru,"Холодно сегодня, давайте чаю.",,aya
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with a small corpus, in which the pipeline has run once."""
    folder = tmp_path_factory.mktemp("project")
    for name in ("pipeline", "lexicons", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    # A few of the example utterances are enough: to learn from, not to adapt the model to.
    examples = folder / "lexicons" / "example_utterances.tsv"
    header, *rows = examples.read_text(encoding="utf-8").splitlines(keepends=True)
    plain = [row for row in rows if "\texplained\t" in row]
    examples.write_text("".join([header, *plain[::10]]), encoding="utf-8")
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(PROJECT / name, folder / name)
    (folder / "corpus").mkdir()
    for name, text in TRANSCRIPTS.items():
        (folder / "corpus" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "corpus" / "codings.csv").write_text(CODINGS, encoding="utf-8")
    replace(folder / "params.yaml", "corpus: transcripts/sample", "corpus: corpus")
    replace(folder / "params.yaml", "min_theme_size: 8", "min_theme_size: 2")
    dvc(folder, "init", "--no-scm", "-q")
    assert repro(folder).returncode == 0
    return folder


def dvc(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    binaries = str(Path(sys.executable).parent)
    environment = os.environ | {
        "PATH": binaries + os.pathsep + os.environ["PATH"],
        "DVC_NO_ANALYTICS": "1",
    }
    return subprocess.run(
        [sys.executable, "-m", "dvc", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def repro(folder: Path) -> subprocess.CompletedProcess[str]:
    return dvc(folder, "repro")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / "results" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ran(result: subprocess.CompletedProcess[str]) -> list[str]:
    lines = result.stdout.splitlines()
    return [line.split("'")[1] for line in lines if line.startswith("Running stage")]


def test_every_spelling_of_a_term_is_listed(project: Path) -> None:
    rows = {(row["spelling"], row["term"], row["rule"]): row for row in table(project, "terms.csv")}
    assert {("педсоветте", "pedsovet", "inflected"), ("pedsoviet", "pedsovet", "exact")} <= set(
        rows
    )
    where = rows["педсоветте", "pedsovet", "inflected"]["where"]
    transcript, start = where.split()
    text = (project / "transcripts" / "canonical" / f"{transcript}.txt").read_text(encoding="utf-8")
    assert text[int(start) :].startswith("Педсоветте")


def test_suggestions_have_their_columns_spans_and_reasons(project: Path) -> None:
    rows = table(project, "suggestions.csv")
    assert list(rows[0]) == [
        "transcript_id", "utterance_id", "turn", "speaker", "role", "language", "start", "end",
        "text", "topic", "code", "probability", "rank", "decision", "evidence",
    ]  # fmt: skip
    for row in rows:
        canonical = project / "transcripts" / "canonical" / f"{row['transcript_id']}.txt"
        text = canonical.read_text(encoding="utf-8")
        assert text[int(row["start"]) : int(row["end"])] == row["text"]
        assert row["role"] == "teacher"
    assert len(rows) == 12 * 22
    assert {row["decision"] for row in rows} == {"suggest", "abstain"}
    suggested = [row for row in rows if row["decision"] == "suggest"]
    assert all(row["evidence"] for row in suggested)
    first = [row for row in rows if row["rank"] == "1" and row["turn"] == "2"]
    assert {row["language"]: row["code"] for row in first} == dict.fromkeys(
        ("kk", "ru", "en"), "pay_and_status"
    )
    assert {row["language"] for row in suggested} == {"kk", "ru", "en"}
    assert not [row for row in suggested if "шай ішейікші" in row["text"]]


def test_topics_metrics_and_notebook_are_there(project: Path) -> None:
    columns = "topic,size,languages,label_kk,label_ru,label_en,words,codes,stability"
    assert (project / "results/topics.csv").read_text(encoding="utf-8").startswith(columns)
    metrics = json.loads((project / "results/metrics.json").read_text(encoding="utf-8"))
    assert metrics["utterances"] == 12
    assert metrics["aya.utterances"] == 2
    assert metrics["themes"] > 1
    assert 0 <= metrics["language_nmi"] <= 0.3
    page = (project / "results/notebooks/topics.html").read_text(encoding="utf-8")
    assert "Зарплаты не хватает" in page
    adapted = json.loads((project / "models/adapted/figures.json").read_text(encoding="utf-8"))
    assert adapted["adapted"] is False
    assert (project / "results/exports/suggestions.qdpx").stat().st_size > 0
    assert dvc(project, "metrics", "show").returncode == 0
    assert dvc(project, "plots", "show").returncode == 0


def test_a_second_run_changes_nothing(project: Path) -> None:
    before = (project / "dvc.lock").read_bytes()
    assert ran(repro(project)) == ["check"]
    assert (project / "dvc.lock").read_bytes() == before


def test_from_scratch_the_tables_are_the_same_bytes(project: Path) -> None:
    names = ["metrics.json", "exports/suggestions.qdpx", "exports/suggestions.xlsx"]
    names += [path.name for path in (project / "results").glob("*.csv")]
    before = [(project / "results" / name).read_bytes() for name in names]
    shutil.rmtree(project / "results")
    shutil.rmtree(project / "models" / "cache")
    for path in (project / "models").glob("*.parquet"):
        path.unlink()
    shutil.rmtree(project / ".dvc" / "cache", ignore_errors=True)
    assert repro(project).returncode == 0
    assert [(project / "results" / name).read_bytes() for name in names] == before


def test_a_new_codebook_does_not_embed_again(project: Path) -> None:
    replace(project / "lexicons/codebook.yaml", 'en: "Kollektive"', 'en: "The staff"')
    stages = ran(repro(project))
    assert "align" in stages
    assert not {"ingest", "embed", "cluster"} & set(stages)


def test_a_new_transcript_embeds_only_its_own_utterances(project: Path) -> None:
    text = "Teacher A9: Тәлімгерім бар, бірақ сабағыма бір рет те кірген жоқ.\n"
    (project / "corpus" / "new.txt").write_text(text, encoding="utf-8")
    result = repro(project)
    assert "13 utterances, 1 of them embedded now" in result.stdout
    (project / "corpus" / "new.txt").unlink()


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("params.yaml", "corpus: corpus", "corpus: nowhere", "nowhere: the corpus folder"),
        ("params.yaml", "threshold:", "treshold:", "did you mean 'threshold'"),
        ("params.yaml", "align:", "algin:", "did you mean 'align'"),
        ("lexicons/codebook.yaml", "- id: blat", "- id: kollektive", "'kollektive' is given twice"),
        ("lexicons/codebook.yaml", "group: culture", "group: cultur", "'cultur', which is unknown"),
        ("corpus/codings.csv", "pay_and_status", "pay", "line 2: code 'pay' is not in"),
        ("corpus/kk.txt", TRANSCRIPTS["kk"], "", "kk.txt: is empty"),
        ("corpus/kk.txt", "Teacher A1:", "Айгүл:", "nobody knows the speaker 'Айгүл'"),
    ],
)
def test_mistakes_end_with_one_message_and_harm_nothing(
    project: Path, path: str, old: str, new: str, message: str
) -> None:
    before = (project / path).read_text(encoding="utf-8")
    results = (project / "results/suggestions.csv").read_bytes()
    everywhere = -1 if path.startswith("corpus/") else 1
    (project / path).write_text(before.replace(old, new, everywhere), encoding="utf-8")
    result = repro(project)
    (project / path).write_text(before, encoding="utf-8")
    output = result.stdout + result.stderr
    assert result.returncode != 0
    assert message in output
    assert "What to do:" in output
    assert "Traceback" not in output
    assert (project / "results/suggestions.csv").read_bytes() == results


def test_a_file_of_unknown_format_is_named(project: Path) -> None:
    (project / "corpus" / "talk.mp3").write_bytes(b"ID3")
    result = repro(project)
    (project / "corpus" / "talk.mp3").unlink()
    assert result.returncode != 0
    assert "talk.mp3: format '.mp3' is not one I can read" in result.stderr + result.stdout
    # After all these mistakes it goes on where it was.
    assert repro(project).returncode == 0
    assert len(table(project, "suggestions.csv")) == 12 * 22
