// What can be asked in a filter: every check that lists understand, with its parameters in the order of the wire.

export interface Parameter {
  name: string;
  kind: 'select' | 'text' | 'number' | 'date' | 'multi';
  /** The values that there are, of those that have a fixed set. */
  values?: string[];
  /** Left out it has its default, and the parts after it move up. */
  optional?: boolean;
}

export interface CheckKind {
  parameters: Parameter[];
}

const OPERATORS = ['eq', 'neq', 'gt', 'lt', 'gte', 'lte'];
const field: Parameter = { name: 'field', kind: 'select', values: ['input', 'output'], optional: true };
const operator: Parameter = { name: 'operator', kind: 'select', values: OPERATORS, optional: true };

function text(name: string): Parameter {
  return { name, kind: 'text' };
}

function multi(name: string): Parameter {
  return { name, kind: 'multi' };
}

function number(name: string): Parameter {
  return { name, kind: 'number' };
}

function choice(name: string, values?: string[]): Parameter {
  return { name, kind: 'select', values };
}

export const CHECKS: Record<string, CheckKind> = {
  type: { parameters: [choice('type')] },
  search: { parameters: [text('query')] },
  models: { parameters: [multi('models')] },
  tags: { parameters: [multi('tags')] },
  templates: { parameters: [multi('templates')] },
  users: { parameters: [multi('users')] },
  status: { parameters: [choice('status', ['success', 'error'])] },
  feedback: { parameters: [multi('types')] },
  tools: { parameters: [text('toolName')] },
  retrievers: { parameters: [text('retrieverName')] },
  'custom-events': { parameters: [multi('custom-events')] },
  topics: { parameters: [field, multi('topics')] },
  intents: { parameters: [multi('intents')] },
  toxicity: { parameters: [field, multi('topics')] },
  languages: { parameters: [field, multi('codes')] },
  pii: { parameters: [choice('containsPii', ['true', 'false'])] },
  metadata: { parameters: [choice('key'), text('value')] },
  'user-props': { parameters: [choice('key'), choice('value')] },
  date: { parameters: [operator, { name: 'date', kind: 'date' }] },
  duration: { parameters: [operator, number('duration')] },
  cost: { parameters: [operator, number('cost')] },
  messages: { parameters: [operator, number('messages')] },
  tokens: { parameters: [{ ...field, values: ['completion', 'prompt', 'total'] }, operator, number('tokens')] },
  length: { parameters: [field, operator, number('length')] },
  regex: { parameters: [field, { ...choice('type', ['contains', 'not_contains']), optional: true }, text('regex')] },
  json: { parameters: [field, choice('type', ['valid', 'invalid', 'contains'])] },
  string: {
    parameters: [
      { ...choice('fields', ['input', 'output', 'any']), optional: true },
      { ...choice('type', ['contains', 'notcontains', 'starts', 'ends']), optional: true },
      { ...choice('sensitive', ['true', 'false']), optional: true },
      text('text'),
    ],
  },
  sentiment: { parameters: [field, choice('sentiment', ['positive', 'neutral', 'negative'])] },
};
