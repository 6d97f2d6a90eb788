import { useMutation } from '@tanstack/react-query';
import { api, call } from '@/api/client';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy';
import { Dialog } from '@/components/ui/dialog';
import { Input } from '@/components/ui/field';
import { toast } from '@/components/ui/toast';
import { asApiError } from '@/api/error';
import { sharing } from '@/texts/sharing';

interface Props {
  id: string;
  name: string;
  onClose: () => void;
}

/** Says what becomes readable, then makes the link. */
export function ShareDialog({ id, name, onClose }: Props) {
  const params = { path: { id } };
  const make = useMutation({ mutationFn: () => call(api.POST('/v1/runs/{id}/share', { params })) });
  const end = useMutation({
    mutationFn: () => call(api.DELETE('/v1/runs/{id}/share', { params })),
    onSuccess: () => {
      toast.ok(sharing.ended);
      onClose();
    },
    onError: (thrown) => toast.failure(sharing.endFailed, thrown),
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={sharing.title(name)}
      description={sharing.text}
      footer={
        <>
          <Button kind="danger" className="mr-auto" isBusy={end.isPending} onClick={() => end.mutate()}>
            {sharing.end}
          </Button>
          {!make.data && (
            <Button kind="primary" isBusy={make.isPending} onClick={() => make.mutate()}>
              {sharing.make}
            </Button>
          )}
        </>
      }
    >
      <ul className="list-disc space-y-1 pl-5 text-muted">
        {sharing.includes.map((part) => (
          <li key={part}>{part}</li>
        ))}
      </ul>
      {make.data && (
        <div className="mt-4 flex items-center gap-2">
          <Input readOnly aria-label={sharing.link} value={make.data.url} onFocus={(event) => event.target.select()} className="font-mono text-xs" />
          <CopyButton text={make.data.url} className="h-8 border border-line-strong px-2.5 text-fg">
            {sharing.copy}
          </CopyButton>
        </div>
      )}
      {make.error && (
        <p role="alert" className="mt-3 text-err">
          {asApiError(make.error).message}
        </p>
      )}
    </Dialog>
  );
}
