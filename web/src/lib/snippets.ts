// What people paste to send their first run here. One file, because the end-to-end tests run what is in it as it is printed.

export interface Place {
  /** The server as this browser sees it, without a slash at the end. */
  url: string;
  /** A public key, or the project's id, which is one. */
  key: string;
}

/** The two variables that every SDK of Lunary reads. */
export function lunaryEnv({ url, key }: Place): string {
  return `export LUNARY_API_URL=${url}\nexport LUNARY_PUBLIC_KEY=${key}\n`;
}

/** What every exporter of OpenTelemetry reads. */
export function otlpEnv({ url, key }: Place): string {
  return `export OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf\nexport OTEL_EXPORTER_OTLP_ENDPOINT=${url}/v1/otel\nexport OTEL_EXPORTER_OTLP_HEADERS="authorization=Bearer%20${key}"\n`;
}

/** A collector that passes on what it gets. */
export function collectorConfig({ url, key }: Place): string {
  return `receivers:
  otlp:
    protocols:
      http:
exporters:
  otlphttp/perilune:
    endpoint: ${url}/v1/otel
    headers:
      authorization: Bearer ${key}
service:
  pipelines:
    traces:
      receivers: [otlp]
      exporters: [otlphttp/perilune]
    logs:
      receivers: [otlp]
      exporters: [otlphttp/perilune]
`;
}

/** One run by hand. */
export function curlRun({ url, key }: Place): string {
  return `curl -X POST ${url}/v1/runs/ingest \\
  -H "Authorization: Bearer ${key}" \\
  -H "Content-Type: application/json" \\
  -d '{"events": [
    {"type": "llm", "event": "start", "runId": "hello", "name": "gpt-4.1-mini", "input": "Hi"},
    {"type": "llm", "event": "end", "runId": "hello", "output": "Hello!"}
  ]}'
`;
}
