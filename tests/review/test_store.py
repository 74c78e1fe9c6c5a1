import multiprocessing
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import TaqyrypError
from pipeline.review.state import Action, Kind, Passage, State, Words, folded
from pipeline.review.store import StaleError, Store, Write

PLACES = [Passage("a", 0, 3, "one"), Passage("a", 4, 7, "two"), Passage("b", 0, 3, "one")]
SUGGESTED = ("trust", "blat")


def op() -> str:
    return uuid.uuid4().hex


def action(kind: Kind, code: str = "", instead: str = "", memo: str = "") -> Action:
    words = Words(0, 1, "o", ("trust",)) if kind == "words" else None
    return Action(kind, code, instead, memo, words, SUGGESTED)


CODES = st.sampled_from(["trust", "blat", "voice"])
ACTIONS = st.one_of(
    st.builds(action, st.sampled_from(["accept", "reject", "withdraw", "give"]), CODES),
    st.builds(action, st.just("recode"), st.just("trust"), st.just("voice")),
    st.builds(action, st.sampled_from(["nothing", "rest", "words"])),
    st.builds(action, st.just("memo"), memo=st.text(max_size=5)),
)
STEPS = st.lists(
    st.one_of(st.tuples(st.integers(0, 2), ACTIONS), st.just("undo")), min_size=1, max_size=25
)


@settings(max_examples=40)
@given(STEPS)
def test_any_actions_and_undos_leave_what_is_not_undone(steps: list[object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder) / "review.sqlite")
        stack: list[tuple[Passage, Action]] = []
        seen: list[dict[str, State]] = [{}]
        versions = dict.fromkeys((place.key for place in PLACES), 0)
        for step in steps:
            if isinstance(step, tuple):
                place, own = PLACES[step[0]], step[1]
                stack.append((place, own))
                store.act("Anna", op(), [Write(place, versions[place.key], own)])
                versions[place.key] += 1
                seen.append(store.states()["Anna"])
            elif stack:
                place, own = stack.pop()
                undone, _ = store.undo("Anna", store.last("Anna"), op())
                assert undone == [own]
                versions[place.key] += 1
                seen.pop()
            else:
                with pytest.raises(StaleError):
                    store.undo("Anna", store.last("Anna"), op())
        states = store.states().get("Anna", {})
        for place in PLACES:
            expected = folded([own for at, own in stack if at == place], versions[place.key])
            assert states.get(place.key, State()) == expected
        store.close()
        again = Store(Path(folder) / "review.sqlite")
        assert again.states().get("Anna", {}) == states
        assert again.changed_since("Anna", 0) == states
        again.close()


def test_what_was_seen_too_long_ago_is_refused_whole(tmp_path: Path) -> None:
    store, other = Store(tmp_path / "r.sqlite"), Store(tmp_path / "r.sqlite")
    store.act("Anna", op(), [Write(PLACES[0], 0, action("accept", "trust"))])
    with pytest.raises(StaleError) as stale:
        other.act(
            "Anna",
            op(),
            [
                Write(PLACES[1], 0, action("accept", "trust")),
                Write(PLACES[0], 0, action("nothing")),
            ],
        )
    assert stale.value.states[PLACES[0].key].verdicts == {"trust": "accepted"}
    assert PLACES[1].key not in other.states()["Anna"]
    other.act(
        "Bota", op(), [Write(PLACES[0], 0, action("nothing"))]
    )  # another coder, another state
    assert store.states()["Bota"][PLACES[0].key].decided


def test_the_same_operation_sent_twice_is_done_once(tmp_path: Path) -> None:
    store, own = Store(tmp_path / "r.sqlite"), op()
    for _ in range(2):
        after = store.act("Anna", own, [Write(PLACES[0], 0, action("accept", "trust"))])
        assert after[PLACES[0].key].version == 1
    back = op()
    for _ in range(2):
        _, states = store.undo("Anna", own, back)
        assert states[PLACES[0].key] == State(version=2)


def test_many_at_once_are_undone_at_once(tmp_path: Path) -> None:
    store, own = Store(tmp_path / "r.sqlite"), op()
    writes = [Write(place, 0, action("reject", code)) for place in PLACES for code in SUGGESTED]
    assert all(state.decided for state in store.act("Anna", own, writes).values())
    undone, states = store.undo("Anna", own, op())
    assert len(undone) == 6
    assert {state.decided for state in states.values()} == {False}


