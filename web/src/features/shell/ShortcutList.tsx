import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/facts';
import { Switch } from '@/components/ui/toggle';
import { cn } from '@/lib/cn';
import { shortcuts, shown, singleKeys } from '@/lib/keys';
import { useStore } from '@/lib/store';
import { shell } from '@/texts/shell';

/** What the keyboard does on this page. */
export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const list = useStore(shortcuts);
  const isOn = useStore(singleKeys);
  const groups = [...new Set(list.map((shortcut) => shortcut.group))].toReversed();
  return (
    <Dialog open onOpenChange={onClose} title={shell.shortcuts} description={shell.shortcutsText} width={groups.length > 1 ? 640 : 420}>
      <div className={cn('grid gap-x-8 gap-y-4', groups.length > 1 && 'sm:grid-cols-2')}>
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-2xs font-medium text-subtle">{group}</h3>
            <ul>
              {list.filter((shortcut) => shortcut.group === group).map((entry) => (
                <li key={entry.keys} className="flex min-h-7 items-center gap-3">
                  <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                  <span className="flex gap-1">
                    {entry.keys.split(' ').map((key) => (
                      <Kbd key={key}>{shown(key)}</Kbd>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <label className="mt-5 flex items-center gap-3 border-t pt-4">
        <Switch isOn={isOn} onChange={(next) => singleKeys.set(next)} />
        <span>
          {shell.singleKeys}
          <span className="block text-xs text-subtle">{shell.singleKeysHint}</span>
        </span>
      </label>
    </Dialog>
  );
}
