import { Ellipsis, Link2, MailX, UserRoundMinus, UserRoundPen } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type Member, useCan, useMe, useProjects } from '@/api/account';
import { IconButton } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy';
import { Avatar, Pill, Time } from '@/components/ui/facts';
import { Menu, MenuItem } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { ago, count } from '@/lib/format';
import { common } from '@/texts/common';
import { roleName } from '@/texts/roles';
import { team } from '@/texts/team';
import { CancelInvitation, ManageAccess, RemoveMember } from './manage';
import { canManage, hasEnded, type Invitation, type Row } from './model';
import { invitationLink } from './queries';

const CELL = 'h-14 border-b px-4 align-middle';
const HEAD = 'h-8 border-b px-4 text-left text-2xs font-medium whitespace-nowrap text-subtle';

type Asked = { kind: 'manage' | 'remove'; member: Member } | { kind: 'cancel'; invitation: Invitation } | null;

/** Members and invitations, with what may be done to each. */
export function TeamTable({ rows }: { rows: Row[] }) {
  const [asked, setAsked] = useState<Asked>(null);
  const close = (): void => setAsked(null);
  return (
    <>
      <table className="w-full border-separate border-spacing-0">
        <thead className="sticky top-0 z-10 bg-surface">
          <tr>
            <th className={HEAD}>{team.person}</th>
            <th className={HEAD}>{team.role}</th>
            <th className={HEAD}>{team.projects}</th>
            <th className={HEAD}>{team.state}</th>
            <th className={HEAD}>{team.lastSeen}</th>
            <th className={HEAD}>
              <span className="sr-only">{team.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) =>
            row.kind === 'member' ? <MemberRow key={row.id} member={row.member} onAsk={setAsked} /> : <InvitationRow key={row.id} invitation={row.invitation} onAsk={setAsked} />,
          )}
        </tbody>
      </table>
      {asked?.kind === 'manage' && <ManageAccess member={asked.member} onClose={close} />}
      {asked?.kind === 'remove' && <RemoveMember member={asked.member} onClose={close} />}
      {asked?.kind === 'cancel' && <CancelInvitation invitation={asked.invitation} onClose={close} />}
    </>
  );
}

function MemberRow({ member, onAsk }: { member: Member; onAsk: (asked: Asked) => void }) {
  const me = useMe();
  const can = useCan();
  const isManaged = canManage(me, member);
  const name = member.name ?? member.email;
  const mayUpdate = can('teamMembers.update') && isManaged;
  const mayRemove = can('teamMembers.delete') && isManaged;
  return (
    <tr className="hover:bg-hover" data-testid="member-row">
      <Person name={name} email={member.email} isYou={member.id === me.id} />
      <td className={CELL}>{roleName(member.role)}</td>
      <Projects ids={member.projects} />
      <td className={CELL}>{member.verified ? <span className="text-muted">{team.active}</span> : <Pill tone="warn">{team.unverified}</Pill>}</td>
      <td className={`${CELL} whitespace-nowrap text-muted`}>{member.lastLoginAt ? <Time at={member.lastLoginAt} relative /> : common.never}</td>
      <td className={`${CELL} w-12 text-right`}>
        {(mayUpdate || mayRemove) && (
          <Actions name={name}>
            {mayUpdate && (
              <MenuItem icon={UserRoundPen} onSelect={() => onAsk({ kind: 'manage', member })}>
                {team.manage}
              </MenuItem>
            )}
            {mayRemove && (
              <MenuItem icon={UserRoundMinus} danger onSelect={() => onAsk({ kind: 'remove', member })}>
                {team.removeMember}
              </MenuItem>
            )}
          </Actions>
        )}
      </td>
    </tr>
  );
}

function InvitationRow({ invitation, onAsk }: { invitation: Invitation; onAsk: (asked: Asked) => void }) {
  const can = useCan();
  const isOver = hasEnded(invitation);
  const copy = (): void => {
    copyText(invitationLink(invitation)).then(
      () => toast.ok(team.linkCopied),
      (thrown: unknown) => toast.failure(common.cannotCopy, thrown),
    );
  };
  return (
    <tr className="hover:bg-hover" data-testid="invitation-row">
      <Person name={invitation.email} email={null} />
      <td className={CELL}>{roleName(invitation.role)}</td>
      <Projects ids={invitation.projects} />
      <td className={CELL}>{isOver ? <Pill>{team.expired}</Pill> : <Pill tone="accent">{team.invited(ago(new Date(invitation.expiresAt)))}</Pill>}</td>
      <td className={`${CELL} text-muted`}>{common.never}</td>
      <td className={`${CELL} w-12 text-right`}>
        {can('teamMembers.create') && (
          <Actions name={invitation.email}>
            {invitation.token && !isOver && (
              <MenuItem icon={Link2} onSelect={copy}>
                {team.copyLink}
              </MenuItem>
            )}
            <MenuItem icon={MailX} danger onSelect={() => onAsk({ kind: 'cancel', invitation })}>
              {team.cancelInvitation}
            </MenuItem>
          </Actions>
        )}
      </td>
    </tr>
  );
}

function Actions({ name, children }: { name: string; children: ReactNode }) {
  const trigger = (
    <IconButton label={team.actionsFor(name)}>
      <Ellipsis size={15} aria-hidden />
    </IconButton>
  );
  return (
    <Menu align="end" trigger={trigger}>
      {children}
    </Menu>
  );
}

function Person({ name, email, isYou }: { name: string; email: string | null; isYou?: boolean }) {
  return (
    <td className={CELL}>
      <div className="flex items-center gap-3">
        <Avatar name={name} size={28} />
        <div className="min-w-0">
          <div className="flex items-center gap-2 font-medium">
            <span className="truncate">{name}</span> {isYou && <Pill>{common.you}</Pill>}
          </div>
          {email && email !== name && <div className="truncate text-xs text-subtle">{email}</div>}
        </div>
      </div>
    </td>
  );
}

/** How many projects, and on hover which. */
function Projects({ ids }: { ids: string[] }) {
  const projects = useProjects();
  const names = projects.filter((project) => ids.includes(project.id)).map((project) => project.name);
  return (
    <td className={`${CELL} text-muted`}>
      <span data-tip={names.join(', ')} className="num block max-w-52 truncate">
        {names.length === 1 && ids.length === 1 ? names[0] : count(ids.length, 'project', 'projects')}
      </span>
    </td>
  );
}
