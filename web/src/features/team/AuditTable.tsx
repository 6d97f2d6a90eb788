import { CopyId } from '@/components/ui/copy';
import { Time } from '@/components/ui/facts';
import { audit } from '@/texts/audit';
import { type Entry, wordsOf } from './audit-model';

const CELL = 'h-10 border-b px-4 align-middle';
const HEAD = 'h-8 border-b px-4 text-left text-2xs font-medium text-subtle';

export function AuditTable({ rows }: { rows: Entry[] }) {
  return (
    <table className="w-full border-separate border-spacing-0">
      <thead className="sticky top-0 z-10 bg-surface">
        <tr>
          {[audit.time, audit.person, audit.action, audit.resource, audit.project, audit.address].map((head) => (
            <th key={head} className={HEAD}>
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ entry }: { entry: Entry }) {
  const { action, resource } = wordsOf(entry);
  const person = entry.userName ?? entry.userEmail ?? entry.userId;
  return (
    <tr className="hover:bg-hover">
      <td className={`${CELL} text-muted`}>
        <Time at={entry.createdAt} />
      </td>
      <td className={CELL}>
        <span title={entry.userEmail ?? undefined}>{person}</span>
      </td>
      <td className={`${CELL} font-medium`}>{action}</td>
      <td className={CELL}>
        <span className="inline-flex items-center gap-2">
          {resource || '–'} {resource && entry.resourceId && <CopyId id={entry.resourceId} />}
        </span>
      </td>
      <td className={`${CELL} text-muted`}>{entry.projectName ?? '–'}</td>
      <td className={`${CELL} num text-muted`} title={entry.userAgent ?? undefined}>
        {entry.ipAddress ?? '–'}
      </td>
    </tr>
  );
}
