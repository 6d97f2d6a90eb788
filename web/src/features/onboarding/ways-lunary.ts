// The ways of Lunary's own packages, and of frameworks that call them.

import type { Builder } from './builder';

const PYTHON_THREAD = `import lunary

thread = lunary.open_thread(id="conversation-1", user_id="maya")

thread.track_message({"role": "user", "content": "Where is my parcel?"})
thread.track_message({"role": "assistant", "content": "It arrives tomorrow."})`;

const JAVASCRIPT_THREAD = `import lunary from "lunary"

const thread = lunary.openThread({ id: "conversation-1", userId: "maya" })

thread.trackMessage({ role: "user", content: "Where is my parcel?" })
thread.trackMessage({ role: "assistant", content: "It arrives tomorrow." })`;

export const python: Builder = {
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

export const javascript: Builder = {
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

export const langchain: Builder = {
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

export const litellm: Builder = {
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
