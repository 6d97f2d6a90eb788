import { useQueryClient } from '@tanstack/react-query';
import { Tag, TagIcon, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '@/api/account';
import { type Batch, changeRuns } from '@/api/runs';
import { BULK_BUTTON, BulkBar } from '@/components/grid/BulkBar';
import { EVERYTHING, NOTHING, type Selection, sizeOf } from '@/components/grid/selection';
import { Button } from '@/components/ui/button';
import { Confirm, Dialog } from '@/components/ui/dialog';
import { Field, Input } from '@/components/ui/field';
import { toast } from '@/components/ui/toast';
import { count } from '@/lib/format';
import { common } from '@/texts/common';
import { logs } from '@/texts/logs';

interface Props {
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** How many match the filter. */
  total: number;
  loaded: number;
  /** What matches, as the server reads it, and as of when. */
  query: string;
  asOf: number;
  /** The list has to be asked for anew. */
  onDone: () => void;
}

type Doing = Batch['action'] | null;

/** What can be done with several runs at once: those that are chosen, or all that match. */
export default function BulkActions({ selection, onSelection, total, loaded, query, asOf, onDone }: Props) {
  const [doing, setDoing] = useState<Doing>(null);
  const can = useCan();
  const client = useQueryClient();
  const size = sizeOf(selection, total);
  const run = async (action: Batch['action'], tag?: string): Promise<void> => {
    const which = selection.isAll ? { filter: { query, asOf: new Date(asOf).toISOString() } } : { ids: [...selection.keys] };
    const answer = await changeRuns({ action, ...which, ...(tag === undefined ? {} : { args: { tags: [tag] } }) });
    if (answer.jobId === undefined) toast.ok(`${logs.batchDone[action]}: ${count(answer.changed ?? size, 'run', 'runs')}`);
    else toast.info(logs.batchStarted);
    onSelection(NOTHING);
    void client.invalidateQueries({ queryKey: ['run'] });
    onDone();
  };
  return (
    <>
      <BulkBar count={size} onClear={() => onSelection(NOTHING)}>
        {!selection.isAll && total > size && selection.keys.size >= Math.min(2, loaded) && (
          <button type="button" className={BULK_BUTTON} onClick={() => onSelection(EVERYTHING)}>
            {logs.selectAll(total)}
          </button>
        )}
        {can('logs.update') && (
          <>
            <button type="button" className={BULK_BUTTON} onClick={() => setDoing('tag')}>
              <Tag size={13} aria-hidden />
              {logs.tagRuns}
            </button>
            <button type="button" className={BULK_BUTTON} onClick={() => setDoing('untag')}>
              <TagIcon size={13} className="opacity-60" aria-hidden />
              {logs.untagRuns}
            </button>
          </>
        )}
        {can('logs.delete') && (
          <button type="button" className={BULK_BUTTON} onClick={() => setDoing('delete')} data-testid="delete-selected">
            <Trash2 size={13} aria-hidden />
            {logs.deleteRuns}
          </button>
        )}
      </BulkBar>
      <Confirm
        open={doing === 'delete'}
        onOpenChange={() => setDoing(null)}
        title={logs.deleteTitle(size)}
        confirm={logs.deleteRuns}
        phrase={size > 100 ? logs.deletePhrase : undefined}
        onConfirm={() => run('delete')}
        testId="confirm-delete"
      >
        {selection.isAll ? logs.deleteAllText : logs.deleteText}
      </Confirm>
      {(doing === 'tag' || doing === 'untag') && <TagDialog action={doing} count={size} onClose={() => setDoing(null)} onTag={(tag) => run(doing, tag)} />}
    </>
  );
}

function TagDialog({ action, count: size, onClose, onTag }: { action: 'tag' | 'untag'; count: number; onClose: () => void; onTag: (tag: string) => Promise<void> }) {
  const [text, setText] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await onTag(text.trim());
      onClose();
    } catch (thrown) {
      setError(thrown instanceof Error ? thrown.message : String(thrown));
      setBusy(false);
    }
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={action === 'tag' ? logs.tagTitle(size) : logs.untagTitle(size)}
      width={400}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" isBusy={isBusy} disabled={text.trim() === ''} onClick={() => void send()}>
            {action === 'tag' ? logs.tagRuns : logs.untagRuns}
          </Button>
        </>
      }
    >
      <Field label={logs.tag} error={error}>
        {(props) => <Input {...props} autoFocus value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => event.key === 'Enter' && text.trim() !== '' && void send()} />}
      </Field>
    </Dialog>
  );
}
