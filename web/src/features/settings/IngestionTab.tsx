import { useProject } from '@/api/account';
import { serverUrl } from '@/api/base';
import { Section } from '@/components/ui/card';
import { CopyButton } from '@/components/ui/copy';
import { Snippet } from '@/components/ui/snippet';
import { collectorConfig, lunaryEnv, otlpEnv } from '@/lib/snippets';
import { ingestionTexts } from '@/texts/settings';

/** The addresses that SDKs and exporters need, as this browser sees the server. */
export function IngestionTab() {
  const project = useProject();
  if (!project) return null;
  const place = { url: serverUrl, key: project.publicApiKey };
  const rows = [
    { name: ingestionTexts.rows.sdk, address: serverUrl },
    { name: ingestionTexts.rows.events, address: `${serverUrl}/v1/runs/ingest` },
    { name: ingestionTexts.rows.otlpHttp, address: `${serverUrl}/v1/otel` },
    { name: ingestionTexts.rows.otlpGrpc, address: new URL(serverUrl).host, hint: ingestionTexts.grpcHint },
  ];
  return (
    <>
      <Section id="addresses" title={ingestionTexts.title} description={ingestionTexts.text}>
        <dl className="divide-y rounded-lg border">
          {rows.map((row) => (
            <div key={row.name} className="flex min-h-11 flex-wrap items-center gap-x-4 px-3 py-1.5">
              <dt className="w-44 text-muted">{row.name}</dt>
              <dd className="flex min-w-0 flex-1 items-center gap-1">
                <span className="min-w-0">
                  <code className="font-mono text-xs break-all">{row.address}</code>
                  {row.hint && <span className="block text-xs text-subtle">{row.hint}</span>}
                </span>
                <CopyButton text={row.address} />
              </dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section id="environment" title={ingestionTexts.environment}>
        <div className="space-y-3">
          <Snippet title={ingestionTexts.rows.sdk} text={lunaryEnv(place)} />
          <Snippet title={ingestionTexts.rows.otlpHttp} text={otlpEnv(place)} />
        </div>
      </Section>
      <Section id="collector" title={ingestionTexts.collector} description={ingestionTexts.collectorText}>
        <Snippet title="collector.yaml" text={collectorConfig(place)} />
      </Section>
    </>
  );
}
