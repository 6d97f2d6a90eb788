import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, call } from '@/api/client';
import { keys } from '@/api/keys';
import type { components } from '@/api/schema';
import { Section } from '@/components/ui/card';
import { Pill, Time } from '@/components/ui/facts';
import { Snippet } from '@/components/ui/snippet';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { bytes, duration, integer } from '@/lib/format';
import { common } from '@/texts/common';
import { systemTexts } from '@/texts/settings';
import { databasesOf } from './files';

type System = components['schemas']['System'];

const REFRESH_MS = 10_000;

export function SystemTab() {
  const system = useQuery({ queryKey: keys.system, queryFn: () => call(api.GET('/v1/system')), refetchInterval: REFRESH_MS });
  const health = useQuery({ queryKey: ['health'], queryFn: () => call(api.GET('/v1/health')), refetchInterval: REFRESH_MS, retry: false });
  if (system.isPending) return <SkeletonRows count={6} height={36} />;
  if (system.isError) return <ErrorState what={systemTexts.failed} error={system.error} onRetry={() => void system.refetch()} isSmall />;
  return (
    <>
      <Section id="system" title={systemTexts.title} description={systemTexts.text} aside={<Health isWell={!health.isError} />}>
        <Facts system={system.data} />
      </Section>
      <Section id="files" title={systemTexts.files}>
        <Files system={system.data} />
      </Section>
      <Section id="backup" title={systemTexts.backup} description={systemTexts.backupText}>
        <Snippet title="terminal" text={'perilune backup --data-dir ./perilune-data "backup-$(date +%F)"\n'} />
      </Section>
    </>
  );
}

function Health({ isWell }: { isWell: boolean }) {
  return <Pill tone={isWell ? 'ok' : 'err'}>{isWell ? systemTexts.healthy : systemTexts.unhealthy}</Pill>;
}

function Facts({ system }: { system: System }) {
  const facts: [string, ReactNode][] = [
    [systemTexts.version, system.version],
    [systemTexts.build, <code key="build" className="font-mono text-xs">{system.build}</code>],
    [systemTexts.uptime, duration(system.uptime)],
    [systemTexts.memory, system.memory ? bytes(system.memory) : '–'],
    [systemTexts.runs, integer(system.rows.runs)],
    [systemTexts.oldest, system.rows.oldestRun ? <Time key="oldest" at={system.rows.oldestRun} /> : '–'],
    [systemTexts.changes, integer(system.rows.changes)],
    [systemTexts.waiting, integer(system.queue.requests)],
    [systemTexts.room, bytes(system.queue.freeBytes)],
    [systemTexts.checkpoint, system.lastCheckpoint ? <Time key="checkpoint" at={system.lastCheckpoint} relative /> : common.never],
  ];
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-8 gap-y-2">
      {facts.map(([name, value]) => (
        <div key={name} className="col-span-2 grid grid-cols-subgrid">
          <dt className="text-muted">{name}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Files({ system }: { system: System }) {
  const files = databasesOf(system.files);
  const all = files.reduce((sum, file) => sum + file.bytes, 0);
  return (
    <table className="w-full max-w-[480px] border-separate border-spacing-0">
      <thead>
        <tr className="text-left text-2xs text-subtle">
          <th className="h-8 border-b font-medium">{systemTexts.file}</th>
          <th className="h-8 border-b text-right font-medium">{systemTexts.size}</th>
        </tr>
      </thead>
      <tbody className="num">
        {files.map((file) => (
          <tr key={file.name}>
            <td className="h-9 border-b">
              <span className="font-mono text-xs">{file.name}</span>
              {file.logBytes > 0 && <span className="ml-2 text-xs text-subtle">{systemTexts.withLog(bytes(file.logBytes))}</span>}
            </td>
            <td className="h-9 border-b text-right">{bytes(file.bytes)}</td>
          </tr>
        ))}
        <tr className="font-medium">
          <td className="h-9">{systemTexts.all}</td>
          <td className="h-9 text-right">{bytes(all)}</td>
        </tr>
      </tbody>
    </table>
  );
}
