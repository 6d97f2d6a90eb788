"""One request that reached the fake provider and the answer it gave: the log that the cases assert against."""

from dataclasses import dataclass, field
from typing import Any

from .evidence import Logged
from .shape import as_shown


@dataclass
class Exchange:
    """A line of the provider's log. `message` and `usage` are None when the answer was an error."""

    number: int
    path: str
    headers: dict[str, str]
    request: dict[str, Any]
    status: int = 0
    message: dict[str, Any] | None = None
    usage: dict[str, int] | None = None
    error_message: str | None = None
    chunks: int = 0
    steps: list[str] = field(init=False)

    def __post_init__(self) -> None:
        steps = self.headers.get("x-call-path", "")
        self.steps = [step for step in steps.split("/") if step]

    @property
    def streamed(self) -> bool:
        return bool(self.request.get("stream"))

    @property
    def of_anthropic(self) -> bool:
        """Whether this was a call of the messages API, not of chat completions."""
        return self.path.split("?")[0].endswith("/messages")

    @property
    def asks_for_usage(self) -> bool:
        """Whether a stream is to end with a chunk of usage."""
        return bool((self.request.get("stream_options") or {}).get("include_usage"))

    def logged(self, value: Any, what: str) -> Logged:
        """A value of this exchange in the form that the API shows."""
        return Logged(as_shown(value), f"the provider's log, exchange {self.number}, {what}")

    def input(self) -> Logged:
        return self.logged(self.request["messages"], "messages asked")

    def output(self) -> Logged:
        """The message answered; for a stream, all pieces put together."""
        return self.logged(self.message, "message answered")

    def name(self) -> Logged:
        return self.logged(self.request["model"], "model asked for")

    def tokens(self) -> Logged:
        """What the SDKs report: the usage of the answer, or for a stream the number of chunks and no prompt."""
        if self.streamed:
            return self.logged({"completion": self.chunks}, "chunks sent")
        return self.logged(self.usage, "usage answered") if self.usage else self.logged({}, "no usage")

    def caller(self) -> Logged:
        """The name of the run that made this call, as the client said in its header; None at the root."""
        return self.logged(self.steps[-1] if self.steps else None, "header x-call-path, last step")

    def caller_above(self, step: str) -> Logged:
        """The name of the run around `step`; None when `step` is the outermost."""
        above = self.steps[: self.steps.index(step)]
        return self.logged(above[-1] if above else None, f"header x-call-path, step around {step}")

    def step(self, name: str) -> Logged:
        """That a run of this name was on the way to this call."""
        return self.logged(self.steps[self.steps.index(name)], "header x-call-path")

    def last_content(self) -> Logged:
        """The text of the last message asked."""
        return self.logged(self.request["messages"][-1]["content"], "last message asked")

    def answered_content(self) -> Logged:
        return self.logged((self.message or {})["content"], "content answered")

    def tool_call(self) -> dict[str, Any]:
        """The one call that the answer asks for: `{id, type, function: {name, arguments}}`."""
        (call,) = (self.message or {})["tool_calls"]
        return call
