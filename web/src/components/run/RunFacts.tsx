import { useState } from 'react';
import type { Run } from '@/api/runs';
import { JsonText } from '@/components/messages/JsonText';
import { visible, Words } from '@/components/messages/Words';
import { CopyButton } from '@/components/ui/copy';
import { Duration, Fact, Money } from '@/components/ui/facts';
import { Popover } from '@/components/ui/popover';
import { integer } from '@/lib/format';
import { run as texts } from '@/texts/run';
import { firstTokenMs, paramsOf, type Tool, toolsOf } from './facts';

/** The figures of a run in one strip. */
export function RunFigures({ run }: { run: Run }) {
  const { tokens } = run;
  const first = firstTokenMs(run);
  const isModel = run.type === 'llm' || tokens.prompt != null || tokens.completion != null;
  return (
    <div className="flex flex-wrap gap-x-6 gap-y-2 rounded-lg border bg-sunken px-3 py-2">
      <Wide label={texts.facts.duration}>
        <Duration ms={run.duration} />
      </Wide>
      {first !== undefined && (
        <Wide label={texts.facts.firstToken}>
          <Duration ms={first} />
        </Wide>
      )}
      {isModel && (
        <>
          <Wide label={texts.facts.tokensIn} hint={tokens.cachedPrompt ? texts.cachedHint(integer(tokens.cachedPrompt)) : undefined}>
            {count(tokens.prompt)}
            {tokens.cachedPrompt ? <span className="text-2xs text-subtle"> {integer(tokens.cachedPrompt)} {texts.facts.cachedIn}</span> : null}
          </Wide>
          <Wide label={texts.facts.tokensOut} hint={tokens.reasoning ? texts.reasoningHint(integer(tokens.reasoning)) : undefined}>
            {count(tokens.completion)}
            {tokens.reasoning ? <span className="text-2xs text-subtle"> {integer(tokens.reasoning)} {texts.facts.reasoning}</span> : null}
          </Wide>
          <Wide label={texts.facts.cost}>
            <Money usd={run.cost} />
          </Wide>
        </>
      )}
    </div>
  );
}

function count(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : integer(value);
}

function Wide({ label, hint, children }: { label: string; hint?: string; children: React.ReactNode }) {
  return (
    <div className="min-w-[72px]">
      <Fact label={label} hint={hint}>
        {children}
      </Fact>
    </div>
  );
}

const SHOWN = 6;

/** What the model was asked to be like, and the tools that it had. */
export function RunParams({ run }: { run: Run }) {
  const [isWhole, setWhole] = useState(false);
  const params = paramsOf(run.params);
  const tools = toolsOf(run.params);
  if (params.length === 0 && tools.length === 0) return null;
  const shown = isWhole ? params : params.slice(0, SHOWN);
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs">
      {shown.map(({ name, label, value }) => (
        <span key={name} title={`${name}: ${value}`} className="inline-flex h-6 max-w-64 items-center gap-1.5 rounded border px-1.5">
          <span className="shrink-0 text-subtle">
            <Words text={label} />
          </span>
          <span className="num truncate">{visible(value.slice(0, 200))}</span>
        </span>
      ))}
      {params.length > shown.length && (
        <button type="button" onClick={() => setWhole(true)} className="h-6 rounded px-1.5 font-medium text-accent-fg hover:underline">
          +{params.length - shown.length}
        </button>
      )}
      {tools.map((tool, index) => (
        <ToolBadge key={index} tool={tool} />
      ))}
    </div>
  );
}

function ToolBadge({ tool }: { tool: Tool }) {
  return (
    <Popover
      label={texts.tool(tool.name)}
      width={380}
      trigger={
        <button type="button" aria-label={texts.tool(tool.name)} className="inline-flex h-6 max-w-48 items-center rounded bg-ok-soft px-1.5 font-mono text-2xs font-medium text-ok hover:underline">
          <span className="truncate">
            <Words text={tool.name} />
          </span>
        </button>
      }
    >
      <div className="flex h-9 items-center border-b pr-1.5 pl-3">
        <span className="min-w-0 flex-1 truncate font-mono text-xs font-medium">
          <Words text={tool.name} />
        </span>
        <CopyButton text={JSON.stringify(tool.schema, null, 2)} />
      </div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard */}
      <div className="max-h-[50vh] overflow-auto p-3" role="group" aria-label={texts.tool(tool.name)} tabIndex={0}>
        {tool.description && (
          <p className="mb-2 text-xs break-words text-muted">
            <Words text={tool.description} />
          </p>
        )}
        <JsonText value={tool.schema} />
      </div>
    </Popover>
  );
}
