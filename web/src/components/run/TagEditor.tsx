import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { type Run, setTags } from '@/api/runs';
import { Words } from '@/components/messages/Words';
import { run as texts } from '@/texts/run';
import { useRunEdit } from './FeedbackEditor';

/** The tags of a run; each can go, and one can be typed. */
export function TagEditor({ run, canEdit }: { run: Run; canEdit: boolean }) {
  const edit = useRunEdit<string[]>(run, (tags) => setTags(run.id, tags), (before, tags) => ({ ...before, tags }), texts.tagsFailed);
  const [text, setText] = useState<string | null>(null);
  const tags = run.tags ?? [];
  const add = (): void => {
    const tag = (text ?? '').trim();
    if (tag !== '' && !tags.includes(tag)) edit.mutate([...tags, tag]);
    setText(null);
  };
  return (
    <span className="contents">
      {tags.map((tag) => (
        <span key={tag} className="inline-flex h-6 max-w-48 items-center rounded border bg-sunken pl-1.5 text-2xs font-medium text-muted last:pr-1.5">
          <span className="truncate" title={tag}>
            <Words text={tag} />
          </span>
          {canEdit ? (
            <button type="button" aria-label={texts.removeTag(tag)} onClick={() => edit.mutate(tags.filter((other) => other !== tag))} className="grid size-6 place-items-center rounded text-subtle hover:text-fg">
              <X size={11} aria-hidden />
            </button>
          ) : (
            <span className="w-1.5" />
          )}
        </span>
      ))}
      {canEdit && text === null && (
        <button type="button" aria-label={texts.addTag} data-tip={texts.addTag} onClick={() => setText('')} className="grid size-6 place-items-center rounded border border-dashed text-subtle hover:bg-hover hover:text-fg">
          <Plus size={12} aria-hidden />
        </button>
      )}
      {text !== null && (
        <input
          autoFocus
          aria-label={texts.addTag}
          placeholder={texts.tagPlaceholder}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={add}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add();
            if (event.key === 'Escape') {
              event.stopPropagation();
              setText(null);
            }
          }}
          className="h-6 w-28 rounded border border-line-strong bg-surface px-1.5 text-xs placeholder:text-subtle"
        />
      )}
    </span>
  );
}
