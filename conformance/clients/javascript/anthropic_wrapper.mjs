// The official JavaScript SDK's wrapper of Anthropic's client. Argument: the case. Asserts nothing: the harness does.

import Anthropic from "@anthropic-ai/sdk"
import { lunary, monitorAnthropic } from "./sdk.mjs"

const TOKEN = process.env.CASE_TOKEN
const ASK = {
  model: "claude-sonnet-4-5",
  max_tokens: 100,
  system: "Be brief; answer in Zürich's words ☂.",
  messages: [{ role: "user", content: `What is 6 by 7, asks ${TOKEN}?` }],
}
const WEATHER = {
  name: "get_weather",
  description: "The weather in a city",
  input_schema: {
    type: "object",
    properties: { city: { type: "string" }, days: { type: "integer" } },
    required: ["city"],
  },
}

const PROVIDER = { baseURL: process.env.PROVIDER_URL.replace(/\/v1$/, ""), maxRetries: 0 }

const client = monitorAnthropic(new Anthropic(PROVIDER))

async function consume(stream) {
  for await (const _ of stream);
}

async function plain() {
  const about = { userId: `user-${TOKEN}`, userProps: { plan_name: "pro" }, tags: [`tag-${TOKEN}`] }
  await client.messages.create({ ...ASK, ...about })
}

async function streaming() {
  await consume(await client.messages.create({ ...ASK, stream: true }))
}

/** A call, and the answer to its result. */
async function tools() {
  const called = await client.messages.create({ ...ASK, tools: [WEATHER] })
  const call = called.content.at(-1)
  const result = { type: "tool_result", tool_use_id: call.id, content: `rain in ${call.input.city}` }
  const messages = [
    ...ASK.messages,
    { role: "assistant", content: called.content },
    { role: "user", content: [result] },
  ]
  await client.messages.create({ ...ASK, messages, tools: [WEATHER] })
}

async function streaming_tools() {
  await consume(await client.messages.create({ ...ASK, tools: [WEATHER], stream: true }))
}

async function error() {
  try {
    await client.messages.create({ ...ASK, model: "error-400" })
  } catch (refusal) {
    if (refusal.status === 400) return
    throw refusal
  }
  throw new Error("the wrapper swallowed the provider's error")
}

const cases = { plain, streaming, tools, streaming_tools, error }
await cases[process.argv[2]]()
await lunary.flush()
