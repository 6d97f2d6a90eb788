// The parts of a span that can be looked at; the words are those of the URL.

export const TABS = ['io', 'raw', 'metadata', 'scores', 'otel'] as const;
export type Tab = (typeof TABS)[number];
