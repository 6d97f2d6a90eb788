// End users: what they are called, and what they used. Pure.

/** A row of `GET /v1/runs/usage?daily=true`. */
export interface DayUsage {
  date?: string;
  name?: string | null;
  type: string;
  promptTokens: number;
  completionTokens: number;
  cost: number;
  errors: number;
  success: number;
}

/** The name that the project knows a person by: name, else mail, else its own id. */
export function nameOf(person: { externalId: string; props?: Record<string, unknown> | null }): string {
  for (const key of ['name', 'email']) {
    const value = person.props?.[key];
    if (typeof value === 'string' && value.trim() !== '') return value;
  }
  return person.externalId;
}

/** When a person was first heard of: maybe by a run that is older than its arrival. */
export function firstSeen(person: { createdAt: string; activity?: { firstRun?: string | null } | null }): string {
  const first = person.activity?.firstRun;
  return first && first < person.createdAt ? first : person.createdAt;
}

/** What is known of a person, texts as they are and the rest as JSON. */
export function propsOf(props: Record<string, unknown> | null | undefined): [string, string][] {
  return Object.entries(props ?? {}).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]);
}

export interface Day {
  /** Midnight UTC. */
  at: number;
  cost: number;
  calls: number;
  tokens: number;
}

const DAY_MS = 86_400_000;

/** Each of the last days, those without runs too, the oldest first. */
export function daysOf(rows: DayUsage[], now: number, count: number): Day[] {
  const last = Math.floor(now / DAY_MS) * DAY_MS;
  const days = Array.from({ length: count }, (_, index): Day => ({ at: last - (count - 1 - index) * DAY_MS, cost: 0, calls: 0, tokens: 0 }));
  for (const row of rows) {
    const at = row.date ? Math.floor(Date.parse(row.date) / DAY_MS) * DAY_MS : Number.NaN;
    const day = days[count - 1 - Math.round((last - at) / DAY_MS)];
    if (!day) continue;
    day.cost += row.cost;
    day.calls += row.success + row.errors;
    day.tokens += row.promptTokens + row.completionTokens;
  }
  return days;
}

export interface ModelUsage {
  name: string;
  calls: number;
  errors: number;
  tokens: number;
  cost: number;
}

/** What each model was used for, the dearest first. */
export function modelsOf(rows: DayUsage[]): ModelUsage[] {
  const models = new Map<string, ModelUsage>();
  for (const row of rows.filter(({ type }) => type === 'llm' || type === 'embed')) {
    const name = row.name ?? row.type;
    const sum = models.get(name) ?? { name, calls: 0, errors: 0, tokens: 0, cost: 0 };
    sum.calls += row.success + row.errors;
    sum.errors += row.errors;
    sum.tokens += row.promptTokens + row.completionTokens;
    sum.cost += row.cost;
    models.set(name, sum);
  }
  return [...models.values()].toSorted((one, other) => other.cost - one.cost || other.calls - one.calls);
}
