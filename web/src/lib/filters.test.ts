import { expect, test } from 'vitest';
import { CHECKS } from './checks';
import { type Check, type Filter, readFilter, withCheck, withoutCheck, writeFilter } from './filters';

function and(...checks: [string, Check['params']][]): Filter {
  return { mode: 'AND', checks: checks.map(([id, params]) => ({ id, params })) };
}

const EXAMPLES: [Filter, string][] = [
  [and(['type', { type: 'llm' }], ['tags', { tags: ['a b', 'x.y', 'p,q'] }]), 'type=llm&tags=a%2520b,x%252Ey,p%252Cq'],
  [and(['models', { models: ['gpt-4.1-mini', 'claude-3.5/sonnet'] }]), 'models=gpt-4%252E1-mini,claude-3%252E5%252Fsonnet'],
  [
    { ...and(['status', { status: 'error' }], ['cost', { operator: 'gte', cost: 0.25 }]), mode: 'OR' },
    'OR&status=error&cost=gte.0%2E25',
  ],
  [and(['date', { operator: 'gt', date: '2025-03-01T00:00:00.000Z' }]), 'date=gt.2025-03-01T00%3A00%3A00%2E000Z'],
  [
    and(['feedback', { types: ['{"thumb":"up"}', '{"thumb":null}'] }]),
    'feedback=%257B%2522thumb%2522%253A%2522up%2522%257D,%257B%2522thumb%2522%253Anull%257D',
  ],
  [and(['metadata', { key: 'plan.tier', value: 'pro & co' }]), 'metadata=plan%2Etier.pro%20%26%20co'],
  [and(['tokens', { field: 'total', operator: 'gt', tokens: 0 }]), 'tokens=total.gt.0'],
  [
    and(['string', { fields: 'output', type: 'contains', sensitive: 'false', text: '50% off.' }]),
    'string=output.contains.false.50%25%20off%2E',
  ],
  [and(['users', { users: ['12', '7'] }]), 'users=12,7'],
  [and(['custom-events', { 'custom-events': ['open doc'] }]), 'custom-events=open%2520doc'],
  [and(['topics', { field: 'input', topics: ['Refund.s'] }]), 'topics=input.Refund%252Es'],
  [and(['duration', { operator: 'lte', duration: 1.5 }]), 'duration=lte.1%2E5'],
  [and(['user-props', { key: 'plan', value: 'pro' }]), 'user-props=plan.pro'],
];

test('the worked examples of the grammar are written and read back', () => {
  for (const [filter, text] of EXAMPLES) {
    expect(writeFilter(filter)).toBe(text);
    expect(readFilter(text), text).toEqual(filter);
  }
});

test('what people write by hand means what they meant', () => {
  const cases: [string, Filter][] = [
    ['tags=a,b', and(['tags', { tags: ['a', 'b'] }])],
    ['tags=a%2Cb', and(['tags', { tags: ['a', 'b'] }])],
    ['models=gpt-4.1', and(['models', { models: ['gpt-4.1'] }])],
    ['cost=gt.0.0001', and(['cost', { operator: 'gt', cost: 0.0001 }])],
    ['cost=gte.0%252E0001', and(['cost', { operator: 'gte', cost: 0.0001 }])],
    ['metadata=k.v.w', and(['metadata', { key: 'k', value: 'v.w' }])],
    ['metadata=k', and(['metadata', { key: 'k' }])],
    ['length=gt.10', and(['length', { operator: 'gt', length: 10 }])],
    ['duration=5', and(['duration', { duration: 5 }])],
    ['languages=en', and(['languages', { codes: ['en'] }])],
    ['regex=Paris', and(['regex', { regex: 'Paris' }])],
    ['search=hello+world', and(['search', { query: 'hello+world' }])],
    ['search=a=b', and(['search', { query: 'a=b' }])],
    ['search=100%', and(['search', { query: '100%' }])],
    ['page=1&OR&type=llm', { ...and(['type', { type: 'llm' }]), mode: 'OR' }],
    ['type=', and()],
    ['banana=1&type', and()],
    ['duration=gt.abc', and(['duration', { operator: 'gt' }])],
  ];
  for (const [text, filter] of cases) expect(readFilter(text), text).toEqual(filter);
});

test('any filter survives being written and read, also inside the address of a page', () => {
  const random = seeded(7);
  for (let round = 0; round < 2000; round += 1) {
    const filter = anyFilter(random);
    const text = writeFilter(filter);
    expect(readFilter(text), text).toEqual(filter);
    const inAddress = new URLSearchParams({ filters: text }).toString();
    expect(new URLSearchParams(inAddress).get('filters')).toBe(text);
  }
});

test('a check takes the place of the one before it', () => {
  const filter = and(['status', { status: 'error' }], ['tags', { tags: ['a'] }]);
  expect(withCheck(filter, { id: 'status', params: { status: 'success' } }).checks.map((check) => check.id)).toEqual(['status', 'tags']);
  expect(withoutCheck(filter, 'status')).toEqual(and(['tags', { tags: ['a'] }]));
});

const PIECES = ['a', 'Z', '9', '.', ',', '&', '=', '%', '%2E', '%2C', '+', ' ', '"', '{', 'é', '漢', '🦊', '/', '?', '#', 'OR'];

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function anyText(random: () => number): string {
  const length = 1 + Math.floor(random() * 6);
  return Array.from({ length }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');
}

function anyFilter(random: () => number): Filter {
  const ids = Object.keys(CHECKS).filter(() => random() < 0.2);
  const checks = ids.map((id) => {
    const entries = CHECKS[id]!.parameters.map((parameter) => [parameter.name, anyValue(parameter, random)]);
    return { id, params: Object.fromEntries(entries) };
  });
  return { mode: random() < 0.5 ? 'OR' : 'AND', checks };
}

function anyValue(parameter: (typeof CHECKS)[string]['parameters'][number], random: () => number): string | number | string[] {
  if (parameter.values) return parameter.values[Math.floor(random() * parameter.values.length)]!;
  if (parameter.kind === 'number') return Math.round(random() * 1e6) / 1e3;
  if (parameter.kind === 'date') return new Date(Math.floor(random() * 2e12)).toISOString();
  return parameter.kind === 'multi' ? [anyText(random), anyText(random)] : anyText(random);
}
