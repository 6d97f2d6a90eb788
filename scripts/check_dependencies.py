"""Refuses dependencies that this project does not want: banned crates, too many of them, licences not looked at.

Reads `cargo tree` and `cargo metadata` only; no advisory database, no network beyond what cargo needs anyway.
"""

import json
import re
import subprocess
import sys

# Each pulls in a C or C++ build or a second TLS stack; TLS here is rustls with ring.
BANNED = {"openssl-sys", "aws-lc-sys", "aws-lc-rs", "cmake", "native-tls"}
# By `cargo tree -e normal,build --prefix none | sort -u | wc -l`.
MOST_CRATES = 450
LICENCES = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
}


def cargo(*arguments: str) -> str:
    return subprocess.run(["cargo", *arguments], check=True, capture_output=True, text=True).stdout


def shipped() -> set[str]:
    """The lines of `cargo tree` for what goes into the binary or runs to build it."""
    lines = cargo("tree", "--locked", "-e", "normal,build", "--prefix", "none").splitlines()
    return {line.removesuffix(" (*)").strip() for line in lines if line.strip()}


def is_allowed(expression: str) -> bool:
    """An SPDX expression of OR and AND, AND binding closer; `/` is an old way to write OR."""
    text = expression.replace("/", " OR ").replace("(", " ( ").replace(")", " ) ")
    if " ( " in f" {text} ":
        inner = re.search(r"\(([^()]*)\)", text)
        if not inner:
            return False
        word = "MIT" if is_allowed(inner[1]) else "refused"
        return is_allowed(f"{text[: inner.start()]} {word} {text[inner.end() :]}")
    return any(
        all(licence.strip() in LICENCES for licence in alternative.split(" AND ")) for alternative in text.split(" OR ")
    )


def complaints() -> list[str]:
    found: list[str] = []
    tree = shipped()
    # As the budget counts: a crate that the tree shows in full and again in short has two lines there.
    count = len(set(cargo("tree", "--locked", "-e", "normal,build", "--prefix", "none").splitlines()))
    if count > MOST_CRATES:
        found.append(f"{count} crates, the budget is {MOST_CRATES}")
    names = {line.split(" ")[0] for line in tree}
    found += [f"{name} is banned" for name in sorted(names & BANNED)]
    for package in json.loads(cargo("metadata", "--locked", "--format-version", "1"))["packages"]:
        licence = package["license"] or "no licence field"
        if not is_allowed(licence):
            found.append(f"{package['name']} {package['version']} has a licence that nobody looked at: {licence}")
    print(f"{count} crates of at most {MOST_CRATES}")
    return found


if __name__ == "__main__":
    problems = complaints()
    for problem in problems:
        print(f"dependencies: {problem}", file=sys.stderr)
    sys.exit(1 if problems else 0)
