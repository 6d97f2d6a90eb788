"""The comparison that nearly every case ends with: one llm run, in all three views, against one exchange."""

from dataclasses import dataclass, replace
from typing import Any

from .clients import Client
from .evidence import Evidence, Logged
from .exchange import Exchange
from .readback import Readback


@dataclass(frozen=True)
class Told:
    """What a client tells the server about an exchange. Values of the log, in the form that the API shows."""

    name: Logged
    input: Logged
    output: Logged
    tokens: Logged
    parent: Logged
    status: str

    @classmethod
    def of(cls, exchange: Exchange) -> "Told":
        """The whole exchange, as most clients tell it."""
        status = "success" if exchange.status == 200 else "error"
        name, tokens, parent = exchange.name(), exchange.tokens(), exchange.caller()
        return cls(name, exchange.input(), exchange.output(), tokens, parent, status)

    @classmethod
    def by(cls, client: Client, exchange: Exchange) -> "Told":
        """The exchange without those members of messages that this client keeps to itself."""
        left_out = {name: None for name in client.leaves_out}
        asked = [{**message, **left_out} for message in exchange.request["messages"]]
        return replace(cls.of(exchange), input=exchange.logged(asked, f"messages asked, without {client.leaves_out}"))

    def differing(self, exchange: Exchange, **subjects: Any) -> "Told":
        """The same with other values of the log for some subjects."""
        logged = {name: exchange.logged(value, f"its {name}, as this client tells") for name, value in subjects.items()}
        return replace(self, **logged)


def compare_llm_run(
    evidence: Evidence, shown: Readback, run_id: str, exchange: Exchange, told: Told | None = None
) -> None:
    """All five subjects, in each view that has them. The status follows from what the provider answered."""
    told = told or Told.of(exchange)
    for view in shown.views(run_id):
        evidence.compare("name", view.name, told.name)
        evidence.compare("input", view.input, told.input)
        evidence.compare("output", view.output, told.output)
        evidence.compare("tokens", view.tokens, told.tokens)
        if view.where != "list":
            evidence.compare("parent", shown.name_of(view.parent), told.parent)
        assert view.status == told.status, f"{view.where}: {view.status}"


def run_of(shown: Readback, exchange: Exchange) -> str:
    """The llm run that has this exchange's answer as its output."""
    found = [run_id for run_id in shown.of_type("llm") if shown.views(run_id)[0].output == exchange.output().value]
    assert len(found) == 1, f"{len(found)} runs have the answer of exchange {exchange.number}"
    return found[0]
