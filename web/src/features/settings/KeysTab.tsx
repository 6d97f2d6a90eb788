import { Ellipsis, Plus } from 'lucide-react';
import { useState } from 'react';
import { useCan, useProject } from '@/api/account';
import { serverUrl } from '@/api/base';
import { Button, IconButton } from '@/components/ui/button';
import { Section } from '@/components/ui/card';
import { Pill, Time } from '@/components/ui/facts';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Secret } from '@/components/ui/secret';
import { Snippet } from '@/components/ui/snippet';
import { ErrorState, SkeletonRows } from '@/components/ui/states';
import { curlRun, lunaryEnv, otlpEnv } from '@/lib/snippets';
import { common } from '@/texts/common';
import { keyTexts } from '@/texts/settings';
import { type ApiKey, hasEnded, keyName, useKeys } from './key-model';
import { DeleteKey, NewKey, RenameKey, ReplaceKey } from './key-dialogs';

type Asked = { kind: 'new' } | { kind: 'rename' | 'replace' | 'delete'; key: ApiKey } | null;

export function KeysTab() {
  const can = useCan();
  const project = useProject();
  const [asked, setAsked] = useState<Asked>(null);
  if (!project) return null;
  const close = (): void => setAsked(null);
  const place = { url: serverUrl, key: project.publicApiKey };
  const make = can('privateKeys.create') && (
    <Button kind="primary" onClick={() => setAsked({ kind: 'new' })}>
      <Plus size={14} aria-hidden />
      {keyTexts.new}
    </Button>
  );
  return (
    <>
      <Section id="keys" title={keyTexts.title} description={keyTexts.text} aside={make}>
        {can('privateKeys.list') ? <KeyList projectId={project.id} onAsk={setAsked} /> : <PublicKey value={project.publicApiKey} />}
      </Section>
      <Section id="usage" title={keyTexts.usage} description={keyTexts.usageText}>
        <div className="space-y-3">
          <Snippet title="Lunary SDK" text={lunaryEnv(place)} />
          <Snippet title="OpenTelemetry" text={otlpEnv(place)} />
          <Snippet title="curl" text={curlRun(place)} />
        </div>
      </Section>
      {asked?.kind === 'new' && <NewKey projectId={project.id} onClose={close} />}
      {asked?.kind === 'rename' && <RenameKey projectId={project.id} apiKey={asked.key} onClose={close} />}
      {asked?.kind === 'replace' && <ReplaceKey projectId={project.id} apiKey={asked.key} onClose={close} />}
      {asked?.kind === 'delete' && <DeleteKey projectId={project.id} apiKey={asked.key} onClose={close} />}
    </>
  );
}

function PublicKey({ value }: { value: string }) {
  return (
    <div>
      <Secret name={keyTexts.public} value={value} isPublic testId="public-key" />
      <p className="mt-2 text-subtle">
        {keyTexts.onlyPublic} {common.askAdmin}
      </p>
    </div>
  );
}

function KeyList({ projectId, onAsk }: { projectId: string; onAsk: (asked: Asked) => void }) {
  const list = useKeys(projectId);
  if (list.isPending) return <SkeletonRows count={2} height={64} />;
  if (list.isError) return <ErrorState what={keyTexts.failed} error={list.error} onRetry={() => void list.refetch()} isSmall />;
  const firstOf = (kind: string): number | undefined => list.data.find((key) => key.kind === kind)?.id;
  return (
    <ul className="border-t">
      {list.data.map((key) => (
        <KeyRow key={key.id} apiKey={key} isFirst={key.id === firstOf(key.kind)} onAsk={onAsk} />
      ))}
    </ul>
  );
}

function KeyRow({ apiKey, isFirst, onAsk }: { apiKey: ApiKey; isFirst: boolean; onAsk: (asked: Asked) => void }) {
  const name = keyName(apiKey);
  const isPublic = apiKey.kind === 'public';
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b py-3 last:border-b-0" data-testid={`key-${apiKey.kind}`}>
      <div className="min-w-44 flex-1">
        <div className="flex items-center gap-2 font-medium">
          <span className="truncate">{name}</span>
          <Pill tone={isPublic ? 'plain' : 'warn'}>{isPublic ? keyTexts.public : keyTexts.private}</Pill>
          {hasEnded(apiKey) && <Pill tone="err">{keyTexts.ended}</Pill>}
        </div>
        <div className="num text-xs text-subtle">
          {apiKey.lastUsedAt ? keyTexts.used : keyTexts.unused} {apiKey.lastUsedAt && <Time at={apiKey.lastUsedAt} relative />} · {keyTexts.made} <Time at={apiKey.createdAt} />
          {apiKey.expiresAt && (
            <>
              {' · '}
              {keyTexts.until} <Time at={apiKey.expiresAt} />
            </>
          )}
        </div>
      </div>
      {apiKey.key ? (
        <Secret name={name} value={apiKey.key} isPublic={isPublic} testId={isFirst ? `${apiKey.kind}-key` : undefined} />
      ) : (
        <code className="font-mono text-xs text-muted">{apiKey.display}</code>
      )}
      <KeyActions apiKey={apiKey} name={name} onAsk={onAsk} />
    </li>
  );
}

function KeyActions({ apiKey, name, onAsk }: { apiKey: ApiKey; name: string; onAsk: (asked: Asked) => void }) {
  const can = useCan();
  const trigger = (
    <IconButton label={keyTexts.actionsFor(name)}>
      <Ellipsis size={15} aria-hidden />
    </IconButton>
  );
  return (
    <Menu align="end" trigger={trigger}>
      {can('privateKeys.update') && <MenuItem onSelect={() => onAsk({ kind: 'rename', key: apiKey })}>{keyTexts.rename}</MenuItem>}
      {can('privateKeys.update') && (
        <MenuItem onSelect={() => onAsk({ kind: 'replace', key: apiKey })}>
          <span data-testid={`regenerate-${apiKey.kind}-key-button`}>{keyTexts.replace}</span>
        </MenuItem>
      )}
      {can('privateKeys.delete') && (
        <MenuItem danger onSelect={() => onAsk({ kind: 'delete', key: apiKey })}>
          {keyTexts.delete}
        </MenuItem>
      )}
    </Menu>
  );
}
