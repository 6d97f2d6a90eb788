"""Real OpenTelemetry instrumentations, each in a process of its own, exporting to the server and to nobody else.

A program of `clients/otlp/` plays all its calls in one process, and ends when everything is exported. It is configured
by the variables of OpenTelemetry's own specification, as its users do it.
"""

import os
import re
import subprocess
from dataclasses import dataclass, field

from .clients import CLIENT_WITHIN_SECONDS, CLIENTS
from .provider import FakeProvider
from .server import Server

# The Python that has the packages of requirements-otlp.txt (`scripts/pytest` names it).
OTLP_PYTHON = os.environ.get("OTLP_PYTHON", "OTLP_PYTHON-is-not-set")
SERVICE = "conformance-otlp"


@dataclass(frozen=True)
class OtlpClient:
    """One instrumentation, and one way for its spans to travel. `path` is what the endpoint has after the port.

    With `has_own_port` they go to the port that is for OpenTelemetry over gRPC alone, else to that of the API.
    `scope` names the instrumentation in what it exports, for where two of them tell the same call.
    """

    name: str
    program: str
    argument: str = ""
    path: str = ""
    scope: str = ""
    has_own_port: bool = False
    settings: dict[str, str] = field(default_factory=dict)

    def run(self, server: Server, provider: FakeProvider) -> None:
        """Returns when the client has ended, and so has exported all that it had to say."""
        interpreter = "node" if self.program.endswith(".mjs") else OTLP_PYTHON
        done = subprocess.run(
            [interpreter, str(CLIENTS / "otlp" / self.program), self.argument],
            env=self._environment(server, provider),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=CLIENT_WITHIN_SECONDS,
            check=False,
        )
        said = f"{done.stdout}\n{done.stderr}"
        assert done.returncode == 0, f"{self.name} failed:\n{said}"
        assert "Failed to export" not in said, f"{self.name} could not export:\n{said}"

    def _environment(self, server: Server, provider: FakeProvider) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", ""),
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"{_own_port(server) if self.has_own_port else server.url}{self.path}",
            "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
            "OTEL_EXPORTER_OTLP_HEADERS": f"authorization=Bearer%20{server.project.public_key}",
            "OTEL_SERVICE_NAME": SERVICE,
            "OPENAI_API_KEY": "not-a-key",
            "ANTHROPIC_API_KEY": "not-a-key",
            "PROVIDER_URL": provider.url,
            "CASE_TOKEN": provider.token,
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.settings,
        }


def _own_port(server: Server) -> str:
    """Where the server says that it takes gRPC; who asks for port 0 is given any that is free."""
    found = re.search(r"taking OpenTelemetry over gRPC address=(\S+)", server.errors())
    assert found, f"the server opened no port for gRPC:\n{server.errors()}"
    return f"http://{found[1]}"


GRPC = {"OTEL_EXPORTER_OTLP_PROTOCOL": "grpc", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}
GZIP = {"OTEL_EXPORTER_OTLP_COMPRESSION": "gzip"}
# Content is opt-in with this instrumentation, and comes as log records beside the spans.
CONTENT = {"OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true"}

HTTP_PROTOBUF = OtlpClient("sdk-http", "by_hand.py", path="/v1/otel")
GRPC_PROTOBUF = OtlpClient("sdk-grpc", "by_hand.py", settings=GRPC)
GRPC_OWN_PORT = OtlpClient("sdk-grpc-port", "by_hand.py", has_own_port=True, settings=GRPC)
TRACELOOP = OtlpClient("traceloop", "openai_client.py", "traceloop", settings=GZIP)
OPENAI_V2 = OtlpClient("openai-v2", "openai_client.py", "openai_v2", settings=CONTENT)
OPENINFERENCE = OtlpClient("openinference", "openai_client.py", "openinference")
ANTHROPIC = OtlpClient("traceloop-anthropic", "anthropic_client.py", scope="opentelemetry.instrumentation.anthropic")
LANGCHAIN = OtlpClient("openinference-langchain", "langchain_chains.py", path="/v1/otel")
PYDANTIC_AI = OtlpClient("pydantic-ai", "pydantic_agent.py", "opentelemetry")
LOGFIRE = OtlpClient("logfire", "pydantic_agent.py", "logfire")
VERCEL_JSON = OtlpClient("vercel-json", "vercel_ai.mjs", "json")
VERCEL_PROTOBUF = OtlpClient("vercel-protobuf", "vercel_ai.mjs", "proto")
BY_HAND = (HTTP_PROTOBUF, GRPC_PROTOBUF, GRPC_OWN_PORT)
OF_OPENAI = (TRACELOOP, OPENAI_V2, OPENINFERENCE)
OF_PYDANTIC_AI = (PYDANTIC_AI, LOGFIRE)
OF_VERCEL = (VERCEL_JSON, VERCEL_PROTOBUF)
EVERY_OTLP_CLIENT = (*BY_HAND, *OF_OPENAI, ANTHROPIC, LANGCHAIN, *OF_PYDANTIC_AI, *OF_VERCEL)
