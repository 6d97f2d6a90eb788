"""What Flowise posts for one question, event by event: a chat flow (thread, chain, model) and an agent flow.

The events are those that its handler makes; they are also the log that a case compares with.
"""

import uuid
from dataclasses import dataclass, field
from typing import Any

from .evidence import Logged
from .shape import as_shown

# A fixed moment, so that a failed case reads the same every time. 2025-03-01T09:30:00Z.
START_MS = 1_740_821_400_000
Event = dict[str, Any]


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class Flow:
    """One question and its answer. The ids are those that a run, a message or the chat has."""

    chat: str = field(default_factory=new_id)
    user: str = "lead@example.org"
    asked: str = field(default_factory=new_id)
    answered: str = field(default_factory=new_id)
    chain: str = field(default_factory=new_id)
    model: str = field(default_factory=new_id)
    tool: str = field(default_factory=new_id)
    question: str = field(default_factory=lambda: f"Where is parcel {uuid.uuid4()}?")
    answer: str = field(default_factory=lambda: f"Parcel {uuid.uuid4()} is on its way.")
    model_name: str = "gpt-4o-mini"
    chain_name: str = "ConversationChain"
    tool_name: str = "parcel_search"
    usage: dict[str, int] = field(default_factory=lambda: {"prompt": 31, "completion": 12})

    @property
    def asked_model(self) -> list[Event]:
        return [{"role": "system", "content": "Be kind."}, {"role": "user", "content": self.question}]

    @property
    def answer_message(self) -> Event:
        return {"role": "assistant", "content": self.answer}

    def chat_flow(self) -> list[Event]:
        """The answer is told as a message before the chain's own end."""
        return [
            self._message(0, self.asked, {"role": "user", "content": self.question}),
            {**self._start(1, "chain", self.chain, self.asked, self.chain_name), "input": self.question},
            {**self._start(2, "llm", self.model, self.chain, self.model_name), "input": self.asked_model},
            {**self._end(40, "llm", self.model), "output": self.answer_message, "tokensUsage": self.usage},
            self._message(41, self.answered, {"id": self.answered, **self.answer_message}),
            {**self._end(42, "chain", self.chain), "output": self.answer},
        ]

    def agent_flow(self) -> list[Event]:
        """Without a thread: the chat's id is the user of the chain, and every step names its parent."""
        failed = {"event": "error", "type": "tool", "runId": self.tool, "error": {"message": self.answer}}
        return [
            {**self._start(0, "chain", self.chain, None, self.chain_name), "input": self.question, "userId": self.chat},
            {**self._start(1, "llm", self.model, self.chain, self.model_name), "input": self.asked_model},
            {**self._end(30, "llm", self.model), "output": self.answer_message, "tokensUsage": self.usage},
            {**self._start(31, "tool", self.tool, self.chain, self.tool_name), "input": self.question},
            {**failed, "timestamp": START_MS + 35},
            {**self._end(42, "chain", self.chain), "output": self.answer},
        ]

    def feedback(self) -> Event:
        """As Flowise sends it: by its own id of the answer, without a type."""
        given = {"thumb": "up", "comment": self.answer}
        return {"event": "feedback", "runId": self.answered, "feedback": given, "timestamp": START_MS + 9000}

    def logged(self, value: Any) -> Logged:
        return Logged(as_shown(value), "the events posted")

    def _start(self, after_ms: int, run_type: str, run_id: str, parent: str | None, name: str) -> Event:
        link = {"parentRunId": parent} if parent else {}
        event = {"event": "start", "type": run_type, "runId": run_id, "name": name, "runtime": "langchain-js"}
        return {**event, **link, "timestamp": START_MS + after_ms}

    def _end(self, after_ms: int, run_type: str, run_id: str) -> Event:
        return {"event": "end", "type": run_type, "runId": run_id, "timestamp": START_MS + after_ms}

    def _message(self, after_ms: int, run_id: str, message: Event) -> Event:
        event = {"event": "chat", "type": "thread", "runId": run_id, "parentRunId": self.chat, "userId": self.user}
        return {**event, "message": message, "timestamp": START_MS + after_ms}
