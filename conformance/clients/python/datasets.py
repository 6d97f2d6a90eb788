"""Datasets of the official Python SDK. Argument: the case. Prints what the SDK made of them; asserts nothing."""

import json
import sys

import lunary


def fetched() -> None:
    """Every dataset that is named behind the case, and what the SDK does about one that is not there."""
    told = {}
    for slug in sys.argv[2:] or ["cities", "tools", "missing"]:
        try:
            told[slug] = [vars(item) for item in lunary.get_dataset(slug)]
        except Exception as error:
            told[slug] = f"{type(error).__name__}: {error}"
    print(json.dumps(told))


CASES = [fetched]

if __name__ == "__main__":
    {case.__name__: case for case in CASES}[sys.argv[1]]()
