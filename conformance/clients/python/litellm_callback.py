"""LiteLLM with its `lunary` callback. Argument: the case. Asserts nothing: the harness does.

LiteLLM calls back on threads of its own, which the interpreter joins before the SDK sends its last batch.
"""

import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it fetches its price list on import

import litellm  # noqa: E402
import lunary  # noqa: E402

TOKEN = os.environ["CASE_TOKEN"]
PROVIDER = {"api_base": os.environ["PROVIDER_URL"], "api_key": "not-a-key", "num_retries": 0}
QUESTION = [
    {"role": "system", "content": "Be brief; answer in Zürich's words ☂."},
    {"role": "user", "content": f"What is 6 by 7, asks {TOKEN}?"},
]

litellm.success_callback = ["lunary"]
litellm.failure_callback = ["lunary"]


def plain() -> None:
    """Below an agent that is tracked by hand."""
    lunary.track_event("agent", "start", run_id=f"agent-{TOKEN}", name="planner", input=QUESTION[-1]["content"])
    litellm.completion(
        model="openai/gpt-4o-mini",
        messages=QUESTION,
        temperature=0.2,
        user=f"user-{TOKEN}",
        metadata={"tags": ["first", f"tag-{TOKEN}"], "feature_name": TOKEN, "parent_run_id": f"agent-{TOKEN}"},
        extra_headers={"x-call-path": "planner"},
        **PROVIDER,
    )


def single() -> None:
    litellm.completion(model="openai/gpt-4o-mini", messages=QUESTION[1:], **PROVIDER)


def streaming() -> None:
    for _ in litellm.completion(model="openai/gpt-4o", messages=QUESTION, stream=True, **PROVIDER):
        pass


def error() -> None:
    try:
        litellm.completion(model="openai/error-400", messages=QUESTION, **PROVIDER)
    except litellm.BadRequestError:
        return
    raise SystemExit("LiteLLM swallowed the provider's error")


CASES = [plain, single, streaming, error]

if __name__ == "__main__":
    {case.__name__: case for case in CASES}[sys.argv[1]]()
