"""Starts the built `perilune` in a data directory and ends it again. Knows the command line's contract, nothing else.

The binary is `$PERILUNE_BIN`, else the dev build in cargo's target directory (`make conformance` builds it first).
Only processes started here are ever ended.
"""

import os
import signal
import subprocess
import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from .api import Api

REPOSITORY = Path(__file__).resolve().parent.parent.parent
READY = "perilune ready on "
READY_WITHIN_SECONDS = 60.0
STOPPED_WITHIN_SECONDS = 15.0


def binary() -> Path:
    """The server under test; a sentence instead of a traceback when it was not built."""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or REPOSITORY / "target")
    path = Path(os.environ.get("PERILUNE_BIN") or REPOSITORY / target / "debug" / "perilune")
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing: run `cargo build --bin perilune`, or set PERILUNE_BIN")
    return path


@dataclass(frozen=True)
class Project:
    """A project as `--init-*` makes it. Its public key is its id."""

    name: str = "Conformance"
    public_key: str = field(default_factory=lambda: str(uuid.uuid4()))
    private_key: str = field(default_factory=lambda: str(uuid.uuid4()))

    def options(self) -> list[str]:
        keys = ["--init-public-key", self.public_key, "--init-private-key", self.private_key]
        return ["--init-project", self.name, *keys]


class Server:
    """One running server. `wrapper` is put before the command: strace, nsenter; it must end up as the server's pid."""

    def __init__(self, data_dir: Path, project: Project, *options: str, wrapper: tuple[str, ...] = ()) -> None:
        self.data_dir = data_dir
        self.project = project
        self.stderr_file = data_dir.parent / f"{data_dir.name}.stderr"
        listen = ["--data-dir", str(data_dir), "--listen", "127.0.0.1:0"]
        command = [*wrapper, str(binary()), "serve", *listen, *project.options(), *options]
        with self.stderr_file.open("ab") as stderr:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, text=True, env=_environment()
            )
        self.url = self._wait_until_ready()
        self.port = int(self.url.rsplit(":", 1)[1])

    def api(self, key: str | None = None) -> Api:
        """Calls with the private key unless another is given."""
        return Api("127.0.0.1", self.port, key or self.project.private_key)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(STOPPED_WITHIN_SECONDS)

    def kill(self) -> None:
        """SIGKILL: nothing of the server runs after this call."""
        self.process.kill()
        self.process.wait(STOPPED_WITHIN_SECONDS)

    def close(self) -> None:
        """Ends the server if it still runs, whatever state it is in."""
        if self.process.poll() is None:
            self.kill()
        if self.process.stdout:
            self.process.stdout.close()

    def errors(self) -> str:
        """The last of what the server wrote to stderr."""
        return self.stderr_file.read_text(errors="replace")[-4000:]

    def _wait_until_ready(self) -> str:
        lines: list[str] = []
        reader = threading.Thread(target=lambda: lines.append(self.process.stdout.readline()), daemon=True)
        reader.start()
        reader.join(READY_WITHIN_SECONDS)
        line = lines[0].strip() if lines else ""
        if not line.startswith(READY):
            self.close()
            raise RuntimeError(f"the server did not get ready; it printed {line!r}\n{self.errors()}")
        return line.removeprefix(READY)


def _environment() -> dict[str, str]:
    """Ours, without anything that a server or an SDK would take for its configuration."""
    prefixes = ("PERILUNE_", "LUNARY_", "OPENAI_")
    names = {"PORT", "JWT_SECRET", "APP_URL", "API_URL", "MAX_REQUESTS_PER_MINUTE"}
    return {key: value for key, value in os.environ.items() if key not in names and not key.startswith(prefixes)}
