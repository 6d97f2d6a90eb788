import { useNavigate } from '@tanstack/react-router';
import { Command } from 'cmdk';
import { FolderOpen, Keyboard, ListTree, LogOut, type LucideIcon, Plus, SunMoon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useCan, useMe, useProjects } from '@/api/account';
import { Kbd } from '@/components/ui/facts';
import { shown } from '@/lib/keys';
import { setTheme, type Theme } from '@/lib/theme';
import { common } from '@/texts/common';
import { shell } from '@/texts/shell';
import { logOut } from './log-out';
import { GROUPS, permitted } from './navigation';
import type { Overlay } from './Shell';
import { useGoToProject } from './use-go-to-project';

const THEMES: Theme[] = ['system', 'light', 'dark'];

interface Props {
  onClose: () => void;
  onOpen: (overlay: Overlay) => void;
}

/** Goes anywhere and does anything that the shell can do, by typing. */
export default function Palette({ onClose, onOpen }: Props) {
  const [text, setText] = useState('');
  const { permissions } = useMe();
  const can = useCan();
  const projects = useProjects();
  const navigate = useNavigate();
  const goTo = useGoToProject();
  const pages = permitted(GROUPS, permissions).flatMap((group) => group.entries);
  const id = /^[\w-]{8,}$/.test(text.trim()) ? text.trim() : null;
  const then = (run: () => void) => (): void => {
    onClose();
    run();
  };
  return (
    <Command.Dialog
      open
      onOpenChange={onClose}
      label={shell.palette}
      loop
      overlayClassName="fixed inset-0 z-40 bg-black/35 dark:bg-black/55"
      contentClassName="pop fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-pop"
    >
      <Command.Input value={text} onValueChange={setText} placeholder={shell.paletteHint} className="h-12 w-full border-b bg-transparent px-4 text-base outline-none placeholder:text-subtle" />
      <Command.List className="max-h-[min(420px,60vh)] overflow-auto p-2">
        <Command.Empty className="px-2 py-4 text-subtle">{common.nothingFound}</Command.Empty>
        {id !== null && can('logs.read') && (
          <Item icon={ListTree} value={`id ${id}`} onSelect={then(() => void navigate({ to: '/traces/$id', params: { id } } as never))}>
            {shell.openId(id)}
          </Item>
        )}
        <Group heading={shell.pages}>
          {pages.map((entry) => (
            <Item key={entry.id} icon={entry.icon} keys={entry.key && `g ${entry.key}`} onSelect={then(() => void navigate(entry.link as never))}>
              {entry.label}
            </Item>
          ))}
        </Group>
        <Group heading={shell.projects}>
          {projects.map((project) => (
            <Item key={project.id} icon={FolderOpen} value={`${project.name} ${project.id}`} onSelect={then(() => goTo(project.id))}>
              {project.name}
            </Item>
          ))}
        </Group>
        <Group heading={shell.actions}>
          {can('projects.create') && (
            <Item icon={Plus} onSelect={() => onOpen('new-project')}>
              {shell.newProject}
            </Item>
          )}
          {THEMES.map((theme) => (
            <Item key={theme} icon={SunMoon} onSelect={then(() => setTheme(theme))}>
              {shell.theme}: {shell.themes[theme]}
            </Item>
          ))}
          <Item icon={Keyboard} keys="?" onSelect={() => onOpen('shortcuts')}>
            {shell.shortcuts}
          </Item>
          <Item icon={LogOut} onSelect={then(() => void logOut())}>
            {shell.signOut}
          </Item>
        </Group>
      </Command.List>
    </Command.Dialog>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group heading={heading} className="mb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-subtle">
      {children}
    </Command.Group>
  );
}

interface ItemProps {
  icon: LucideIcon;
  children: ReactNode;
  onSelect: () => void;
  keys?: string;
  value?: string;
}

function Item({ icon: Icon, children, onSelect, keys, value }: ItemProps) {
  return (
    <Command.Item value={value} onSelect={onSelect} className="flex h-8 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover">
      <Icon size={15} strokeWidth={1.75} className="text-subtle" aria-hidden />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys?.split(' ').map((key) => <Kbd key={key}>{shown(key)}</Kbd>)}
    </Command.Item>
  );
}
