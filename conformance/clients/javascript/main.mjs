// The official JavaScript SDK, used as its documentation shows. Argument: the case. Asserts nothing: the harness does.

import OpenAI from "openai"
import { lunary, monitorOpenAI } from "./sdk.mjs"

const TOKEN = process.env.CASE_TOKEN
const PROVIDER = { baseURL: process.env.PROVIDER_URL, maxRetries: 0 }
const QUESTION = [
  { role: "system", content: "Be brief; answer in Zürich's words ☂." },
  { role: "user", content: `What is 6 by 7, asks ${TOKEN}?` },
]
const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather in a city",
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, days: { type: "integer" } },
      required: ["city"],
    },
  },
}

/** Tells the provider's log which runs are around a call. */
const calledFrom = (...steps) => ({ "x-call-path": steps.join("/") })

const monitored = (...steps) => monitorOpenAI(new OpenAI({ ...PROVIDER, defaultHeaders: calledFrom(...steps) }))

async function plain() {
  await monitored().chat.completions.create({
    model: "gpt-4o-mini",
    messages: QUESTION,
    temperature: 0.2,
    max_tokens: 50,
  })
}

async function consume(stream) {
  for await (const _ of stream);
}

async function streaming() {
  await consume(await monitored().chat.completions.create({ model: "gpt-4o", messages: QUESTION, stream: true }))
}

async function tools() {
  await monitored().chat.completions.create({
    model: "gpt-4o",
    messages: QUESTION,
    tools: [WEATHER],
    tool_choice: "auto",
  })
}

async function streaming_tools() {
  const request = { model: "gpt-4o", messages: QUESTION, tools: [WEATHER], stream: true }
  await consume(await monitored().chat.completions.create(request))
}

async function error() {
  try {
    await monitored().chat.completions.create({ model: "error-400", messages: QUESTION })
  } catch (refusal) {
    if (refusal.status === 400) return
    throw refusal
  }
  throw new Error("the wrapper swallowed the provider's error")
}

const getWeather = lunary.wrapTool(
  async function get_weather({ city, days }) {
    return { city_name: city, forecast: Array(days).fill("rain") }
  },
  { name: "get_weather" },
)

/** A model of one's own: any function, told where its name, its answer and its usage are. */
const complete = lunary.wrapModel(
  async function complete(request) {
    const answer = await fetch(`${process.env.PROVIDER_URL}/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json", ...calledFrom("planner", "summarise") },
      body: JSON.stringify(request),
    })
    return await answer.json()
  },
  {
    nameParser: (request) => request.model,
    inputParser: (request) => request.messages,
    outputParser: (answer) => answer.choices[0].message,
    tokensUsageParser: (answer) => ({
      prompt: answer.usage.prompt_tokens,
      completion: answer.usage.completion_tokens,
    }),
  },
)

const summarise = lunary.wrapChain(async function summarise(text) {
  const answer = await complete({ model: "gpt-4o-mini", messages: [{ role: "user", content: text }] })
  return answer.choices[0].message.content
})

const planner = lunary.wrapAgent(async function planner(question) {
  const client = monitored("planner")
  const messages = [{ role: "user", content: question }]
  const first = await client.chat.completions.create({ model: "gpt-4o", messages, tools: [WEATHER] })
  const message = first.choices[0].message
  const [call] = message.tool_calls
  const found = await getWeather(JSON.parse(call.function.arguments))
  const asked = [...messages, message, { role: "tool", tool_call_id: call.id, content: JSON.stringify(found) }]
  const second = await client.chat.completions.create({ model: "gpt-4o", messages: asked })
  return await summarise(second.choices[0].message.content)
})

async function nested() {
  await planner(`What shall I wear, asks ${TOKEN}?`)
}

async function manual() {
  const client = new OpenAI({ ...PROVIDER, defaultHeaders: calledFrom("by hand") })
  lunary.trackEvent("agent", "start", { runId: "agent-1", name: "by hand", input: QUESTION.at(-1).content })
  lunary.trackEvent("llm", "start", {
    runId: "call-1",
    parentRunId: "agent-1",
    name: "gpt-4o",
    input: QUESTION,
    params: { n: 1 },
  })
  const answer = await client.chat.completions.create({ model: "gpt-4o", messages: QUESTION })
  const { message } = answer.choices[0]
  const usage = { prompt: answer.usage.prompt_tokens, completion: answer.usage.completion_tokens }
  lunary.trackEvent("llm", "end", { runId: "call-1", output: message, tokensUsage: usage })
  lunary.trackEvent("agent", "end", { runId: "agent-1", output: message.content })
}

async function context() {
  const props = { email: `${TOKEN}@example.org`, plan_name: "pro" }
  await monitored()
    .chat.completions.create({
      model: "gpt-4o-mini",
      messages: QUESTION,
      tags: ["first", `tag-${TOKEN}`],
      metadata: { feature_name: TOKEN, attempt: 3 },
    })
    .identify(`user-${TOKEN}`, props)
}

const cases = { plain, streaming, tools, streaming_tools, error, nested, manual, context }
await cases[process.argv[2]]()
await lunary.flush()
