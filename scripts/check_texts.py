"""Refuses what must not be in the tree: paths of somebody's machine, addresses of registries in locks, loose ends.

Loose ends are snapshots that wait for a decision and work that was put off in a comment.
"""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Recordings keep what their clients sent, stack traces with paths of the recording machine included.
RECORDED = ("conformance/fixtures/",)
MACHINE_PATH = re.compile(r"(?<![\w.~-])/(?:work|root|home/\w+|Users/\w+)/[\w.]")
PUT_OFF = re.compile(r"\b(?:TODO|FIXME|XXX)\b|\b(?:todo|unimplemented)!\(|#\[ignore")
SOURCES = {".rs", ".py", ".mjs", ".js", ".ts", ".tsx", ".sql", ".sh"}
# These two name what is looked for.
ABOUT_IT = {"scripts/check_texts.py", "clippy.toml"}


def files() -> list[str]:
    """Every file that is committed or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def complaints(name: str) -> list[str]:
    if name.endswith(".snap.new") or name.endswith(".pending-snap"):
        return [f"{name}: a snapshot that waits for a decision"]
    if name.startswith(RECORDED) or name in ABOUT_IT:
        return []
    try:
        text = (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            found.append(f"{name}:{number}: a path of one machine")
        if Path(name).suffix in SOURCES and PUT_OFF.search(line):
            found.append(f"{name}:{number}: put off or left out")
    if name.endswith("package-lock.json") and '"resolved"' in text:
        found.append(f"{name}: names a registry's address; npm config omit-lockfile-registry-resolved leaves it out")
    return found


if __name__ == "__main__":
    problems = [problem for name in files() for problem in complaints(name)]
    for problem in problems:
        print(f"texts: {problem}", file=sys.stderr)
    sys.exit(1 if problems else 0)
