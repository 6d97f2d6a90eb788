import { Search, TextQuote } from 'lucide-react';
import { lazy, type ReactNode, type RefObject, Suspense, useMemo } from 'react';
import type { Run } from '@/api/runs';
import { JsonText } from '@/components/messages/JsonText';
import { Messages } from '@/components/messages/Messages';
import { contentOf, errorContent, withoutEnrichments } from '@/components/messages/parse';
import type { Section } from '@/components/messages/items';
import { visible, Words } from '@/components/messages/Words';
import { IconButton } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy';
import { Skeleton, State } from '@/components/ui/states';
import { Tabs } from '@/components/ui/tabs';
import { integer } from '@/lib/format';
import { messages } from '@/texts/messages';
import { run as texts } from '@/texts/run';
import { Attributes } from './Attributes';
import { metadataOf, shortValue } from './facts';
import type { RunTab } from './tabs';

const JsonView = lazy(() => import('@/components/code/JsonView'));

interface Props {
  run: Run;
  tab: RunTab;
  onTab: (tab: RunTab) => void;
  scroller: RefObject<HTMLElement | null>;
  isFinding: boolean;
  onFinding: (isFinding: boolean) => void;
  isRaw: boolean;
  onRaw: (isRaw: boolean) => void;
}

/** All that a run holds, in tabs. */
export function RunTabs({ run, tab, onTab, scroller, isFinding, onFinding, isRaw, onRaw }: Props) {
  const sections = useSections(run);
  const aside = tab === 'messages' && (
    <span className="flex gap-0.5">
      <IconButton label={texts.find} keys="mod+f" isOn={isFinding} onClick={() => onFinding(!isFinding)}>
        <Search size={14} aria-hidden />
      </IconButton>
      <IconButton label={texts.raw} keys="m" isOn={isRaw} onClick={() => onRaw(!isRaw)}>
        <TextQuote size={14} aria-hidden />
      </IconButton>
    </span>
  );
  return (
    <Tabs
      label={texts.details}
      value={tab === 'span' && !run.otelTraceId ? 'messages' : tab}
      onChange={onTab}
      aside={aside}
      className="sticky top-0 z-20 bg-surface px-4"
      panelClassName="p-4"
      tabs={tabsOf(run, <Messages key={run.id} sections={sections} scroller={scroller} isRaw={isRaw} isFinding={isFinding} onFinding={onFinding} />)}
    />
  );
}

/** The last is there only where there is something in it, and what is not there opens the first. */
function tabsOf(run: Run, chat: ReactNode) {
  const metadata = metadataOf(run.metadata);
  const { scores } = run;
  const raw = (
    <Suspense fallback={<Skeleton className="h-60 w-full" />}>
      <JsonView key={run.id} value={run} label={texts.tabs.raw} name={`run-${run.id}`} />
    </Suspense>
  );
  return [
    { id: 'messages' as const, label: texts.tabs.messages, content: () => chat },
    { id: 'raw' as const, label: texts.tabs.raw, content: () => raw },
    { id: 'metadata' as const, label: texts.tabs.metadata, count: metadata.length, content: () => <Metadata pairs={metadata} repaired={run.repaired ?? []} /> },
    // Who reads a run by a link is told none.
    ...(scores ? [{ id: 'scores' as const, label: texts.tabs.scores, count: scores.length, content: () => <Scores scores={scores} /> }] : []),
    ...(run.otelTraceId ? [{ id: 'span' as const, label: texts.tabs.span, content: () => <Attributes id={run.id} /> }] : []),
  ];
}

/** What went in and what came out, in the order in which it is read. */
function useSections(run: Run): Section[] {
  return useMemo(() => {
    const isSearch = run.type === 'retriever';
    const tokens = (value: number | null | undefined) => (value === null || value === undefined ? undefined : messages.tokens(integer(value)));
    const output = contentOf(withoutEnrichments(run.output));
    const failure = errorContent(withoutEnrichments(run.error));
    const sections: Section[] = [
      { label: isSearch ? messages.query : messages.input, content: contentOf(withoutEnrichments(run.input)), aside: tokens(run.tokens.prompt) },
      { label: isSearch ? messages.documents : messages.output, content: output, aside: tokens(run.tokens.completion) },
    ];
    return failure.kind === 'nothing' ? sections : [...sections, { label: messages.error, content: failure }];
  }, [run]);
}

function Metadata({ pairs, repaired }: { pairs: [string, unknown][]; repaired: string[] }) {
  return (
    <>
      {pairs.length === 0 && (
        <State title={texts.noMetadata} isSmall>
          {texts.noMetadataText}
        </State>
      )}
      <dl className="divide-y rounded-lg border empty:hidden">
        {pairs.map(([name, value]) => (
          <div key={name} className="group/pair flex items-start gap-3 px-3 py-1.5">
            <dt className="w-36 shrink-0 pt-0.5 font-mono text-xs break-words text-subtle">{visible(name)}</dt>
            <dd className="flex min-w-0 flex-1 items-start gap-3">
              {typeof value === 'object' && value !== null ? (
                <JsonText value={value} className="min-w-0 flex-1 pt-0.5" />
              ) : (
                <span className="min-w-0 flex-1 pt-0.5 break-words whitespace-pre-wrap">
                  <Words text={shortValue(value)} />
                </span>
              )}
              <CopyButton text={shortValue(value)} className="opacity-0 group-hover/pair:opacity-100 focus-visible:opacity-100" />
            </dd>
          </div>
        ))}
      </dl>
      {repaired.length > 0 && <p className="mt-3 text-xs text-subtle">{texts.repaired(repaired.join(', '))}</p>}
    </>
  );
}

function Scores({ scores }: { scores: NonNullable<Run['scores']> }) {
  if (scores.length === 0) {
    return (
      <State title={texts.noScores} isSmall>
        {texts.noScoresText}
      </State>
    );
  }
  return (
    <table className="w-full border-collapse text-left">
      <thead className="text-2xs text-subtle">
        <tr className="border-b">
          <th scope="col" className="h-7 pr-4 font-medium">
            {texts.score}
          </th>
          <th scope="col" className="pr-4 font-medium">
            {texts.scoreValue}
          </th>
          <th scope="col" className="font-medium">
            {texts.comment}
          </th>
        </tr>
      </thead>
      <tbody>
        {scores.map((score) => (
          <tr key={score.label} className="border-b align-top">
            <td className="py-1.5 pr-4 font-medium">
              <Words text={score.label} />
            </td>
            <td className="num py-1.5 pr-4">
              <Words text={shortValue(score.value)} />
            </td>
            <td className="py-1.5 break-words text-muted">{score.comment && <Words text={score.comment} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
