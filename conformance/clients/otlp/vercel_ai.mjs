// The Vercel AI SDK with its telemetry, exported by OpenTelemetry's JavaScript SDK. Argument: `json` or `proto`.
// Each call is below a span of its name. Asserts nothing: the harness does.

import { createOpenAI } from "@ai-sdk/openai"
import { trace } from "@opentelemetry/api"
import { BatchSpanProcessor, NodeTracerProvider } from "@opentelemetry/sdk-trace-node"
import { generateText, jsonSchema, stepCountIs, streamText, tool } from "ai"

const TOKEN = process.env.CASE_TOKEN
const SYSTEM = "Be brief; answer in Zürich's words ☂."
const PACKAGES = { json: "@opentelemetry/exporter-trace-otlp-http", proto: "@opentelemetry/exporter-trace-otlp-proto" }

const { OTLPTraceExporter } = await import(PACKAGES[process.argv[2]])
const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())] })
provider.register()

const question = (call) => `What is 6 by 7, asks ${TOKEN} in ${call}?`

/** What every call has in common; the functionId names the run around the model's. */
function about(call, model) {
  const headers = { "x-call-path": `${call}/${call}-function` }
  const openai = createOpenAI({ baseURL: process.env.PROVIDER_URL, headers })
  const metadata = { userId: `user-${TOKEN}`, plan: "pro" }
  return {
    model: openai.chat(model),
    system: SYSTEM,
    prompt: question(call),
    maxRetries: 0,
    experimental_telemetry: { isEnabled: true, functionId: `${call}-function`, metadata },
  }
}

const get_weather = tool({
  description: "The weather in a city",
  inputSchema: jsonSchema({
    type: "object",
    properties: { city: { type: "string" }, days: { type: "integer" } },
    required: ["city"],
  }),
  execute: async ({ city, days }) => ({ city_name: city, forecast: Array(days).fill("rain") }),
})

async function plain() {
  await generateText({ ...about("plain", "gpt-4o-mini"), temperature: 0.2, maxOutputTokens: 50 })
}

async function streaming() {
  const { textStream } = streamText(about("streaming", "gpt-4o"))
  for await (const _ of textStream);
}

async function tools() {
  await generateText({ ...about("tools", "gpt-4o"), tools: { get_weather }, stopWhen: stepCountIs(3) })
}

async function error() {
  try {
    await generateText(about("error", "error-400"))
  } catch (refusal) {
    if (String(refusal).includes("refused by the fake provider")) return
    throw refusal
  }
  throw new Error("the SDK swallowed the provider's error")
}

try {
  for (const call of [plain, streaming, tools, error]) {
    await trace.getTracer("application").startActiveSpan(call.name, async (span) => {
      try {
        await call()
      } finally {
        span.end()
      }
    })
  }
} finally {
  await provider.shutdown()
}
