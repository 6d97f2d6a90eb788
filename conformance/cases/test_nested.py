"""Decorated agents, tools and chains around provider calls: the tree comes back as the provider saw it grow."""

import json

import pytest

from harness.clients import EVERY_CLIENT, Client
from harness.evidence import Evidence, Logged
from harness.llm_run import Told, compare_llm_run, run_of
from harness.provider import FakeProvider
from harness.readback import Readback
from harness.server import Server

EVERY = pytest.mark.parametrize("client", EVERY_CLIENT, ids=lambda client: client.name)


class Tree:
    """What one client left on the server, and the comparisons of its runs."""

    def __init__(self, server: Server, evidence: Evidence) -> None:
        self.shown = Readback(server.api())
        self.evidence = evidence

    def compare(self, run_type: str, name: Logged, given: Logged, result: Logged, parent: Logged) -> None:
        """The one run of this type, in all views."""
        for view in self.shown.views(self.shown.only(run_type)):
            self.evidence.compare("name", view.name, name)
            self.evidence.compare("input", _arguments(view.input), given)
            self.evidence.compare("output", view.output, result)
            if view.where != "list":
                self.evidence.compare("parent", self.shown.name_of(view.parent), parent)
            assert view.status == "success", f"{run_type} in {view.where}: {view.status}"


def _arguments(given: object) -> object:
    """Python's SDK puts keyword arguments into a list, JavaScript's sends the object itself."""
    return given[0] if isinstance(given, list) and len(given) == 1 else given


@EVERY
def test_an_agent_with_a_tool_and_a_chain_comes_back_as_a_tree(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("nested", server, provider)
    tree = Tree(server, evidence)
    first, second, third = provider.log
    assert len(tree.shown.roots()) == 1
    assert len(tree.shown.related) == 6
    for exchange in provider.log:
        compare_llm_run(evidence, tree.shown, run_of(tree.shown, exchange), exchange, Told.by(client, exchange))

    call = first.tool_call()["function"]
    arguments = first.logged(json.loads(call["arguments"]), "arguments of the tool call answered")
    found = second.logged(json.loads(second.last_content().value), "result of the tool, as asked with")
    tool_name = first.logged(call["name"], "tool called")
    tree.compare("tool", tool_name, arguments, found, first.caller())

    answer = third.answered_content()
    tree.compare("chain", third.step("summarise"), third.last_content(), answer, third.caller_above("summarise"))
    tree.compare("agent", third.step("planner"), first.last_content(), answer, third.caller_above("planner"))


@EVERY
def test_runs_of_a_trace_name_its_root(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("nested", server, provider)
    shown = Readback(server.api())
    for exchange in provider.log:
        compare_llm_run(evidence, shown, run_of(shown, exchange), exchange, Told.by(client, exchange))
    (root,) = shown.roots()
    for run_id, run in shown.detailed.items():
        assert run["traceId"] == (None if run_id == root else root), run["name"]
        assert [row["id"] for row in server.api().related(run_id)][0] == run_id


@EVERY
def test_runs_tracked_by_hand_come_back(
    client: Client, server: Server, provider: FakeProvider, evidence: Evidence
) -> None:
    client.run("manual", server, provider)
    tree = Tree(server, evidence)
    (exchange,) = provider.log
    compare_llm_run(evidence, tree.shown, tree.shown.only("llm"), exchange)
    answer = exchange.answered_content()
    tree.compare("agent", exchange.step("by hand"), exchange.last_content(), answer, exchange.caller_above("by hand"))
