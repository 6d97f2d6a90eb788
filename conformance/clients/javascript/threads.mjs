// Threads, feedback and scores of the official JavaScript SDK. Argument: the case. Asserts nothing: the harness does.

import OpenAI from "openai"
import { lunary, monitorOpenAI } from "./sdk.mjs"

const TOKEN = process.env.CASE_TOKEN
const PROVIDER = { baseURL: process.env.PROVIDER_URL, maxRetries: 0 }
const FIRST = `Where is my parcel, asks ${TOKEN}?`
const SECOND = `And when does it come, asks ${TOKEN}?`

const client = monitorOpenAI(new OpenAI(PROVIDER))

const opened = () =>
  lunary.openThread({
    id: `thread-${TOKEN}`,
    tags: ["support", `tag-${TOKEN}`],
    userId: `user-${TOKEN}`,
    userProps: { email: `${TOKEN}@example.org` },
  })

/** Asks the provider on behalf of a message. */
async function answer(question, parent) {
  const asked = [{ role: "user", content: question }]
  const answered = await client.chat.completions.create({ model: "gpt-4o-mini", messages: asked }).setParent(parent)
  return answered.choices[0].message.content
}

/** A question and its answer; the id of the answer. */
async function turn(thread, question) {
  const asked = thread.trackMessage({ role: "user", content: question })
  return thread.trackMessage({ role: "assistant", content: await answer(question, asked) })
}

async function conversation() {
  const thread = opened()
  await turn(thread, FIRST)
  const last = await turn(thread, SECOND)
  thread.trackEvent(`rated-${TOKEN}`, { stars: 5 })
  lunary.trackFeedback(last, { thumb: "up" })
  lunary.trackFeedback(last, { comment: `quick, says ${TOKEN}` })
}

async function retry() {
  const thread = opened()
  const asked = thread.trackMessage({ id: `question-${TOKEN}`, role: "user", content: FIRST })
  thread.trackMessage({ role: "assistant", content: await answer(FIRST, asked) })
  thread.trackMessage({ role: "assistant", content: await answer(FIRST, asked), isRetry: true })
}

/** The first turn is told after the second one was. */
async function late() {
  const thread = opened()
  const askedAt = Date.now()
  const answered = await answer(FIRST, "first")
  const answeredAt = Date.now()
  // Messages of one millisecond have no order but that of their ids, so the second question waits for the next one.
  while (Date.now() <= answeredAt) await new Promise((done) => setTimeout(done, 1))
  await turn(thread, SECOND)
  await lunary.flush()
  const messages = [
    ["first-answer", answeredAt, { role: "assistant", content: answered }],
    ["first", askedAt, { role: "user", content: FIRST }],
  ]
  for (const [runId, timestamp, message] of messages) {
    lunary.trackEvent("thread", "chat", { runId, parentRunId: thread.id, message, timestamp })
  }
}

/** As chats were told before there were messages. */
async function deprecated() {
  const thread = lunary.startThread(`thread-${TOKEN}`)
  const asked = thread.trackUserMessage(FIRST, { channel: `web-${TOKEN}` })
  thread.trackBotMessage(asked, await answer(FIRST, asked))
}

/** Before the run's events, between them, and when they were sent. */
async function scores() {
  const runId = `run-${TOKEN}`
  await lunary.score(runId, "accuracy", 0.75, `early, says ${TOKEN}`)
  const messages = [{ role: "user", content: `What is 6 by 7, asks ${TOKEN}?` }]
  lunary.trackEvent("llm", "start", { runId, name: "gpt-4o", input: messages })
  const answered = await new OpenAI(PROVIDER).chat.completions.create({ model: "gpt-4o", messages })
  await lunary.score(runId, "tone", "friendly")
  const usage = { prompt: answered.usage.prompt_tokens, completion: answered.usage.completion_tokens }
  lunary.trackEvent("llm", "end", { runId, output: answered.choices[0].message, tokensUsage: usage })
  await lunary.flush()
  await lunary.score(runId, "safe", true)
  await lunary.score(runId, "accuracy", 0.5, `late, says ${TOKEN}`)
}

/** Events and questions for feedback go with the public key, scores with the private one. */
async function scores_apart() {
  lunary.init({ publicKey: process.env.LUNARY_PUBLIC_KEY, privateKey: process.env.CASE_PRIVATE_KEY })
  await scores()
}

/** Prints what the server has for a message, with feedback and without. */
async function feedback() {
  const thread = opened()
  const asked = thread.trackMessage({ role: "user", content: FIRST })
  const answered = thread.trackMessage({ role: "assistant", content: await answer(FIRST, asked) })
  await lunary.flush()
  const none = await lunary.getFeedback(answered)
  lunary.trackFeedback(answered, { thumb: "down", comment: `slow, says ${TOKEN}` })
  await lunary.flush()
  console.log(JSON.stringify([none, await lunary.getFeedback(asked), await lunary.getFeedback(answered)]))
}

/** Log lines inside an agent. */
async function logs() {
  const agent = lunary.wrapAgent(
    async function talkative() {
      lunary.info(`begins, says ${TOKEN}`, { step: 1 })
      await answerInside()
      lunary.warn(`slow, says ${TOKEN}`)
      lunary.error(`gives up, says ${TOKEN}`, new Error(`no more, says ${TOKEN}`))
    },
    { name: "talkative" },
  )
  await agent()
}

async function answerInside() {
  const messages = [{ role: "user", content: FIRST }]
  const headers = { "x-call-path": "talkative" }
  await client.chat.completions.create({ model: "gpt-4o-mini", messages }, { headers })
}

const cases = { conversation, retry, late, deprecated, scores, scores_apart, feedback, logs }
await cases[process.argv[2]]()
await lunary.flush()
