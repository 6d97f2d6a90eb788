"""What an OpenTelemetry client played once, for all cases that look at it: the provider's log and what came back."""

from dataclasses import dataclass
from pathlib import Path

from .evidence import Evidence
from .exchange import Exchange
from .llm_run import compare_llm_run
from .otlp_clients import OtlpClient
from .otlp_told import told_by
from .provider import FakeProvider
from .readback import Readback
from .server import Project, Server


@dataclass(frozen=True)
class Played:
    """One client and all its calls."""

    client: OtlpClient
    provider: FakeProvider
    shown: Readback

    def exchanges(self, call: str) -> list[Exchange]:
        """What the model was asked below a call; its header says so."""
        return [exchange for exchange in self.provider.log if exchange.steps[0] == call]

    def below(self, call: str, run_type: str) -> list[str]:
        """Ids of the runs of a type below a call that this instrumentation tells, oldest first."""
        trace = self.shown.detailed[self.root(call)]["metadata"]["traceId"]
        return [run_id for run_id in self.shown.of_type(run_type) if self._is_told(run_id, trace)]

    def root(self, call: str) -> str:
        """The id of the span around a call."""
        (found,) = [run_id for run_id in self.shown.roots() if self.shown.name_of(run_id) == call]
        return found

    def compare(self, evidence: Evidence, call: str) -> None:
        """Every exchange of a call with its run."""
        exchanges = self.exchanges(call)
        for run_id, exchange in zip(self.below(call, "llm"), exchanges, strict=True):
            compare_llm_run(evidence, self.shown, run_id, exchange, told_by(self.client, exchange))

    def _is_told(self, run_id: str, trace: str) -> bool:
        about = self.shown.detailed[run_id]["metadata"]
        return about["traceId"] == trace and self.client.scope in ("", about["otel.scope.name"])


def play(client: OtlpClient, folder: Path) -> Played:
    """Runs a client against a server and a provider of its own, and reads everything back."""
    server, provider = Server(folder / "data", Project(), "--otlp-grpc-listen", "127.0.0.1:0"), FakeProvider()
    try:
        client.run(server, provider)
        played = Played(client, provider, Readback(server.api()))
        assert server.stop() == 0, f"the server did not stop cleanly:\n{server.errors()}"
        return played
    finally:
        server.close()
        provider.close()
