"""A disk of a few megabytes that only the server under test sees: a tmpfs in a mount namespace of its own.

As root a mount namespace is enough; everybody else gets a user namespace around it. A machine that allows neither
cannot run this test, and the test fails with a sentence that says so: a disk that fills up is not optional.
"""

import os
import subprocess
from pathlib import Path

MOUNTED_WITHIN_SECONDS = 10.0


class SmallDisk:
    """Mounted at `at` for every process that is started with `wrapper`; gone when closed."""

    def __init__(self, at: Path, megabytes: int) -> None:
        at.mkdir()
        user = () if os.geteuid() == 0 else ("--user", "--map-root-user")
        script = f'mount -t tmpfs -o size={megabytes}m,mode=0700 tmpfs "$0" && echo mounted && exec cat'
        # `cat` waits for the end of its standard input, so the namespace ends with this process at the latest.
        self._keeper = subprocess.Popen(
            ["unshare", *user, "--mount", "sh", "-c", script, str(at)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if self._keeper.stdout.readline().strip() != "mounted":
            reason = self._keeper.stderr.read()
            raise RuntimeError(f"this machine lends no small disk (mount namespace as root, or as a user): {reason}")
        self._at = at
        enter = ("--user", "--preserve-credentials") if user else ()
        self.wrapper = ("nsenter", "--target", str(self._keeper.pid), *enter, "--mount", "--")

    def path(self, name: str) -> Path:
        """A file of the disk, as it is reached from outside its namespace."""
        return Path(f"/proc/{self._keeper.pid}/root{self._at}") / name

    def free_bytes(self) -> int:
        status = os.statvfs(self.path("."))
        return status.f_bavail * status.f_frsize

    def close(self) -> None:
        self._keeper.stdin.close()
        self._keeper.wait(MOUNTED_WITHIN_SECONDS)
        self._keeper.stdout.close()
        self._keeper.stderr.close()
