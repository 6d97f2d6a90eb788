// What opens the two menus of the sidebar. Apart from the menus, which load after the frame is drawn.

import { ChevronsUpDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useMe, useProject } from '@/api/account';
import { Avatar } from '@/components/ui/facts';
import { cn } from '@/lib/cn';
import { shell } from '@/texts/shell';
import { Mark } from './Mark';

type Props = ComponentProps<'button'> & { isNarrow: boolean };

export function ProjectButton({ isNarrow, ...rest }: Props) {
  const name = useProject()?.name ?? shell.noProject;
  return (
    <button
      type="button"
      aria-label={`${shell.switchProject}: ${name}`}
      data-testid="project-switcher"
      {...rest}
      className={cn('flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left hover:bg-hover', isNarrow && 'justify-center px-0')}
    >
      <Mark />
      {!isNarrow && (
        <>
          <span className="min-w-0 flex-1 truncate font-semibold">{name}</span>
          <ChevronsUpDown size={13} className="shrink-0 text-subtle" aria-hidden />
        </>
      )}
    </button>
  );
}

export function AccountButton({ isNarrow, ...rest }: Props) {
  const me = useMe();
  const name = me.name ?? me.email;
  return (
    <button
      type="button"
      data-testid="account-sidebar-item"
      {...rest}
      className={cn('flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover', isNarrow && 'justify-center')}
    >
      <Avatar name={name} size={20} />
      <span className="sr-only">{shell.account}: </span>
      <span className={isNarrow ? 'sr-only' : 'min-w-0 truncate'}>{name}</span>
    </button>
  );
}
