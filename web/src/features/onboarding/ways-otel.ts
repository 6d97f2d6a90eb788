// The ways of OpenTelemetry.

import type { Builder } from './builder';

const OTEL_HEAD = `from openai import OpenAI
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.openai import OpenAIInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
OpenAIInstrumentor().instrument()
`;

/** A call below a span that says more about it. */
function otelBelow(attributes: string): string {
  return `${OTEL_HEAD}
attributes = ${attributes}
with trace.get_tracer("app").start_as_current_span("support-agent", attributes=attributes):
    OpenAI().chat.completions.create(
        model="gpt-4.1-mini",
        messages=[{"role": "user", "content": "Where is my parcel?"}],
    )`;
}

export const otel: Builder = {
  install: 'pip install openai opentelemetry-sdk opentelemetry-exporter-otlp-proto-http opentelemetry-instrumentation-openai',
  file: 'app.py',
  language: 'python',
  run: 'python app.py',
  isOtel: true,
  code: {
    llm: `${OTEL_HEAD}
OpenAI().chat.completions.create(
    model="gpt-4.1-mini",
    messages=[{"role": "user", "content": "Hello"}],
)`,
    trace: otelBelow('{"gen_ai.operation.name": "invoke_agent"}'),
    thread: otelBelow('{"gen_ai.conversation.id": "conversation-1", "user.id": "maya"}'),
    user: otelBelow('{"user.id": "maya"}'),
  },
};

export const llamaindex: Builder = {
  install: 'pip install llama-index openinference-instrumentation-llama-index opentelemetry-sdk opentelemetry-exporter-otlp-proto-http',
  file: 'app.py',
  language: 'python',
  run: 'python app.py',
  isOtel: true,
  code: {
    llm: `from llama_index.llms.openai import OpenAI
from openinference.instrumentation.llama_index import LlamaIndexInstrumentor
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider()
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
LlamaIndexInstrumentor().instrument(tracer_provider=provider)

OpenAI(model="gpt-4.1-mini").complete("Hello")`,
  },
};

const VERCEL_HEAD = `import { openai } from "@ai-sdk/openai"
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto"
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node"
import { generateText } from "ai"

const exporter = new BatchSpanProcessor(new OTLPTraceExporter())
const provider = new NodeTracerProvider({ spanProcessors: [exporter] })
provider.register()
`;

export const vercel: Builder = {
  install: 'npm install ai @ai-sdk/openai @opentelemetry/sdk-trace-node @opentelemetry/exporter-trace-otlp-proto',
  file: 'app.mjs',
  language: 'javascript',
  run: 'node app.mjs',
  isOtel: true,
  code: {
    llm: `${VERCEL_HEAD}
await generateText({
  model: openai.chat("gpt-4.1-mini"),
  prompt: "Hello",
  experimental_telemetry: { isEnabled: true, functionId: "support-agent" },
})
await provider.shutdown()`,
    thread: `${VERCEL_HEAD}
await generateText({
  model: openai.chat("gpt-4.1-mini"),
  prompt: "Where is my parcel?",
  experimental_telemetry: {
    isEnabled: true,
    functionId: "support-agent",
    metadata: { threadId: "conversation-1", userId: "maya" },
  },
})
await provider.shutdown()`,
    user: `${VERCEL_HEAD}
await generateText({
  model: openai.chat("gpt-4.1-mini"),
  prompt: "Hello",
  experimental_telemetry: {
    isEnabled: true,
    functionId: "support-agent",
    metadata: { userId: "maya" },
  },
})
await provider.shutdown()`,
  },
};
