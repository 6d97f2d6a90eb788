// The names under which answers are kept. A change of a project's data forgets what begins with its name.

export const keys = {
  door: ['door'] as const,
  me: ['me'] as const,
  org: ['org'] as const,
  projects: ['projects'] as const,
  sessions: ['sessions'] as const,
  invitations: ['invitations'] as const,
  auditLogs: ['audit-logs'] as const,
  system: ['system'] as const,
  apiKeys: (projectId: string) => ['api-keys', projectId] as const,
  ledger: (projectId: string, days: number) => ['ledger', projectId, days] as const,
  usage: (orgId: string, projectId: string) => ['usage', orgId, projectId] as const,
  runs: (projectId: string, ...rest: unknown[]) => ['runs', projectId, ...rest] as const,
  run: (projectId: string, id: string) => ['run', projectId, id] as const,
  trace: (projectId: string, id: string) => ['trace', projectId, id] as const,
  histogram: (projectId: string, filters: string, buckets: number) => ['histogram', projectId, filters, buckets] as const,
  choices: (projectId: string, of: string, key?: string) => ['choices', projectId, of, key] as const,
  facets: (projectId: string, check: string, ...rest: unknown[]) => ['facets', projectId, check, ...rest] as const,
};

/** How long an answer is good without asking again, in milliseconds. */
export const STALE = { list: 30_000, facets: 120_000, one: 300_000 } as const;
