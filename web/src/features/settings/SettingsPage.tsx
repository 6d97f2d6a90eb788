import { getRouteApi, Link } from '@tanstack/react-router';
import { useMe } from '@/api/account';
import { PageHead } from '@/components/ui/page';
import { cn } from '@/lib/cn';
import { settings } from '@/texts/settings';
import { type SettingsTab, TABS } from './tabs';

const route = getRouteApi('/app/settings');

export default function SettingsPage() {
  const { tab } = route.useSearch();
  const me = useMe();
  const groups = TABS.map((group) => ({ ...group, tabs: group.tabs.filter((one) => one.isOpen(me)) })).filter((group) => group.tabs.length > 0);
  const open = groups.flatMap((group) => group.tabs);
  const current = open.find((one) => one.id === tab) ?? open[0];
  return (
    <>
      <PageHead title={settings.title} />
      <div className="flex min-h-0 flex-1 flex-col md:flex-row">
        <nav aria-label={settings.sections} className="flex shrink-0 gap-1 overflow-x-auto border-b p-2 md:block md:w-[200px] md:overflow-y-auto md:border-r md:border-b-0 md:p-3">
          {groups.map((group) => (
            <div key={group.label} className="flex md:mb-3 md:block">
              <div className="hidden h-6 items-center px-2 text-2xs font-medium text-subtle md:flex">{group.label}</div>
              {group.tabs.map((one) => (
                <TabLink key={one.id} tab={one} isHere={one === current} />
              ))}
            </div>
          ))}
        </nav>
        <div className="min-h-0 flex-1 overflow-auto">
          <div className="max-w-[760px] px-6 py-6">{current && <current.Content />}</div>
        </div>
      </div>
    </>
  );
}

function TabLink({ tab, isHere }: { tab: SettingsTab; isHere: boolean }) {
  return (
    <Link
      to="/settings"
      search={{ tab: tab.id }}
      aria-current={isHere ? 'page' : undefined}
      className={cn(
        'mb-px flex h-7 items-center rounded-md px-2 whitespace-nowrap',
        isHere ? 'bg-[color-mix(in_oklab,var(--fg)_7%,transparent)] font-medium' : 'text-muted hover:bg-hover hover:text-fg',
      )}
    >
      {tab.label}
    </Link>
  );
}
