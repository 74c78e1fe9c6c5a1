"""Who may talk to the page's server: the browser that was given the address, and nobody else."""

from __future__ import annotations

import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
#: Longest body that is taken, in bytes: a bulk action on all that is suggested in a large corpus.
LONGEST = 16_000_000


class Guard:
    """Lets only the page itself through.

    Args:
        app: what is guarded.
        port: where the server listens on 127.0.0.1.
        token: what the address has that is printed.
    """

    def __init__(self, app: ASGIApp, *, port: int, token: str) -> None:
        self._app = app
        self._hosts = (f"127.0.0.1:{port}", f"localhost:{port}")
        self._token = token
        self._pass = secrets.token_urlsafe(32)
        self._cookie = f"taqyryp_review_{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope)
        app = self._app if refusal is None else refusal
        await app(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if host not in self._hosts:
            return _no(421, "This address is not the page's.")
        own = f"http://{host}"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return _no(403, "Only the page itself may ask.")
        if headers.get("origin", own) != own:
            return _no(403, "Only the page itself may ask.")
        if not f"{headers.get('referer', own)}/".startswith(f"{own}/"):
            return _no(403, "Only the page itself may ask.")
        if scope["method"] not in ("GET", "HEAD"):
            kind = headers.get("content-type", "").split(";")[0].strip().lower()
            if kind != "application/json":
                return _no(415, "Only JSON is taken.")
            length = headers.get("content-length", "")
            if not length.isdecimal() or int(length) > LONGEST:
                return _no(413, "Too long, or of no known length.")
        given = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
        if scope["path"] == "/" and given and _same(given, self._token):
            return self._entry()
        if not _same(self._shown(headers.get("cookie", "")), self._pass):
            return _no(403, "Open the address that was printed when the page was started.")
        return None

    def _entry(self) -> Response:
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._pass, path="/", httponly=True, samesite="strict")
        return answer

    def _shown(self, header: str) -> str:
        try:
            morsel = SimpleCookie(header).get(self._cookie)
        except CookieError:
            return ""
        return morsel.value if morsel else ""


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _no(status: int, text: str) -> Response:
    return PlainTextResponse(text, status)
