"""Runs a client in a process of its own, as its users do: the real SDK from its registry, configured by environment.

A client is a set of scripts, each of which takes the name of a case. They get the server's address and a key in the
variables that the SDK itself reads, and the provider's address, the case's token and the private key in three of ours.
"""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from .provider import FakeProvider
from .server import Server

CLIENTS = Path(__file__).resolve().parent.parent / "clients"
CLIENT_WITHIN_SECONDS = 90.0
# The Python that has the older SDK (`scripts/pytest` names it); without it, a command that says so by failing.
OLDER_PYTHON = os.environ.get("OLDER_PYTHON", "OLDER_PYTHON-is-not-set")


@dataclass(frozen=True)
class Client:
    """One version of one SDK. Its scripts are `clients/<language>/<program><suffix>`.

    `leaves_out` are members of messages that its wrapper does not pass on.
    """

    name: str
    interpreter: str
    language: str
    suffix: str
    settings: dict[str, str] = field(default_factory=dict)
    leaves_out: tuple[str, ...] = ()

    def run(
        self, case: str, server: Server, provider: FakeProvider, program: str = "main", private: bool = False
    ) -> str:
        """Returns what the client printed, when it has ended, and so has sent all that it had to say.

        With `private` the SDK is configured with the private key, as who gives scores does; else with the public one.
        """
        script = CLIENTS / self.language / f"{program}{self.suffix}"
        done = subprocess.run(
            [self.interpreter, str(script), case],
            env=self._environment(server, provider, private),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=CLIENT_WITHIN_SECONDS,
            check=False,
        )
        assert done.returncode == 0, f"{self.name} {program} {case} failed:\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _environment(self, server: Server, provider: FakeProvider, private: bool) -> dict[str, str]:
        key = {"LUNARY_PRIVATE_KEY": server.project.private_key} if private else {}
        return {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", ""),
            "LUNARY_PUBLIC_KEY": server.project.public_key,
            "LUNARY_API_URL": server.url,
            "OPENAI_API_KEY": "not-a-key",
            "ANTHROPIC_API_KEY": "not-a-key",
            "PROVIDER_URL": provider.url,
            "CASE_TOKEN": provider.token,
            "CASE_PRIVATE_KEY": server.project.private_key,
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.settings,
            **key,
        }


PYTHON = Client("python", sys.executable, "python", ".py")
PYTHON_OLDER = Client("python-1.3", OLDER_PYTHON, "python", ".py", leaves_out=("tool_call_id",))
JAVASCRIPT = Client("javascript", "node", "javascript", ".mjs", {"LUNARY_PACKAGE": "lunary"})
JAVASCRIPT_OLDER = Client("javascript-0.8", "node", "javascript", ".mjs", {"LUNARY_PACKAGE": "lunary-older"})
EVERY_CLIENT = (PYTHON, PYTHON_OLDER, JAVASCRIPT, JAVASCRIPT_OLDER)
