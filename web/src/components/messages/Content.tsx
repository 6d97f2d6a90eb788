import { CircleAlert, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '@/components/ui/copy';
import { cn } from '@/lib/cn';
import { messages as texts } from '@/texts/messages';
import { cut } from './fold';
import { pretty } from './json';
import { JsonText } from './JsonText';
import { safeLink } from './markdown';
import type { Content, Document } from './types';
import { Words } from './Words';

/** What is no list of messages: an error, documents, JSON, a text, or nothing. */
export function ContentView({ content }: { content: Exclude<Content, { kind: 'messages' }> }) {
  switch (content.kind) {
    case 'nothing':
      return <p className="rounded-lg border border-dashed px-3 py-2.5 text-subtle">{texts.nothing}</p>;
    case 'withheld':
      return (
        <p className="flex items-center gap-2 rounded-lg border border-dashed px-3 py-2.5 text-subtle">
          <ShieldOff size={14} aria-hidden />
          {texts.withheld}
        </p>
      );
    case 'error':
      return <ErrorBox message={content.message} detail={content.detail} />;
    case 'documents':
      return (
        <ul className="space-y-2">
          {content.documents.map((document, index) => (
            <DocumentCard key={index} document={document} />
          ))}
        </ul>
      );
    case 'json':
      return <LongText value={content.value} isCode />;
    case 'text':
      return <LongText value={content.text} />;
  }
}

function ErrorBox({ message, detail }: { message: string; detail: string | undefined }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="group/box flex gap-2.5 rounded-lg border border-[color-mix(in_oklab,var(--err)_35%,transparent)] bg-err-soft px-3 py-2.5">
      <CircleAlert size={15} className="mt-0.5 shrink-0 text-err" aria-hidden />
      <div className="min-w-0 flex-1">
        <div className="flex items-start gap-2">
          <p className="min-w-0 flex-1 font-mono text-xs leading-5 break-words whitespace-pre-wrap">
            <span className="sr-only">{texts.error}: </span>
            <Words text={message} />
          </p>
          <CopyButton text={detail ? `${message}\n${detail}` : message} className="-my-0.5 -mr-1.5" />
        </div>
        {detail && (
          <>
            <button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="mt-1 h-6 text-xs font-medium text-err hover:underline">
              {isOpen ? texts.hideStack : texts.showStack}
            </button>
            {isOpen && (
              // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by the keyboard
              <pre tabIndex={0} aria-label={texts.stack} className="mt-1 max-h-80 overflow-auto font-mono text-xs leading-5 whitespace-pre-wrap">
                <Words text={detail} />
              </pre>
            )}
          </>
        )}
      </div>
    </div>
  );
}

function DocumentCard({ document }: { document: Document }) {
  const href = document.source ? safeLink(document.source) : null;
  return (
    <li className="rounded-lg border bg-surface px-3 py-2.5">
      <div className="flex items-center gap-2">
        <span className="min-w-0 truncate font-medium">
          <Words text={document.title} />
        </span>
        {document.score !== undefined && <span className="num ml-auto shrink-0 text-xs text-subtle">{document.score.toFixed(3)}</span>}
        <CopyButton text={[document.title, document.source, document.text].filter(Boolean).join('\n')} className={cn('-mr-1.5', document.score === undefined && 'ml-auto')} />
      </div>
      {document.source && (
        <p className="truncate text-xs text-subtle">
          {href ? (
            <a href={href} target="_blank" rel="noopener noreferrer nofollow" className="text-accent-fg hover:underline">
              <Words text={document.source} />
            </a>
          ) : (
            <Words text={document.source} />
          )}
        </p>
      )}
      {document.text && (
        <p className="mt-1 line-clamp-6 break-words whitespace-pre-wrap text-muted">
          <Words text={document.text} />
        </p>
      )}
    </li>
  );
}

function LongText({ value, isCode }: { value: unknown; isCode?: boolean }) {
  const [isWhole, setWhole] = useState(false);
  const text = pretty(value);
  const short = cut(text);
  const isCut = short.hidden > 0 && !isWhole;
  return (
    <div className={cn('group/box relative rounded-lg border px-3 py-2.5', isCode ? 'bg-sunken' : 'bg-surface')}>
      <CopyButton text={text} className="absolute top-1.5 right-1.5 bg-surface opacity-0 group-hover/box:opacity-100 focus-visible:opacity-100" />
      {isCode ? (
        <JsonText value={isCut ? short.text : value} />
      ) : (
        <p className="break-words whitespace-pre-wrap">
          <Words text={isCut ? short.text : text} />
        </p>
      )}
      {isCut && (
        <button type="button" onClick={() => setWhole(true)} className="mt-1 h-6 text-xs font-medium text-accent-fg hover:underline">
          {texts.showAll(short.hidden)}
        </button>
      )}
    </div>
  );
}
