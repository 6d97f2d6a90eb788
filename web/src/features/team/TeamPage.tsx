import { getRouteApi } from '@tanstack/react-router';
import { Search, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useCan } from '@/api/account';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/field';
import { PageHead } from '@/components/ui/page';
import { Select } from '@/components/ui/select';
import { EmptyState, ErrorState, NoPermission } from '@/components/ui/states';
import { count } from '@/lib/format';
import { common } from '@/texts/common';
import { ROLES } from '@/texts/roles';
import { team } from '@/texts/team';
import { InviteDialog } from './InviteDialog';
import { matching, rowsOf } from './model';
import { useInvitations, useMembers } from './queries';
import { TeamTable } from './TeamTable';

const route = getRouteApi('/app/team');
const ANY = 'any';

export default function TeamPage() {
  const can = useCan();
  const { q = '', role = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const members = useMembers();
  const invitations = useInvitations();
  const [isInviting, setInviting] = useState(false);
  if (!can('teamMembers.list')) {
    return (
      <>
        <PageHead title={team.title} />
        <NoPermission>
          {team.needsList} {common.askAdmin}
        </NoPermission>
      </>
    );
  }
  const invited = invitations.data ?? [];
  const rows = matching(rowsOf(members, invited), q, role);
  const isFiltered = q !== '' || role !== '';
  const change = (next: { q?: string; role?: string }): void => void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const invite = can('teamMembers.create') && (
    <Button kind="primary" onClick={() => setInviting(true)}>
      <UserPlus size={14} aria-hidden />
      {team.invite}
    </Button>
  );
  return (
    <>
      <PageHead title={team.title} facts={team.facts(count(members.length, 'member', 'members'), invited.length > 0 ? count(invited.length, 'invitation', 'invitations') : '')}>
        {invite}
      </PageHead>
      <div className="flex h-12 shrink-0 items-center gap-2 border-b px-4">
        <div className="relative w-72">
          <Search size={14} className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-subtle" aria-hidden />
          <Input type="search" aria-label={team.search} placeholder={team.search} value={q} onChange={(event) => change({ q: event.target.value })} className="pl-8" />
        </div>
        <Select label={team.role} value={role || ANY} onChange={(next) => change({ role: next === ANY ? '' : next })} items={[{ value: ANY, label: team.allRoles }, ...ROLES.map((one) => ({ value: one.id as string, label: one.name }))]} />
      </div>
      <div className="min-h-0 flex-1 overflow-auto">
        {invitations.isError && <ErrorState what={team.invitationsFailed} error={invitations.error} onRetry={() => void invitations.refetch()} isSmall />}
        {rows.length > 0 && <TeamTable rows={rows} />}
        {rows.length === 0 && isFiltered && (
          <EmptyState title={team.noMatchTitle} icon={Search} actions={<Button onClick={() => change({ q: '', role: '' })}>{team.clear}</Button>}>
            {team.noMatchText}
          </EmptyState>
        )}
        {!isFiltered && members.length === 1 && invited.length === 0 && invite && (
          <EmptyState title={team.aloneTitle} icon={UserPlus} isSmall>
            {team.onlyYou}
          </EmptyState>
        )}
      </div>
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}
