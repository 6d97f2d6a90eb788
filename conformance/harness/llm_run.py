"""The comparison that nearly every case ends with: one llm run, in all three views, against one exchange."""

from .evidence import Evidence
from .exchange import Exchange
from .readback import Readback


def compare_llm_run(evidence: Evidence, shown: Readback, run_id: str, exchange: Exchange) -> None:
    """All five subjects, in each view that has them. The status follows from what the provider answered."""
    for view in shown.views(run_id):
        evidence.compare("name", view.name, exchange.name())
        evidence.compare("input", view.input, exchange.input())
        evidence.compare("output", view.output, exchange.output())
        evidence.compare("tokens", view.tokens, exchange.tokens())
        if view.where != "list":
            evidence.compare("parent", shown.name_of(view.parent), exchange.caller())
        assert view.status == ("success" if exchange.status == 200 else "error"), f"{view.where}: {view.status}"


def run_of(shown: Readback, exchange: Exchange) -> str:
    """The llm run that has this exchange's answer as its output."""
    found = [run_id for run_id in shown.of_type("llm") if shown.views(run_id)[0].output == exchange.output().value]
    assert len(found) == 1, f"{len(found)} runs have the answer of exchange {exchange.number}"
    return found[0]
