import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { deleteRun } from '@/api/runs';
import { Confirm } from '@/components/ui/dialog';
import { toast } from '@/components/ui/toast';
import { count } from '@/lib/format';
import { traces } from '@/texts/traces';
import type { ListOrder } from './queries';
import type { Trace } from './tree';

interface Props {
  trace: Trace;
  /** Where it leads afterwards. */
  list: ListOrder;
  onClose: () => void;
}

export function DeleteDialog({ trace, list, onClose }: Props) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = async (): Promise<void> => {
    await deleteRun(trace.root.id);
    void client.invalidateQueries({ queryKey: ['runs'] });
    toast.ok(traces.deleted);
    void navigate({ to: '/logs' as '/', search: { type: 'trace', ...list } as never });
  };
  return (
    <Confirm open onOpenChange={onClose} title={traces.deleteTitle} confirm={traces.delete} onConfirm={remove} testId="confirm-delete">
      {traces.deleteText(count(trace.spans.length, 'span', 'spans'))}
    </Confirm>
  );
}
