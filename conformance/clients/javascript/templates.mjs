// Prompts of the official JavaScript SDK. Argument: the case. Prints what it got as JSON; asserts nothing.

import OpenAI from "openai"
import { lunary, monitorOpenAI } from "./sdk.mjs"

const TOKEN = process.env.CASE_TOKEN
const VALUES = { name: `Ana ${TOKEN}`, city: "Zürich" }

const tell = (got) => console.log(JSON.stringify(got))

async function refusal(fetching) {
  try {
    await fetching()
    return "no error"
  } catch (error) {
    return String(error)
  }
}

/** Asks the provider with what a template says. */
async function call() {
  const headers = { "x-call-path": "" }
  const provider = new OpenAI({ baseURL: process.env.PROVIDER_URL, maxRetries: 0, defaultHeaders: headers })
  await monitorOpenAI(provider).chat.completions.create(await lunary.renderTemplate("welcome-chat", VALUES))
}

async function fetched() {
  tell({
    raw: await lunary.getRawTemplate("welcome-chat"),
    chat: await lunary.renderTemplate("welcome-chat", VALUES),
    text: await lunary.renderTemplate("welcome-text", VALUES),
  })
}

async function missing() {
  tell({ render: await refusal(() => lunary.renderTemplate("no-such-slug", VALUES)) })
}

/** A deployment, and then no server at all: what was fetched a moment ago is what one gets. */
async function cached() {
  const before = await lunary.getRawTemplate("welcome-text")
  await fetch(`${process.env.LUNARY_API_URL}/v1/templates/2/versions`, {
    method: "POST",
    headers: { authorization: `Bearer ${process.env.CASE_PRIVATE_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ content: "Deployed", extra: {}, isDraft: false }),
  })
  const after = await lunary.getRawTemplate("welcome-text")
  lunary.init({ appId: process.env.LUNARY_PUBLIC_KEY, publicKey: process.env.LUNARY_PUBLIC_KEY, apiUrl: "http://127.0.0.1:9" })
  const withoutServer = await lunary.getRawTemplate("welcome-text")
  const neverFetched = await refusal(() => lunary.getRawTemplate("welcome-chat"))
  tell({ before, after, without_server: withoutServer, never_fetched: neverFetched })
}

const cases = { call, fetched, missing, cached }
await cases[process.argv[2]]()
if (process.argv[2] === "call") await lunary.flush()
