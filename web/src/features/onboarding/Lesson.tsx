import type { ReactNode } from 'react';
import { useProject } from '@/api/account';
import { serverUrl } from '@/api/base';
import { Snippet } from '@/components/ui/snippet';
import { createStored, useStore } from '@/lib/store';
import { onboarding } from '@/texts/onboarding';
import { type Colour, highlight } from './highlight';
import { type Language, type Lesson as LessonName, snippetOf, type Way, WAY_NAMES, WAYS } from './snippets';
import { Ways } from './Ways';

/** Which way somebody chose stays chosen. */
const wayStore = createStored<Way>('onboarding-way', 'python');

interface Props {
  lesson: LessonName;
  /** Below the steps. */
  children?: ReactNode;
}

/** How to send something, eight ways: install, two variables, a program; with the address and the key that are right here. */
export default function Lesson({ lesson, children }: Props) {
  const kept = useStore(wayStore);
  const way = WAYS.includes(kept) ? kept : 'python';
  const project = useProject();
  const snippet = snippetOf(way, lesson, { url: serverUrl, key: project?.publicApiKey ?? '' });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
    <div className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]" tabIndex={0} role="region" aria-label={onboarding.titles[lesson]}>
      <div className="mx-auto max-w-[880px] px-6 pt-8 pb-6">
        <h2 className="text-2xl font-semibold tracking-tight">{onboarding.titles[lesson]}</h2>
        <p className="mt-1 max-w-[84ch] text-base text-muted">{onboarding.text[lesson]}</p>
        <Ways value={way} onChange={(next) => wayStore.set(next)} names={WAY_NAMES} />
        <ol data-testid={`snippets-${way}`}>
          {snippet.install && (
            <Step number={1} title={onboarding.install}>
              <Code title={onboarding.terminal} text={snippet.install} language="bash" />
            </Step>
          )}
          <Step number={snippet.install ? 2 : 1} title={onboarding.env} aside={snippet.callsOpenAi && onboarding.openAiKey}>
            <Code title={onboarding.terminal} text={snippet.env} language="bash" />
          </Step>
          <Step number={snippet.install ? 3 : 2} title={onboarding.code} aside={snippet.run && <RunIt command={snippet.run} />}>
            <Code title={snippet.file} text={snippet.code} language={snippet.language} />
          </Step>
        </ol>
        {children}
      </div>
    </div>
  );
}

function RunIt({ command }: { command: string }) {
  return (
    <>
      {onboarding.runIt} <code className="font-mono text-fg">{command}</code>
    </>
  );
}

function Step({ number, title, aside, children }: { number: number; title: string; aside?: ReactNode; children: ReactNode }) {
  return (
    <li className="grid grid-cols-[28px_minmax(0,1fr)] gap-3">
      <span aria-hidden className="num grid size-6 place-items-center rounded-full border border-line-strong text-xs font-medium">
        {number}
      </span>
      <div className="min-w-0 pb-5">
        <div className="mb-2 flex flex-wrap items-baseline gap-x-3">
          <h3 className="leading-6 font-medium">{title}</h3>
          {aside && <p className="text-xs text-subtle">{aside}</p>}
        </div>
        {children}
      </div>
    </li>
  );
}

const COLOURS: Record<Colour, string | undefined> = {
  plain: undefined,
  keyword: 'var(--code-kw)',
  string: 'var(--code-str)',
  number: 'var(--code-num)',
  key: 'var(--code-key)',
  comment: 'var(--subtle)',
};

function Code({ title, text, language }: { title: string; text: string; language: Language }) {
  return (
    <Snippet title={title} text={text}>
      {highlight(text, language).map((token, index) => (
        <span key={index} style={{ color: COLOURS[token.colour] }}>
          {token.text}
        </span>
      ))}
    </Snippet>
  );
}
