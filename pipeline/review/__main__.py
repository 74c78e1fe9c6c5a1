"""Accept and reject suggestions on a page in your browser: ``make review``; ``--help`` lists the options.

The page is served by this computer to this computer only. Stop it with Ctrl+C: everything is kept.
"""

from __future__ import annotations

import argparse
import os
import secrets
import socket
import threading
import webbrowser

import uvicorn

from pipeline.errors import TaqyrypError, run_stage
from pipeline.review.desk import Desk
from pipeline.review.server import application

_HERE = "127.0.0.1"


def listening(port: int) -> socket.socket:
    """A socket that listens to this computer only; port 0 takes any that is free.

    Raises:
        TaqyrypError: the port is taken.
    """
    # named as TCP, or asyncio does not send small answers at once, which takes 40 milliseconds
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # a port just left may be taken again; on Windows this would share it
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((_HERE, port))
    except (OSError, OverflowError) as error:
        opened.close()
        raise TaqyrypError(
            f"port {port} cannot be used ({error})", remedy="leave --port out, or choose another"
        ) from error
    opened.listen(128)
    return opened


class _Server(uvicorn.Server):
    """Opens the browser once the page is there."""

    def __init__(self, config: uvicorn.Config, address: str, *, browser: bool) -> None:
        super().__init__(config)
        self._address, self._browser = address, browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        print(f"\nOpen this address, if it does not open by itself:\n\n    {self._address}\n")
        print("It is for this computer only. Stop with Ctrl+C: everything is kept.", flush=True)
        if self._browser:
            threading.Thread(target=webbrowser.open, args=(self._address,), daemon=True).start()


def main() -> None:
    """Serve the page until it is stopped."""
    parser = argparse.ArgumentParser(prog="make review", description=__doc__.split("\n")[0])
    parser.add_argument("--coder", default="", help="your name or initials; asked for if left out")
    parser.add_argument("--port", type=int, default=0, help="any that is free if left out")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    chosen = parser.parse_args()
    desk = Desk(chosen.coder)
    opened = listening(chosen.port)
    port = opened.getsockname()[1]
    token = secrets.token_urlsafe(24)
    config = uvicorn.Config(
        application(desk, port=port, token=token),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=3,
    )
    address = f"http://{_HERE}:{port}/?t={token}"
    try:
        _Server(config, address, browser=not chosen.no_browser).run(sockets=[opened])
    except KeyboardInterrupt:
        print("\nStopped. What you decided is in the folder codings of your corpus.")


if __name__ == "__main__":
    run_stage(main)
