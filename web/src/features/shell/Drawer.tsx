import { Sheet } from '@/components/ui/dialog';
import { shell } from '@/texts/shell';
import type { Overlay } from './Shell';
import { Sidebar } from './Sidebar';

/** The sidebar of small screens. */
export default function Drawer({ onOpen, onClose }: { onOpen: (overlay: Overlay) => void; onClose: () => void }) {
  return (
    <Sheet open onOpenChange={onClose} title={shell.primary} side="left" width={260}>
      <Sidebar onOpen={onOpen} onClose={onClose} />
    </Sheet>
  );
}
