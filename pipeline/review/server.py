"""What the page asks for and what it is answered; see :mod:`pipeline.review.security` for who may."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from pipeline.errors import TaqyrypError
from pipeline.review import views
from pipeline.review.desk import Desk
from pipeline.review.security import Guard
from pipeline.review.state import Kind
from pipeline.review.store import StaleError

STATIC = Path(__file__).parent / "static"
_FILES = {path.name for path in STATIC.iterdir()} - {"index.html"}


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class OneWords(_Body):
    """Other words, as selected."""

    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text: str = Field(min_length=1, max_length=100_000)
    codes: list[str] = Field(max_length=200)


class OneAction(_Body):
    """An action on one utterance."""

    op: str = Field(min_length=8, max_length=64)
    key: str = Field(max_length=64)
    version: int = Field(ge=0)
    kind: Kind
    code: str = Field(default="", max_length=200)
    instead: str = Field(default="", max_length=200)
    memo: str = Field(default="", max_length=20_000)
    words: OneWords | None = None


class Bulk(_Body):
    """The same for many suggestions: key, version and code of each."""

    op: str = Field(min_length=8, max_length=64)
    accept: bool
    items: list[tuple[str, int, str]] = Field(min_length=1, max_length=500_000)


class Undo(_Body):
    """Take back the operation ``expected``."""

    op: str = Field(min_length=8, max_length=64)
    expected: str = Field(max_length=64)


class Name(_Body):
    """Who codes."""

    name: str = Field(min_length=1, max_length=80)


B = TypeVar("B", bound=_Body)


def application(desk: Desk, *, port: int, token: str) -> Starlette:
    """The server's application.

    Args:
        desk: what is reviewed, and the log.
        port: where it listens on 127.0.0.1.
        token: what the address that is printed has.
    """

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(desk.close)

    def get(path: str, answer: Callable[[Request], Any]) -> Route:
        async def endpoint(request: Request) -> Response:
            return await run_in_threadpool(_answered, lambda: answer(request))

        return Route(path, endpoint, methods=["GET"])

    def post(path: str, body: type[B], answer: Callable[[B], Any]) -> Route:
        async def endpoint(request: Request) -> Response:
            content = await request.body()

            def work() -> Any:
                return answer(body.model_validate_json(content))

            return await run_in_threadpool(_answered, work)

        return Route(path, endpoint, methods=["POST"])

    async def page(_: Request) -> Response:
        return FileResponse(STATIC / "index.html")

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        return FileResponse(STATIC / name) if name in _FILES else Response(status_code=404)

    return Starlette(
        routes=[
            Route("/", page),
            Route("/static/{name}", static),
            get("/api/start", lambda _: desk.start()),
            get("/api/transcript", lambda r: desk.transcript(r.query_params.get("id", ""))),
            get("/api/search", lambda r: desk.search(r.query_params.get("q", ""))),
            get("/api/changes", lambda r: desk.changes(_number(r.query_params.get("since", "")))),
            get("/api/agreement", lambda _: desk.agreement()),
            post("/api/coder", Name, lambda body: desk.name(body.name)),
            post("/api/act", OneAction, lambda body: desk.act(**_action(body))),
            post("/api/bulk", Bulk, lambda body: desk.bulk(body.op, body.accept, body.items)),
            post("/api/undo", Undo, lambda body: desk.undo(body.op, body.expected)),
        ],
        middleware=[Middleware(Guard, port=port, token=token)],
        lifespan=lifespan,
    )


def _action(body: OneAction) -> dict[str, Any]:
    values = {name: getattr(body, name) for name in OneAction.model_fields}
    words = body.words
    values["words"] = (words.start, words.end, words.text, words.codes) if words else None
    return values


def _number(text: str) -> int:
    return int(text[:18]) if text.isdecimal() else 0


def _answered(work: Callable[[], Any]) -> Response:
    try:
        return JSONResponse(work())
    except StaleError as stale:
        states = {key: views.state(own) for key, own in stale.states.items()}
        return JSONResponse({"stale": states}, 409)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        return JSONResponse({"problem": f"{where}: {first['msg']}"}, 422)
    except (sqlite3.Error, OSError) as error:
        problem = f"it could not be kept or read: {error}"
        remedy = "see whether the disk is full or the folder can be written to, and do it again"
        return JSONResponse({"problem": problem, "remedy": remedy}, 507)
    except TaqyrypError as error:
        return JSONResponse({"problem": error.message, "remedy": error.remedy or ""}, 422)
