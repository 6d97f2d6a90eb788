"""What the programs of this folder ask. Each takes a step: plain, streaming, tools, error."""

import json
import os
import sys
from collections.abc import Callable

TOKEN = os.environ["CASE_TOKEN"]
PROVIDER_URL = os.environ["PROVIDER_URL"]
SYSTEM = "Be brief; answer in Zürich's words ☂."
QUESTION = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": f"What is 6 by 7, asks {TOKEN}?"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}, "days": {"type": "integer"}},
            "required": ["city"],
        },
    },
}


def get_weather(city: str, days: int) -> dict:
    """The weather in a city"""
    return {"city_name": city, "forecast": ["rain"] * days}


def weather_text(arguments: str) -> str:
    return json.dumps(get_weather(**json.loads(arguments)), ensure_ascii=False)


def play(*steps: Callable[[], None]) -> None:
    """Runs the step that the command line names. What it raises is the provider's refusal, which was asked for."""
    step = {step.__name__: step for step in steps}[sys.argv[1]]
    try:
        step()
    except Exception as refusal:
        if sys.argv[1] != "error" or "refused by the fake provider" not in str(refusal):
            raise
