"""Decodes recorded requests with OpenTelemetry's own protobuf classes, for the harness, which does not have them.

Reads a JSON list of `{path, body}` from stdin, the body in base64 or as OTLP/JSON, and prints for each the list of its
spans and log records, every one flat: ids in hexadecimal digits, attributes of any kind as plain JSON.
"""

import base64
import json
import sys
from typing import Any

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

IDS = ("traceId", "spanId", "parentSpanId")
NUMBERS = {"intValue": int, "doubleValue": float}


def decoded(path: str, body: Any) -> dict[str, Any]:
    """A request in the names of OTLP/JSON, which has ids in hexadecimal digits."""
    if not isinstance(body, str):
        return body
    kind = ExportLogsServiceRequest if path.endswith("/logs") else ExportTraceServiceRequest
    request = MessageToDict(kind.FromString(base64.b64decode(body)))
    for record in records(request):
        record |= {name: base64.b64decode(record[name]).hex() for name in IDS if name in record}
    return request


def records(request: dict[str, Any]) -> list[dict[str, Any]]:
    return [record for _, record in with_scopes(request)]


def with_scopes(request: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for resource in request.get("resourceSpans", []) + request.get("resourceLogs", []):
        for scope in resource.get("scopeSpans", []) + resource.get("scopeLogs", []):
            name = scope.get("scope", {}).get("name", "")
            found += [(name, record) for record in scope.get("spans", []) + scope.get("logRecords", [])]
    return found


def plain(value: dict[str, Any]) -> Any:
    """An attribute's value without its wrapping."""
    if "arrayValue" in value:
        return [plain(element) for element in value["arrayValue"].get("values", [])]
    if "kvlistValue" in value:
        return attributes(value["kvlistValue"].get("values", []))
    return next((NUMBERS.get(kind, lambda same: same)(member) for kind, member in value.items()), None)


def attributes(pairs: list[dict[str, Any]]) -> dict[str, Any]:
    return {pair["key"]: plain(pair.get("value", {})) for pair in pairs}


def flat(scope: str, record: dict[str, Any]) -> dict[str, Any]:
    events = [
        {"name": event.get("name", ""), "attributes": attributes(event.get("attributes", []))}
        for event in record.get("events", [])
    ]
    return {
        **{name: record.get(name, "").lower() for name in IDS},
        "scope": scope,
        "name": record.get("eventName") or record.get("name", ""),
        "body": plain(record.get("body", {})),
        "status": record.get("status", {}),
        "attributes": attributes(record.get("attributes", [])),
        "events": events,
    }


if __name__ == "__main__":
    requests = [decoded(line["path"], line["body"]) for line in json.load(sys.stdin)]
    json.dump([[flat(*found) for found in with_scopes(request)] for request in requests], sys.stdout)
