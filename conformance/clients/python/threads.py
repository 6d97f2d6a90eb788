"""Threads, feedback and scores of the official Python SDK. Argument: the case. Asserts nothing: the harness does."""

import inspect
import os
import sys
import time
import uuid
from datetime import UTC, datetime

import lunary
from openai import OpenAI

TOKEN = os.environ["CASE_TOKEN"]
# The SDK posts what it has every half second.
POSTED_AFTER_SECONDS = 1.2

client = OpenAI(base_url=os.environ["PROVIDER_URL"], max_retries=0)
lunary.monitor(client)


def now() -> str:
    return datetime.now(UTC).isoformat()


def opened() -> lunary.Thread:
    """A thread with all that the SDK's version takes."""
    about = (
        {"metadata": {"channel": f"web-{TOKEN}"}}
        if "metadata" in inspect.signature(lunary.open_thread).parameters
        else {}
    )
    props = {"email": f"{TOKEN}@example.org"}
    tags = ["support", f"tag-{TOKEN}"]
    return lunary.open_thread(id=f"thread-{TOKEN}", tags=tags, user_id=f"user-{TOKEN}", user_props=props, **about)


def answer(question: str, parent: str) -> str:
    """Asks the provider on behalf of a message."""
    with lunary.parent(parent):
        asked = [{"role": "user", "content": question}]
        return client.chat.completions.create(model="gpt-4o-mini", messages=asked).choices[0].message.content


def turn(thread: lunary.Thread, question: str) -> str:
    """A question and its answer; the id of the answer."""
    asked = thread.track_message({"role": "user", "content": question})
    return thread.track_message({"role": "assistant", "content": answer(question, asked)})


def conversation() -> None:
    thread = opened()
    turn(thread, f"Where is my parcel, asks {TOKEN}?")
    last = turn(thread, f"And when does it come, asks {TOKEN}?")
    thread.track_event(f"rated-{TOKEN}", metadata={"stars": 5})
    lunary.track_feedback(last, {"thumb": "up"})
    lunary.track_feedback(last, {"comment": f"quick, says {TOKEN}"})


def retry() -> None:
    thread = opened()
    question = f"Where is my parcel, asks {TOKEN}?"
    asked = thread.track_message({"id": f"question-{TOKEN}", "role": "user", "content": question})
    thread.track_message({"role": "assistant", "content": answer(question, asked)})
    again = answer(question, asked)
    thread.track_message({"role": "assistant", "content": again, "is_retry": True})


def late() -> None:
    """The first turn is told after the second one was."""
    thread = opened()
    first = f"Where is my parcel, asks {TOKEN}?"
    asked_at, answered = now(), answer(first, "first")
    answered_at = now()
    turn(thread, f"And when does it come, asks {TOKEN}?")
    time.sleep(POSTED_AFTER_SECONDS)
    for at, run_id, role, content in (
        (answered_at, "first-answer", "assistant", answered),
        (asked_at, "first", "user", first),
    ):
        message = {"role": role, "content": content}
        lunary.track_event("thread", "chat", run_id, thread.id, message=message, timestamp=at, app_id=thread.app_id)


def scores() -> None:
    """Before the run's events, between them, and when they were sent. The key is private for all of it."""
    scored(None)


def scores_apart() -> None:
    """Events go with the public key, scores with the private one."""
    scored(os.environ["CASE_PRIVATE_KEY"])


def scored(key: str | None) -> None:
    run_id = str(uuid.uuid4())
    lunary.score(run_id, "accuracy", 0.75, f"early, says {TOKEN}", app_id=key)
    messages = [{"role": "user", "content": f"What is 6 by 7, asks {TOKEN}?"}]
    lunary.track_event("llm", "start", run_id=run_id, name="gpt-4o", input=messages)
    unmonitored = OpenAI(base_url=os.environ["PROVIDER_URL"], max_retries=0)
    answered = unmonitored.chat.completions.create(model="gpt-4o", messages=messages)
    lunary.score(run_id, "tone", "friendly", None, app_id=key)
    usage = {"prompt": answered.usage.prompt_tokens, "completion": answered.usage.completion_tokens}
    message = answered.choices[0].message.model_dump(exclude_none=True)
    lunary.track_event("llm", "end", run_id=run_id, output=message, token_usage=usage)
    time.sleep(POSTED_AFTER_SECONDS)
    lunary.score(run_id, "safe", True, None, app_id=key)
    lunary.score(run_id, "accuracy", 0.5, f"late, says {TOKEN}", app_id=key)


CASES = [conversation, retry, late, scores, scores_apart]

if __name__ == "__main__":
    {case.__name__: case for case in CASES}[sys.argv[1]]()
