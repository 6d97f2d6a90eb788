import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { Toast as Radix } from 'radix-ui';
import { cn } from '@/lib/cn';
import { useStore } from '@/lib/store';
import { common } from '@/texts/common';
import { type Note, notes } from './toast';

const ICONS = { ok: CircleCheck, info: Info, error: CircleAlert };
const COLOURS = { ok: 'text-ok', info: 'text-accent-fg', error: 'text-err' };

function OneNote({ note }: { note: Note }) {
  const Icon = ICONS[note.kind];
  return (
    <Radix.Root
      type={note.kind === 'error' ? 'foreground' : 'background'}
      duration={note.kind === 'error' ? 8000 : 4000}
      onOpenChange={(open) => {
        if (!open) notes.set((now) => now.filter((other) => other.id !== note.id));
      }}
      className="pop flex w-[380px] max-w-[calc(100vw-32px)] items-start gap-2.5 rounded-lg bg-raised py-2.5 pr-2 pl-3 shadow-pop"
    >
      <Icon size={16} className={cn('mt-0.5 shrink-0', COLOURS[note.kind])} aria-hidden />
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-medium break-words">{note.title}</Radix.Title>
        {note.text && <Radix.Description className="break-words text-muted">{note.text}</Radix.Description>}
      </div>
      {note.action && (
        <Radix.Action altText={note.action.label} onClick={note.action.run} className="h-6 rounded-md px-2 font-medium text-accent-fg hover:bg-hover">
          {note.action.label}
        </Radix.Action>
      )}
      <Radix.Close aria-label={common.close} className="grid size-6 shrink-0 place-items-center rounded-md text-subtle hover:bg-hover hover:text-fg">
        <X size={14} aria-hidden />
      </Radix.Close>
    </Radix.Root>
  );
}

/** Loaded when there is something to say. */
export default function Toasts() {
  const list = useStore(notes);
  return (
    <Radix.Provider swipeDirection="right" label={common.notifications}>
      {list.map((note) => (
        <OneNote key={note.id} note={note} />
      ))}
      <Radix.Viewport label={common.notificationsHotkey} className="fixed right-4 bottom-4 z-60 flex flex-col gap-2 outline-none" />
    </Radix.Provider>
  );
}
