"""MLflow's tracing, exported over OTLP: automatic for OpenAI's client, and by hand.

Recorded with mlflow-skinny 3.17.2, openai 2.54.0, opentelemetry-exporter-otlp-proto-http 1.45.2.
"""

import asking
import mlflow
from mlflow.entities import Document, SpanType
from openai import OpenAI

mlflow.openai.autolog()
client = OpenAI(max_retries=0)


@mlflow.trace(name="answering", span_type=SpanType.CHAIN)
def plain() -> str:
    mlflow.update_current_trace(metadata={"mlflow.trace.user": "user-1", "mlflow.trace.session": "session-1"})
    answer = client.chat.completions.create(
        model="gpt-4o-mini", messages=asking.QUESTION, temperature=0.2, max_tokens=50
    )
    return answer.choices[0].message.content


@mlflow.trace(span_type=SpanType.RETRIEVER)
def look_up(question: str) -> list[Document]:
    return [Document(page_content=f"About {question}", metadata={"page": 3}, id="document-1")]


def streaming() -> None:
    look_up("seven")
    options = {"include_usage": True}
    for _ in client.chat.completions.create(
        model="gpt-4o", messages=asking.QUESTION, stream=True, stream_options=options
    ):
        pass


@mlflow.trace(span_type=SpanType.TOOL, name="get_weather")
def weather(city: str, days: int) -> dict:
    return asking.get_weather(city, days)


@mlflow.trace(span_type=SpanType.AGENT)
def tools() -> str:
    messages = list(asking.QUESTION)
    first = client.chat.completions.create(model="gpt-4o", messages=messages, tools=[asking.WEATHER])
    message = first.choices[0].message
    (call,) = message.tool_calls
    found = weather(**asking.json.loads(call.function.arguments))
    messages += [message, {"role": "tool", "tool_call_id": call.id, "content": asking.json.dumps(found)}]
    return client.chat.completions.create(model="gpt-4o", messages=messages).choices[0].message.content


def error() -> None:
    client.chat.completions.create(model="error-400", messages=asking.QUESTION)


try:
    asking.play(plain, streaming, tools, error)
finally:
    mlflow.flush_trace_async_logging()
