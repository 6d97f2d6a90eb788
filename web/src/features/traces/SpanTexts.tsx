import { TriangleAlert } from 'lucide-react';
import { traces } from '@/texts/traces';
import type { Run } from './queries';
import type { Span } from './tree';
import { Value } from './Value';

/** What went in, what came out, and what went wrong, the last first. */
export function SpanTexts({ run, span }: { run: Run; span: Span }) {
  const error = run.error as { message?: string; stack?: string } | string | null;
  return (
    <div className="space-y-4">
      {error !== null && error !== undefined && (
        <div role="alert" className="rounded-lg border border-err/35 bg-err-soft px-3 py-2.5">
          <div className="flex items-center gap-2 font-medium text-err">
            <TriangleAlert size={15} aria-hidden />
            {traces.error}
          </div>
          <p className="mt-1 font-mono text-xs break-words whitespace-pre-wrap">{typeof error === 'string' ? error : (error.message ?? JSON.stringify(error))}</p>
        </div>
      )}
      <Text title={traces.input} value={run.input} nothing={traces.noInput} />
      <Text title={span.kind === 'retriever' ? traces.documents : traces.output} value={run.output} nothing={span.isOpen ? traces.noOutputYet : traces.noOutput} />
    </div>
  );
}

function Text({ title, value, nothing }: { title: string; value: unknown; nothing: string }) {
  return (
    <div>
      <h3 className="mb-1 text-2xs font-medium text-subtle">{title}</h3>
      {value === null || value === undefined ? <p className="text-subtle">{nothing}</p> : <Value label={title} value={value} />}
    </div>
  );
}