def test_undo_of_another_window_is_refused(tmp_path: Path) -> None:
    store, first = Store(tmp_path / "r.sqlite"), op()
    store.act("Anna", first, [Write(PLACES[0], 0, action("accept", "trust"))])
    store.act("Anna", op(), [Write(PLACES[1], 0, action("accept", "trust"))])
    with pytest.raises(StaleError):
        store.undo("Anna", first, op())


def _work(path: Path, name: str, times: int) -> None:
    store = Store(path)
    for number in range(times):
        own = op()
        while True:
            now = store.states().get("Anna", {}).get(PLACES[0].key, State())
            memo = action("memo", memo=f"{now.memo} {name}{number}".strip())
            try:
                store.act("Anna", own, [Write(PLACES[0], now.version, memo)])
                break
            except StaleError:
                continue
    store.close()


def test_processes_do_not_lose_each_others_work(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_work, args=(path, name, 15)) for name in "xyz"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
        assert worker.exitcode == 0
    state = Store(path).states()["Anna"][PLACES[0].key]
    assert sorted(state.memo.split()) == sorted(f"{n}{i}" for n in "xyz" for i in range(15))
    assert state.version == 45


#: Makes new logs, each at a moment at which others make it, too.
_MAKER = """
import sys, time
from pathlib import Path
from pipeline.review.store import Store
folder = Path(sys.argv[1])
print("ready", flush=True)
start = float(sys.stdin.readline())
for number in range(15):
    while time.time() < start + number * 0.08:
        pass
    store = Store(folder / f"{number}.sqlite")
    store.remember("name", "x")
    store.close()
"""


def test_a_new_log_may_be_made_by_several_at_once(tmp_path: Path) -> None:
    makers = [
        subprocess.Popen(
            [sys.executable, "-c", _MAKER, str(tmp_path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for maker in makers:
        assert maker.stdout
        assert maker.stdout.readline() == "ready\n"
    moment = f"{time.time() + 0.1}\n"
    for maker in makers:
        assert maker.stdin
        maker.stdin.write(moment)
        maker.stdin.flush()
    ends = [maker.wait(60) for maker in makers]
    for maker in makers:
        maker.communicate()
    assert ends == [0] * len(makers)


def test_the_log_only_grows(tmp_path: Path) -> None:
    store = Store(tmp_path / "r.sqlite")
    store.act("Anna", op(), [Write(PLACES[0], 0, action("accept", "trust"))])
    with sqlite3.connect(tmp_path / "r.sqlite") as db:
        for sentence in ("DELETE FROM actions", "UPDATE actions SET coder = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="never changed"):
                db.execute(sentence)


def test_a_file_that_is_no_log_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    path.write_bytes(b"something else entirely, long enough to be looked at" * 40)
    with pytest.raises(TaqyrypError, match="no log of decisions"):
        Store(path)
    assert path.read_bytes().startswith(b"something else")
    newer = tmp_path / "newer.sqlite"
    with sqlite3.connect(newer) as db:
        db.execute("PRAGMA user_version = 9")
    with pytest.raises(TaqyrypError, match="later version"):
        Store(newer)


def decided(*actions: Action) -> bool:
    return folded(actions, 0).decided


def test_when_an_utterance_is_decided() -> None:
    assert not decided(action("accept", "trust"))  # blat is open
    assert decided(action("accept", "trust"), action("reject", "blat"))
    assert decided(action("accept", "trust"), action("rest"))
    assert decided(action("nothing"))
    assert not decided(action("nothing"), action("withdraw", "blat"))
    unsuggested = Action("give", "voice")
    assert decided(unsuggested)
    assert not decided(unsuggested, Action("withdraw", "voice"))
    # a suggestion that came later does not open it again
    later = Action("accept", "trust", suggested=(*SUGGESTED, "voice"))
    assert decided(action("nothing"), later)


def test_what_the_codes_are() -> None:
    state = folded([action("recode", "trust", "voice"), action("accept", "blat")], 0)
    assert state.codes == {"voice", "blat"}
    assert state.instead == {"trust": "voice"}
    assert folded([action("recode", "trust", "voice"), action("nothing")], 0).codes == frozenset()
    removed = Words(0, 1, "o", ())
    assert folded([action("words"), Action("words", words=removed)], 0).words == ()
