"""A thread as the server shows it, and the comparisons of its turns with the exchanges that they were made of.

A client asks the provider with the text of the user's message and tells its answer as the assistant's; so the last
message of an exchange and its answer are what a turn must show.
"""

from typing import Any

from .evidence import Evidence, Logged
from .exchange import Exchange
from .llm_run import compare_llm_run, run_of
from .readback import Readback
from .server import Server


class Conversation:
    """The one thread of a project."""

    def __init__(self, server: Server, evidence: Evidence) -> None:
        self.api = server.api()
        self.shown = Readback(self.api)
        self.evidence = evidence
        self.id = self.shown.only("thread")
        self.turns = self.shown.of_type("chat")

    def listed(self, run_id: str) -> dict[str, Any]:
        """A row of the list, which alone has the facts about a thread's turns."""
        return self.shown.listed[run_id]

    def compare_turn(self, turn: str, exchange: Exchange) -> None:
        """A turn of one question and one answer, in every view, under the thread."""
        asked = exchange.logged([_message("user", exchange.last_content())], "last message asked")
        answered = exchange.logged([_message("assistant", exchange.answered_content())], "content answered")
        for view in self.shown.views(turn):
            self.evidence.compare("input", view.input, asked)
            self.evidence.compare("output", view.output, answered)
            if view.where != "list":
                assert view.parent == self.id, f"{view.where}: the turn is not in the thread"

    def compare_call(self, turn: str, exchange: Exchange) -> None:
        """The call of the provider hangs off a turn, whichever of its messages it was made for."""
        run_id = run_of(self.shown, exchange)
        compare_llm_run(self.evidence, self.shown, run_id, exchange)
        for view in self.shown.views(run_id):
            if view.where != "list":
                parent = self.shown.views(view.parent or "")[0]
                self.evidence.compare("parent", parent.input[0]["content"], exchange.last_content())
                assert view.parent == turn, f"{view.where}: {view.parent}"

    def compare_ends(self, first: Exchange, last: Exchange, messages: int) -> None:
        """What the thread's own row says of its first and its latest message."""
        row = self.listed(self.id)
        assert row["messagesCount"] == messages
        asked = first.logged(_message("user", first.last_content()), "last message asked")
        self.evidence.compare("input", row["firstMessage"], asked)
        answered = last.logged(_message("assistant", last.answered_content()), "content answered")
        for view in self.shown.views(self.id):
            self.evidence.compare("input", view.input, answered)


def _message(role: str, content: Logged) -> dict[str, Any]:
    return {"role": role, "content": content.value}
