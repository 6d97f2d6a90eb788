// How to send the first run, eight ways. The end-to-end tests run these texts as they are printed, so that they cannot rot:
// what an SDK is called and which variables it reads stands in these files (`ways-*.ts`) and nowhere else in the pages.

import { lunaryEnv, otlpEnv, type Place } from '@/lib/snippets';
import type { Builder } from './builder';
import { curl } from './ways-curl';
import { javascript, langchain, litellm, python } from './ways-lunary';
import { llamaindex, otel, vercel } from './ways-otel';

export const WAYS = ['python', 'javascript', 'langchain', 'llamaindex', 'vercel', 'otel', 'litellm', 'curl'] as const;
export type Way = (typeof WAYS)[number];

/** What the page that teaches will show. */
export type Lesson = 'llm' | 'trace' | 'thread' | 'user';

export const WAY_NAMES: Record<Way, string> = {
  python: 'Python',
  javascript: 'JavaScript',
  langchain: 'LangChain',
  llamaindex: 'LlamaIndex',
  vercel: 'Vercel AI SDK',
  otel: 'OpenTelemetry',
  litellm: 'LiteLLM',
  curl: 'curl',
};

export type Language = 'python' | 'javascript' | 'bash';

export interface Snippet {
  /** A command; absent where there is nothing to install. */
  install?: string;
  /** Commands that set the variables. */
  env: string;
  file: string;
  language: Language;
  code: string;
  /** Runs the file. */
  run?: string;
  /** Whether it calls OpenAI, so that a key of theirs has to be there. */
  callsOpenAi: boolean;
}

export function snippetOf(way: Way, lesson: Lesson, place: Place): Snippet {
  const { code, ...rest } = BUILDERS[way];
  const env = (rest.isOtel ? otlpEnv(place) : lunaryEnv(place)).trimEnd();
  return { install: rest.install, env, file: rest.file, language: rest.language, run: rest.run, callsOpenAi: way !== 'curl' && !(lesson === 'thread' && SPEAKS_OF_THREADS.has(way)), code: code[lesson] ?? code.llm };
}

const SPEAKS_OF_THREADS = new Set<Way>(['python', 'javascript', 'langchain', 'litellm']);

const BUILDERS: Record<Way, Builder> = { python, javascript, langchain, llamaindex, vercel, otel, litellm, curl };
