"""Runs a client in a process of its own, as its users do: the real SDK from its registry, configured by environment.

A client is a script that takes the name of a case. It gets the server's address and public key in the variables that
the SDK itself reads, and the provider's address and the case's token in two of ours.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .provider import FakeProvider
from .server import Server

CLIENTS = Path(__file__).resolve().parent.parent / "clients"
CLIENT_WITHIN_SECONDS = 90.0


@dataclass(frozen=True)
class Client:
    """One SDK. `command` is followed by the name of the case."""

    name: str
    command: tuple[str, ...]

    def run(self, case: str, server: Server, provider: FakeProvider) -> None:
        """Returns when the client has ended, and so has sent all that it had to say."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", ""),
            "LUNARY_PUBLIC_KEY": server.project.public_key,
            "LUNARY_API_URL": server.url,
            "OPENAI_API_KEY": "not-a-key",
            "PROVIDER_URL": provider.url,
            "CASE_TOKEN": provider.token,
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [*self.command, case],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=CLIENT_WITHIN_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{self.name} {case} failed:\n{done.stdout}\n{done.stderr}"


PYTHON = Client("python", (sys.executable, str(CLIENTS / "python" / "main.py")))
JAVASCRIPT = Client("javascript", ("node", str(CLIENTS / "javascript" / "main.mjs")))
