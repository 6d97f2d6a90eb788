"""LlamaIndex as OpenInference's instrumentation sees it.

Recorded with llama-index-core 0.14.25, openinference-instrumentation-llama-index 4.6.1, llama-index-llms-openai-like
0.8.1, opentelemetry-exporter-otlp-proto-http 1.45.2.
"""

import asyncio

import asking
from llama_index.core import Document, SummaryIndex
from llama_index.core.agent.workflow import FunctionAgent
from llama_index.core.llms import ChatMessage
from llama_index.core.tools import FunctionTool
from llama_index.llms.openai_like import OpenAILike
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
LlamaIndexInstrumentor().instrument(tracer_provider=provider)
asked = [ChatMessage(role=message["role"], content=message["content"]) for message in asking.QUESTION]


def model(name: str) -> OpenAILike:
    return OpenAILike(
        model=name,
        api_base=asking.PROVIDER_URL,
        api_key="not-a-key",
        is_chat_model=True,
        is_function_calling_model=True,
        max_retries=0,
        temperature=0.2,
    )


def plain() -> None:
    model("gpt-4o-mini").chat(asked)
    documents = [Document(text=f"Forty-two, says {asking.TOKEN}.", metadata={"page": 3})]
    SummaryIndex.from_documents(documents).as_query_engine(llm=model("gpt-4o-mini")).query("What is it?")


def streaming() -> None:
    for _ in model("gpt-4o").stream_chat(asked):
        pass


def tools() -> None:
    async def run() -> None:
        weather = FunctionTool.from_defaults(fn=asking.get_weather)
        agent = FunctionAgent(name="planner", tools=[weather], llm=model("gpt-4o"), streaming=False)
        await agent.run(asking.QUESTION[1]["content"])

    asyncio.run(run())


def error() -> None:
    model("error-400").chat(asked)


try:
    asking.play(plain, streaming, tools, error)
finally:
    provider.shutdown()
