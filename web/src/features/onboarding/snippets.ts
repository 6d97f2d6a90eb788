/* oxlint-disable max-lines -- texts, all in one file on purpose: that is the file that the tests run */
// How to send the first run, eight ways. The end-to-end tests run these texts as they are printed, so that they cannot rot:
// what an SDK is called and which variables it reads stands here and nowhere else in the pages.

import { lunaryEnv, otlpEnv, type Place } from '@/lib/snippets';

export const WAYS = ['python', 'javascript', 'langchain', 'llamaindex', 'vercel', 'otel', 'litellm', 'curl'] as const;
export type Way = (typeof WAYS)[number];

/** What the page that teaches will show. */
export type Lesson = 'llm' | 'trace' | 'thread' | 'user';

export const WAY_NAMES: Record<Way, string> = {
  python: 'Python',
  javascript: 'JavaScript',
  langchain: 'LangChain',
  llamaindex: 'LlamaIndex',
  vercel: 'Vercel AI SDK',
  otel: 'OpenTelemetry',
  litellm: 'LiteLLM',
  curl: 'curl',
};

export type Language = 'python' | 'javascript' | 'bash';

export interface Snippet {
  /** A command; absent where there is nothing to install. */
  install?: string;
  /** Commands that set the variables. */
  env: string;
  file: string;
  language: Language;
  code: string;
  /** Runs the file. */
  run?: string;
  /** Whether it calls OpenAI, so that a key of theirs has to be there. */
  callsOpenAi: boolean;
}

export function snippetOf(way: Way, lesson: Lesson, place: Place): Snippet {
  const { code, ...rest } = BUILDERS[way];
  const env = (rest.isOtel ? otlpEnv(place) : lunaryEnv(place)).trimEnd();
  return { install: rest.install, env, file: rest.file, language: rest.language, run: rest.run, callsOpenAi: way !== 'curl' && !(lesson === 'thread' && SPEAKS_OF_THREADS.has(way)), code: code[lesson] ?? code.llm };
}

const SPEAKS_OF_THREADS = new Set<Way>(['python', 'javascript', 'langchain', 'litellm']);

interface Builder {
  install?: string;
  file: string;
  language: Language;
  run?: string;
  isOtel?: boolean;
  code: { llm: string } & Partial<Record<Lesson, string>>;
}

const PYTHON_THREAD = `import lunary

thread = lunary.open_thread(id="conversation-1", user_id="maya")

thread.track_message({"role": "user", "content": "Where is my parcel?"})
thread.track_message({"role": "assistant", "content": "It arrives tomorrow."})`;

const JAVASCRIPT_THREAD = `import lunary from "lunary"

const thread = lunary.openThread({ id: "conversation-1", userId: "maya" })

thread.trackMessage({ role: "user", content: "Where is my parcel?" })
thread.trackMessage({ role: "assistant", content: "It arrives tomorrow." })`;

const python: Builder = {
  install: 'pip install lunary openai',
  file: 'app.py',
  language: 'python',
  run: 'python app.py',
  code: {
    llm: `import lunary
from openai import OpenAI

client = OpenAI()
lunary.monitor(client)

client.chat.completions.create(
    model="gpt-4.1-mini",
    messages=[{"role": "user", "content": "Hello"}],
)`,
    trace: `import lunary
from openai import OpenAI

client = OpenAI()
lunary.monitor(client)

@lunary.tool()
def find_order(order_id):
    return {"id": order_id, "status": "shipped"}

@lunary.agent()
def support_agent(question):
    order = find_order("9913")
    answer = client.chat.completions.create(
        model="gpt-4.1-mini",
        messages=[{"role": "user", "content": f"{question} {order}"}],
    )
    return answer.choices[0].message.content

support_agent("Where is my parcel?")`,
    thread: PYTHON_THREAD,
    user: `import lunary
from openai import OpenAI

client = OpenAI()
lunary.monitor(client)

with lunary.identify("maya", user_props={"email": "maya@example.org"}):
    client.chat.completions.create(
        model="gpt-4.1-mini",
        messages=[{"role": "user", "content": "Hello"}],
    )`,
  },
};

const javascript: Builder = {
  install: 'npm install lunary openai',
  file: 'app.mjs',
  language: 'javascript',
  run: 'node app.mjs',
  code: {
    llm: `import OpenAI from "openai"
import { monitorOpenAI } from "lunary/openai"

const openai = monitorOpenAI(new OpenAI())

await openai.chat.completions.create({
  model: "gpt-4.1-mini",
  messages: [{ role: "user", content: "Hello" }],
})`,
    trace: `import OpenAI from "openai"
import lunary from "lunary"
import { monitorOpenAI } from "lunary/openai"

const openai = monitorOpenAI(new OpenAI())

const findOrder = lunary.wrapTool(async function findOrder(id) {
  return { id, status: "shipped" }
})

const supportAgent = lunary.wrapAgent(async function supportAgent(question) {
  const order = await findOrder("9913")
  const answer = await openai.chat.completions.create({
    model: "gpt-4.1-mini",
    messages: [{ role: "user", content: \`\${question} \${JSON.stringify(order)}\` }],
  })
  return answer.choices[0].message.content
})

await supportAgent("Where is my parcel?")`,
    thread: JAVASCRIPT_THREAD,
    user: `import OpenAI from "openai"
import { monitorOpenAI } from "lunary/openai"

const openai = monitorOpenAI(new OpenAI())

await openai.chat.completions.create({
  model: "gpt-4.1-mini",
  messages: [{ role: "user", content: "Hello" }],
  user: "maya",
  userProps: { email: "maya@example.org" },
})`,
  },
};

