"""The log of what coders did, in a SQLite file beside their codings: it only ever grows."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.errors import TaqyrypError
from pipeline.review.state import Action, Passage, State, Words, folded

_FORM = 1
#: How often, and after how many seconds, a file is tried that another process is making.
_ATTEMPTS, _PAUSE = 100, 0.05
_TABLES = """
CREATE TABLE IF NOT EXISTS passages (
    key TEXT PRIMARY KEY, transcript_id TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS actions (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, coder TEXT NOT NULL,
    key TEXT NOT NULL REFERENCES passages, op TEXT NOT NULL, content TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES actions
);
CREATE INDEX IF NOT EXISTS of_utterance ON actions (coder, key);
CREATE INDEX IF NOT EXISTS of_operation ON actions (coder, op);
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS never_changed BEFORE UPDATE ON actions
    BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER IF NOT EXISTS never_deleted BEFORE DELETE ON actions
    BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
"""
_EFFECTIVE = "undoes IS NULL AND id NOT IN (SELECT undoes FROM actions WHERE undoes IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class Write:
    """One action on one utterance, by who has seen version ``version`` of it."""

    passage: Passage
    version: int
    action: Action


class StaleError(Exception):
    """Somebody else was there first; ``states`` are those of the utterances by now."""

    def __init__(self, states: Mapping[str, State]) -> None:
        super().__init__("the utterance has been changed meanwhile")
        self.states = states


class Store:
    """The log of one corpus. Several threads and processes may use it at the same time.

    Raises:
        TaqyrypError: the file is no log of this kind, or of a later version of the tool.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db, form = _opened(path)
        except sqlite3.DatabaseError as error:
            raise TaqyrypError(
                f"is no log of decisions ({error})",
                file=path,
                remedy="move it away and start again; what was exported is in review.csv beside it",
            ) from error
        if form not in (0, _FORM):
            raise TaqyrypError(
                "the log of decisions was made by a later version of this tool",
                file=path,
                remedy="update the tool",
            )

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing, and nobody else writes meanwhile."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def act(self, coder: str, op: str, writes: Sequence[Write]) -> dict[str, State]:
        """Log actions, all or none, and give back the states after them.

        Args:
            coder: who does it.
            op: names this operation. One that is in the log already is not done again, so that
                it may be sent again when the answer was lost.
            writes: what is done; several on one utterance count from the same version.

        Raises:
            StaleError: an utterance has another version by now; nothing is logged.
        """
        keys = list(dict.fromkeys(write.passage.key for write in writes))
        with self._transaction() as db:
            known = db.execute(
                "SELECT 1 FROM actions WHERE coder = ? AND op = ? LIMIT 1", (coder, op)
            )
            if known.fetchone():
                return self._states(coder, keys)
            now = self._versions(coder, keys)
            stale = {w.passage.key for w in writes if w.version != now[w.passage.key]}
            if stale:
                raise StaleError(self._states(coder, sorted(stale)))
            db.executemany(
                "INSERT OR IGNORE INTO passages VALUES (?, ?, ?, ?, ?)",
                [
                    (p.key, p.transcript_id, p.start, p.end, p.text)
                    for p in (write.passage for write in writes)
                ],
            )
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            db.executemany(
                "INSERT INTO actions (at, coder, key, op, content) VALUES (?, ?, ?, ?, ?)",
                [(at, coder, w.passage.key, op, _to_json(w.action)) for w in writes],
            )
            return self._states(coder, keys)

    def undo(self, coder: str, expected: str, op: str) -> tuple[list[Action], dict[str, State]]:
        """Undo the last operation of a coder that is not undone: all of its actions.

        Args:
            coder: whose.
            expected: the operation she takes for her last.
            op: names the undoing, as in :meth:`act`.

        Raises:
            StaleError: her last operation is another one, or there is none.
        """
        with self._transaction() as db:
            before = db.execute(
                "SELECT key, undoes FROM actions WHERE coder = ? AND op = ?", (coder, op)
            ).fetchall()
            if before:
                ids = [undoes for _, undoes in before]
                return self._actions(ids), self._states(coder, [key for key, _ in before])
            rows = db.execute(
                f"SELECT id, key FROM actions WHERE coder = ? AND op = ? AND {_EFFECTIVE}",
                (coder, expected),
            ).fetchall()
            if not rows or self._last(coder) != expected:
                raise StaleError(self._states(coder, [key for _, key in rows]))
            at = datetime.now(UTC).isoformat(timespec="milliseconds")
            db.executemany(
                "INSERT INTO actions (at, coder, key, op, content, undoes) VALUES (?,?,?,?,'',?)",
                [(at, coder, key, op, own) for own, key in rows],
            )
            keys = list(dict.fromkeys(key for _, key in rows))
            return self._actions([own for own, _ in rows]), self._states(coder, keys)

    def last(self, coder: str) -> str:
        """The last operation of a coder that can be undone, or nothing."""
        with self._lock:
            return self._last(coder)

    def newest(self) -> int:
        """The number of the newest action of all."""
        with self._lock:
            found = self._db.execute("SELECT coalesce(max(id), 0) FROM actions").fetchone()
            return int(found[0])

    def changed_since(self, coder: str, number: int) -> dict[str, State]:
        """The states of the utterances a coder has done something to since an action."""
        with self._lock:
            rows = self._db.execute(
                "SELECT DISTINCT key FROM actions WHERE coder = ? AND id > ?", (coder, number)
            )
            return self._states(coder, [key for (key,) in rows.fetchall()])

    def states(self) -> dict[str, dict[str, State]]:
        """All states, by coder and utterance."""
        with self._lock:
            rows = self._db.execute(
                f"SELECT coder, key, content, {_EFFECTIVE} FROM actions ORDER BY id"
            ).fetchall()
        together: dict[tuple[str, str], list[Action]] = {}
        versions: dict[tuple[str, str], int] = {}
        for coder, key, content, effective in rows:
            own = together.setdefault((coder, key), [])
            versions[coder, key] = versions.get((coder, key), 0) + 1
            if effective:
                own.append(_from_json(content))
        by_coder: dict[str, dict[str, State]] = {}
        for (coder, key), actions in together.items():
            by_coder.setdefault(coder, {})[key] = folded(actions, versions[coder, key])
        return by_coder

    def passages(self) -> dict[str, Passage]:
        """All utterances that were ever worked on, as they stood then."""
        with self._lock:
            rows = self._db.execute('SELECT key, transcript_id, start, "end", text FROM passages')
            return {key: Passage(*place) for key, *place in rows.fetchall()}

    def setting(self, name: str) -> str:
        """Something remembered from one time to the next, or nothing."""
        with self._lock:
            row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
            return str(row[0]) if row else ""

    def remember(self, name: str, value: str) -> None:
        """Keep a setting."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    def _last(self, coder: str) -> str:
        row = self._db.execute(
            "SELECT op FROM actions AS own WHERE coder = ? AND undoes IS NULL AND NOT EXISTS "
            "(SELECT 1 FROM actions WHERE undoes = own.id) ORDER BY id DESC LIMIT 1",
            (coder,),
        ).fetchone()
        return str(row[0]) if row else ""

    def _versions(self, coder: str, keys: Iterable[str]) -> dict[str, int]:
        query = "SELECT count(*) FROM actions WHERE coder = ? AND key = ?"
        return {key: self._db.execute(query, (coder, key)).fetchone()[0] for key in keys}

    def _states(self, coder: str, keys: Iterable[str]) -> dict[str, State]:
        states = {}
        for key in dict.fromkeys(keys):
            rows = self._db.execute(
                "SELECT content, undoes IS NULL AND NOT EXISTS "
                "(SELECT 1 FROM actions WHERE undoes = own.id) "
                "FROM actions AS own WHERE coder = ? AND key = ? ORDER BY id",
                (coder, key),
            ).fetchall()
            actions = [_from_json(content) for content, effective in rows if effective]
            states[key] = folded(actions, len(rows))
        return states

    def _actions(self, ids: Iterable[int]) -> list[Action]:
        query = "SELECT content FROM actions WHERE id = ?"
        return [_from_json(self._db.execute(query, (own,)).fetchone()[0]) for own in ids]


def _opened(path: Path) -> tuple[sqlite3.Connection, int]:
    """The file, its tables made if it is new, and the form that it had.

    SQLite does not wait where two processes set up the same new file; so it is tried again.
    """
    for attempts_left in reversed(range(_ATTEMPTS)):
        db = sqlite3.connect(path, timeout=20, isolation_level=None, check_same_thread=False)
        try:
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            form: int = db.execute("PRAGMA user_version").fetchone()[0]
            if form == 0:
                db.executescript(f"{_TABLES} PRAGMA user_version = {_FORM};")
            return db, form
        except sqlite3.OperationalError as error:
            db.close()
            if not attempts_left or "locked" not in str(error):
                raise
            time.sleep(_PAUSE)
    raise AssertionError("the last attempt returns or raises")


def _to_json(action: Action) -> str:
    content = {name: value for name, value in asdict(action).items() if value}
    return json.dumps(content, ensure_ascii=False)


def _from_json(text: str) -> Action:
    content: dict[str, Any] = json.loads(text)
    if words := content.get("words"):
        content["words"] = Words(**{**words, "codes": tuple(words["codes"])})
    content["suggested"] = tuple(content.get("suggested", ()))
    return Action(**content)
