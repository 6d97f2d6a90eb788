// What a value turns out to be when it is read as people would read it.

export interface ToolCall {
  id?: string;
  name: string;
  /** JSON where it could be read as such, else the text as it came. */
  args: unknown;
}

export type Part =
  | { kind: 'text'; text: string }
  | { kind: 'thought'; text: string }
  | { kind: 'refusal'; text: string }
  | { kind: 'call'; call: ToolCall }
  | { kind: 'answer'; id?: string; name?: string; value: unknown }
  | { kind: 'media'; media: 'image' | 'audio' | 'file'; src: string; transcript?: string; name?: string }
  | { kind: 'json'; value: unknown };

export type Role = 'system' | 'user' | 'assistant' | 'tool' | 'api' | 'error' | 'other';

export interface Message {
  role: Role;
  /** The role as it was sent, where it has a name of its own. */
  roleName?: string;
  /** Of a person or a tool. */
  name?: string;
  /** Of the call that this answers. */
  callId?: string;
  parts: Part[];
  citations: string[];
}

export interface Document {
  title: string;
  source?: string;
  text?: string;
  score?: number;
}

export type Content =
  | { kind: 'nothing' }
  | { kind: 'withheld' }
  | { kind: 'error'; message: string; detail?: string }
  | { kind: 'messages'; messages: Message[] }
  | { kind: 'documents'; documents: Document[] }
  | { kind: 'json'; value: unknown }
  | { kind: 'text'; text: string };