const langchain: Builder = {
  install: 'pip install lunary langchain-openai',
  file: 'app.py',
  language: 'python',
  run: 'python app.py',
  code: {
    llm: `from langchain_openai import ChatOpenAI
from lunary import LunaryCallbackHandler

model = ChatOpenAI(model="gpt-4.1-mini")

model.invoke("Hello", config={"callbacks": [LunaryCallbackHandler()]})`,
    trace: `from langchain_core.prompts import ChatPromptTemplate
from langchain_openai import ChatOpenAI
from lunary import LunaryCallbackHandler

prompt = ChatPromptTemplate.from_template("Answer in one sentence: {question}")
chain = prompt | ChatOpenAI(model="gpt-4.1-mini")

chain.invoke(
    {"question": "Where is my parcel?"},
    config={
        "callbacks": [LunaryCallbackHandler()],
        "metadata": {"agent_name": "support-agent"},
    },
)`,
    thread: PYTHON_THREAD,
    user: `from langchain_openai import ChatOpenAI
from lunary import LunaryCallbackHandler

model = ChatOpenAI(model="gpt-4.1-mini")

model.invoke(
    "Hello",
    config={
        "callbacks": [LunaryCallbackHandler()],
        "metadata": {"user_id": "maya", "user_props": {"email": "maya@example.org"}},
    },
)`,
  },
};

const llamaindex: Builder = {
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

const vercel: Builder = {
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

const otel: Builder = {
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

const litellm: Builder = {
  install: 'pip install lunary litellm',
  file: 'app.py',
  language: 'python',
  run: 'python app.py',
  code: {
    llm: `import litellm

litellm.success_callback = ["lunary"]
litellm.failure_callback = ["lunary"]

litellm.completion(
    model="gpt-4.1-mini",
    messages=[{"role": "user", "content": "Hello"}],
)`,
    thread: PYTHON_THREAD,
    user: `import litellm

litellm.success_callback = ["lunary"]
litellm.failure_callback = ["lunary"]

litellm.completion(
    model="gpt-4.1-mini",
    messages=[{"role": "user", "content": "Hello"}],
    user="maya",
)`,
  },
};

/** One request with these events. */
function curlOf(...events: string[]): string {
  return `curl -X POST "$LUNARY_API_URL/v1/runs/ingest" \\
  -H "Authorization: Bearer $LUNARY_PUBLIC_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"events": [
${events.map((event) => `    ${event}`).join(',\n')}
  ]}'`;
}

const curl: Builder = {
  file: 'terminal',
  language: 'bash',
  code: {
    llm: curlOf(
      '{"type": "llm", "event": "start", "runId": "call-1", "name": "gpt-4.1-mini", "input": "Hello"}',
      '{"type": "llm", "event": "end", "runId": "call-1", "output": "Hello! How can I help?"}',
    ),
    trace: curlOf(
      '{"type": "agent", "event": "start", "runId": "agent-1", "name": "support-agent", "input": "Where is my parcel?"}',
      '{"type": "tool", "event": "start", "runId": "tool-1", "parentRunId": "agent-1", "name": "find_order", "input": {"id": "9913"}}',
      '{"type": "tool", "event": "end", "runId": "tool-1", "output": {"status": "shipped"}}',
      '{"type": "agent", "event": "end", "runId": "agent-1", "output": "It arrives tomorrow."}',
    ),
    thread: curlOf(
      '{"type": "thread", "event": "chat", "parentRunId": "conversation-1", "runId": "message-1", "userId": "maya", "message": {"role": "user", "content": "Where is my parcel?"}}',
      '{"type": "thread", "event": "chat", "parentRunId": "conversation-1", "runId": "message-2", "userId": "maya", "message": {"role": "assistant", "content": "It arrives tomorrow."}}',
    ),
    user: curlOf(
      '{"type": "llm", "event": "start", "runId": "call-2", "name": "gpt-4.1-mini", "input": "Hello", "userId": "maya", "userProps": {"email": "maya@example.org"}}',
      '{"type": "llm", "event": "end", "runId": "call-2", "output": "Hello! How can I help?"}',
    ),
  },
};

const BUILDERS: Record<Way, Builder> = { python, javascript, langchain, llamaindex, vercel, otel, litellm, curl };
