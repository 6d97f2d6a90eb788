import { Link } from '@tanstack/react-router';
import { Keyboard, LogOut, UserRound } from 'lucide-react';
import { useMe } from '@/api/account';
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine, MenuLink } from '@/components/ui/menu';
import { shown } from '@/lib/keys';
import { useStore } from '@/lib/store';
import { setTheme, type Theme, theme } from '@/lib/theme';
import { shell } from '@/texts/shell';
import { logOut } from './log-out';
import { AccountButton } from './menu-buttons';

const THEMES: Theme[] = ['system', 'light', 'dark'];

interface Props {
  isNarrow: boolean;
  onShortcuts: () => void;
  defaultOpen: boolean;
}

export default function AccountMenu({ isNarrow, onShortcuts, defaultOpen }: Props) {
  const me = useMe();
  const current = useStore(theme);
  const name = me.name ?? me.email;
  return (
    <Menu defaultOpen={defaultOpen} trigger={<AccountButton isNarrow={isNarrow} />} side="top" className="w-56">
      <div className="px-2 py-1.5">
        <div className="truncate font-medium">{name}</div>
        <div className="truncate text-xs text-subtle">{me.email}</div>
      </div>
      <MenuLine />
      <MenuLink>
        <Link to="/settings" search={{ tab: 'profile' }}>
          <UserRound size={14} className="text-subtle" aria-hidden />
          {shell.profile}
        </Link>
      </MenuLink>
      <MenuItem icon={Keyboard} hint={shown('?')} onSelect={onShortcuts}>
        {shell.shortcuts}
      </MenuItem>
      <MenuLine />
      <MenuLabel>{shell.theme}</MenuLabel>
      <MenuChoice value={current} onChange={setTheme} items={THEMES.map((value) => ({ value, label: shell.themes[value] }))} />
      <MenuLine />
      <MenuItem icon={LogOut} onSelect={() => void logOut()}>
        <span data-testid="logout-button">{shell.signOut}</span>
      </MenuItem>
    </Menu>
  );
}
