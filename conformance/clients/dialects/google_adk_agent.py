"""An agent of Google's Agent Development Kit, with the model behind LiteLLM.

Recorded with google-adk 2.13.0 and 1.14.1 (as `-v1`), litellm 1.106.2, opentelemetry-exporter-otlp-proto-http.
"""

import asyncio
import os

os.environ["OTEL_SEMCONV_STABILITY_OPT_IN"] = "gen_ai_latest_experimental"
os.environ["OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"] = "SPAN_AND_EVENT"

import asking
from google.adk.agents import LlmAgent
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.models.lite_llm import LiteLlm
from google.adk.runners import InMemoryRunner
from google.genai import types
from opentelemetry import _logs, trace
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
logs = LoggerProvider()
logs.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
_logs.set_logger_provider(logs)


def ask(model: str, *tools: object, streamed: bool = False) -> None:
    agent = LlmAgent(
        name="planner",
        description="Plans a day",
        model=LiteLlm(model=f"openai/{model}", api_base=asking.PROVIDER_URL, api_key="not-a-key", num_retries=0),
        instruction=asking.SYSTEM,
        tools=list(tools),
        generate_content_config=types.GenerateContentConfig(temperature=0.2, max_output_tokens=50),
    )

    async def run() -> None:
        runner = InMemoryRunner(agent, app_name="dialects")
        session = await runner.session_service.create_session(app_name="dialects", user_id="user-1")
        message = types.Content(role="user", parts=[types.Part(text=asking.QUESTION[1]["content"])])
        config = RunConfig(streaming_mode=StreamingMode.SSE if streamed else StreamingMode.NONE)
        about = {"user_id": "user-1", "session_id": session.id, "new_message": message, "run_config": config}
        async for _ in runner.run_async(**about):
            pass

    asyncio.run(run())


def plain() -> None:
    ask("gpt-4o-mini")


def streaming() -> None:
    ask("gpt-4o", streamed=True)


def tools() -> None:
    ask("gpt-4o", asking.get_weather)


def error() -> None:
    ask("error-400")


try:
    asking.play(plain, streaming, tools, error)
finally:
    provider.shutdown()
    logs.shutdown()
