// LangChain with the official JavaScript SDK's callback handler. Argument: the case. Asserts nothing: the harness does.

import { HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages"
import { ChatPromptTemplate } from "@langchain/core/prompts"
import { RunnableLambda } from "@langchain/core/runnables"
import { tool } from "@langchain/core/tools"
import { ChatOpenAI } from "@langchain/openai"
import { lunary } from "./sdk.mjs"

const { LunaryHandler } = await import(`${process.env.LUNARY_PACKAGE}/langchain`)
const TOKEN = process.env.CASE_TOKEN
const SYSTEM = "Be brief; answer in Zürich's words ☂."
const QUESTION = `What is 6 by 7, asks ${TOKEN}?`

const handler = new LunaryHandler()

const model = (name, ...steps) =>
  new ChatOpenAI({
    model: name,
    maxRetries: 0,
    streamUsage: false,
    configuration: { baseURL: process.env.PROVIDER_URL, defaultHeaders: { "x-call-path": steps.join("/") } },
  })

const getWeather = tool(
  async ({ city, days }) => JSON.stringify({ city_name: city, forecast: Array(days).fill("rain") }),
  {
    name: "get_weather",
    description: "The weather in a city",
    schema: {
      type: "object",
      properties: { city: { type: "string" }, days: { type: "integer" } },
      required: ["city", "days"],
    },
  },
)

async function plain() {
  const prompt = ChatPromptTemplate.fromMessages([
    ["system", SYSTEM],
    ["human", "{question}"],
  ])
  const answering = prompt
    .pipe(model("gpt-4o-mini", "RunnableSequence"))
    .pipe(new RunnableLambda({ func: (message) => message.content }))
  const about = { userId: `user-${TOKEN}`, userProps: { plan_name: "pro" }, feature: TOKEN }
  await answering.invoke({ question: QUESTION }, { callbacks: [handler], tags: [`tag-${TOKEN}`], metadata: about })
}

async function streaming() {
  const asked = [new SystemMessage(SYSTEM), new HumanMessage(QUESTION)]
  for await (const _ of await model("gpt-4o").stream(asked, { callbacks: [handler] }));
}

async function error() {
  try {
    await model("error-400").invoke([new SystemMessage(SYSTEM), new HumanMessage(QUESTION)], { callbacks: [handler] })
  } catch (refusal) {
    if (refusal.status === 400) return
    throw refusal
  }
  throw new Error("LangChain swallowed the provider's error")
}

/** A model calls a tool and answers with its result, all inside one chain. */
async function tools() {
  const weather = new RunnableLambda({
    func: async (question, config) => {
      const asked = [new HumanMessage(question)]
      const first = await model("gpt-4o", "RunnableLambda").bindTools([getWeather]).invoke(asked, config)
      const [call] = first.tool_calls
      const found = await getWeather.invoke(call.args, config)
      asked.push(first, new ToolMessage({ content: found, tool_call_id: call.id }))
      const second = await model("gpt-4o", "RunnableLambda").invoke(asked, config)
      return second.content
    },
  })
  await weather.invoke(QUESTION, { callbacks: [handler] })
}

const cases = { plain, streaming, error, tools }
await cases[process.argv[2]]()
await lunary.flush()
