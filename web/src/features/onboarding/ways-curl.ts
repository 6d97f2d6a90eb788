// The way without a package.

import type { Builder } from './builder';

/** One request with these events. */
function curlOf(...events: string[]): string {
  return `curl -X POST "$LUNARY_API_URL/v1/runs/ingest" \\
  -H "Authorization: Bearer $LUNARY_PUBLIC_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"events": [
${events.map((event) => `    ${event}`).join(',\n')}
  ]}'`;
}

export const curl: Builder = {
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
