import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Globe, Link2, Unlink } from 'lucide-react';
import { serverUrl } from '@/api/base';
import { type Run, setVisibility, shareRun, unshareRun } from '@/api/runs';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy';
import { Dialog } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import { common } from '@/texts/common';
import { run as texts } from '@/texts/run';

interface Props {
  run: Run;
  /** The address for members. */
  link: string;
  canShare: boolean;
  onClose: () => void;
}

/** Two ways to show a run to others: to members by its address, to anybody by a link. Says what becomes public before it does. */
export default function ShareDialog({ run, link, canShare, onClose }: Props) {
  const client = useQueryClient();
  const make = useMutation({ mutationFn: () => shareRun(run.id), onError: (thrown) => toast.failure(texts.shareFailed, thrown) });
  const end = useMutation({
    mutationFn: () => unshareRun(run.id),
    onError: (thrown) => toast.failure(texts.endFailed, thrown),
    onSuccess: () => {
      make.reset();
      toast.ok(texts.linksEnded);
    },
  });
  const hide = useMutation({
    mutationFn: () => setVisibility(run.id, false),
    onError: (thrown) => toast.failure(texts.endFailed, thrown),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['run'] });
      toast.ok(texts.madePrivate);
    },
  });
  const url = make.data ? `${serverUrl}/logs/${make.data}` : null;
  return (
    <Dialog open onOpenChange={onClose} title={texts.shareTitle} width={500}>
      <div className="space-y-5">
        <section>
          <h3 className="font-medium">{texts.colleagues}</h3>
          <Address text={link} />
        </section>
        {canShare && (
          <section className="border-t pt-4">
            <p className="font-medium">{texts.shareWhat}</p>
            <ul className="mt-1 list-disc space-y-0.5 pl-5 text-muted marker:text-subtle">
              {texts.shareParts.map((part) => (
                <li key={part}>{part}</li>
              ))}
            </ul>
            <p className="mt-1.5 text-muted">{texts.shareNot}</p>
            {url && (
              <div className="mt-3">
                <h3 className="font-medium">{texts.publicLink}</h3>
                <Address text={url} />
                <p className="mt-1 text-xs text-subtle">{texts.linkNote}</p>
              </div>
            )}
            <div className="mt-3 flex flex-wrap gap-2">
              <Button kind={url ? 'default' : 'primary'} isBusy={make.isPending} onClick={() => make.mutate()} data-testid="make-public-link">
                <Globe size={14} aria-hidden />
                {url ? texts.newLink : texts.makeLink}
              </Button>
              <Button kind="danger" isBusy={end.isPending} onClick={() => end.mutate()}>
                <Unlink size={14} aria-hidden />
                {texts.endLinks}
              </Button>
            </div>
            {run.isPublic && (
              <div className="mt-3 flex items-center gap-3 rounded-lg bg-warn-soft px-3 py-2">
                <span className="flex-1">{texts.isPublicById}</span>
                <Button size="sm" isBusy={hide.isPending} onClick={() => hide.mutate()} data-testid="toggle-run-visibility">
                  {texts.makePrivate}
                </Button>
              </div>
            )}
          </section>
        )}
      </div>
    </Dialog>
  );
}

function Address({ text }: { text: string }) {
  return (
    <div className="mt-1.5 flex items-center gap-1 rounded-md border bg-sunken pr-1 pl-2.5">
      <Link2 size={13} className="shrink-0 text-subtle" aria-hidden />
      <input readOnly value={text} aria-label={texts.copyLink} onFocus={(event) => event.target.select()} className="h-8 min-w-0 flex-1 bg-transparent px-1 font-mono text-xs outline-none" />
      <CopyButton text={text} className="px-2">
        {common.copy}
      </CopyButton>
    </div>
  );
}

