"""A model provider on loopback that speaks OpenAI's chat completions and Anthropic's messages (`messages_api.py`), and
writes down what it was asked and answered.

What it answers is decided by the request: a model `error-429` gets that status; a request with tools, whose last
message is no tool result, gets a call of the first tool; `stream` gets server-sent events; the rest gets a sentence
that contains a token drawn at random per provider, so that nobody can know an answer without having received it.
"""

import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from . import messages_api
from .exchange import Exchange

# Runs shorter than 10 ms have no cost (a rule of the API), so every answer takes longer than that.
ANSWER_DELAY_SECONDS = 0.015
CHUNK_DELAY_SECONDS = 0.002


class FakeProvider:
    """Listens on a free port of 127.0.0.1 until closed. `log` has one entry a request, in order of arrival."""

    def __init__(self) -> None:
        self.log: list[Exchange] = []
        self.token = secrets.token_hex(6)
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._http.daemon_threads = True
        self._http.provider = self  # type: ignore[attr-defined]
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def open_exchange(self, path: str, headers: dict[str, str], request: dict[str, Any]) -> Exchange:
        with self._lock:
            exchange = Exchange(len(self.log) + 1, path, headers, request)
            self.log.append(exchange)
            return exchange

    def decide(self, exchange: Exchange) -> None:
        """Fills in what will be answered, before any of it is sent."""
        model = exchange.request.get("model", "")
        if model.startswith("error-"):
            exchange.status = int(model.removeprefix("error-"))
            exchange.error_message = f"refused by the fake provider, {self.token}-{exchange.number}"
            return
        exchange.status = 200
        if exchange.of_anthropic:
            messages_api.decide(exchange, self.token)
            return
        exchange.message = self._message(exchange)
        words = len(json.dumps(exchange.request["messages"]).split())
        answered = len(json.dumps(exchange.message).split())
        exchange.usage = {"prompt": 20 + words + exchange.number, "completion": 5 + answered}

    def _message(self, exchange: Exchange) -> dict[str, Any]:
        last = exchange.request["messages"][-1]
        tools = exchange.request.get("tools")
        if tools and last["role"] != "tool":
            arguments = arguments_text({"city": f"Zürich-{self.token}", "days": exchange.number + 1})
            function = {"name": tools[0]["function"]["name"], "arguments": arguments}
            call = {"id": f"call_{self.token}_{exchange.number}", "type": "function", "function": function}
            return {"role": "assistant", "content": None, "tool_calls": [call]}
        text = f"Answer {exchange.number} of {self.token}: “{str(last['content'])[:40]}”, ☂ 東京, and no more."
        return {"role": "assistant", "content": text}


def arguments_text(arguments: dict[str, Any]) -> str:
    """The arguments of a call as this model writes them."""
    return json.dumps(arguments, ensure_ascii=False)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        provider: FakeProvider = self.server.provider  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        exchange = provider.open_exchange(self.path, headers, json.loads(body))
        provider.decide(exchange)
        time.sleep(ANSWER_DELAY_SECONDS)
        if exchange.status != 200:
            error = {"message": exchange.error_message, "type": "invalid_request_error", "param": None, "code": None}
            self._answer(exchange.status, {"type": "error", "error": error})
        elif exchange.streamed:
            self._stream(exchange)
        else:
            self._answer(200, exchange.message if exchange.of_anthropic else _completion(exchange))

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        payload = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=utf-8")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _stream(self, exchange: Exchange) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream; charset=utf-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        if exchange.of_anthropic:
            events = [(f"event: {event['type']}\n", event) for event in messages_api.events(exchange)]
        else:
            events = [("", chunk) for chunk in _chunks(exchange)]
        for head, chunk in events:
            exchange.chunks += 1
            self._event(head, json.dumps(chunk, ensure_ascii=False))
            time.sleep(CHUNK_DELAY_SECONDS)
        if not exchange.of_anthropic:
            self._event("", "[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, head: str, data: str) -> None:
        event = f"{head}data: {data}\n\n".encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the log that counts is `FakeProvider.log`."""


def _envelope(exchange: Exchange, kind: str) -> dict[str, Any]:
    return {
        "id": f"chatcmpl-{exchange.number:012d}",
        "object": kind,
        "created": 1_700_000_000 + exchange.number,
        "model": exchange.request["model"],
    }


def _finish_reason(exchange: Exchange) -> str:
    return "tool_calls" if "tool_calls" in (exchange.message or {}) else "stop"


def _completion(exchange: Exchange) -> dict[str, Any]:
    choice = {"index": 0, "message": exchange.message, "finish_reason": _finish_reason(exchange), "logprobs": None}
    return {**_envelope(exchange, "chat.completion"), "choices": [choice], "usage": _counts(exchange)}


def _counts(exchange: Exchange) -> dict[str, Any]:
    usage = exchange.usage or {}
    return {
        "prompt_tokens": usage["prompt"],
        "completion_tokens": usage["completion"],
        "total_tokens": usage["prompt"] + usage["completion"],
        "prompt_tokens_details": {"cached_tokens": 0},
    }


def _chunks(exchange: Exchange) -> list[dict[str, Any]]:
    """The answer in pieces: the role first, then words or parts of a tool call, then the reason for the end."""
    deltas = [{"role": "assistant", "content": None if "tool_calls" in (exchange.message or {}) else ""}]
    deltas += _tool_call_deltas(exchange) or [{"content": piece} for piece in _pieces(exchange)]
    chunks = [_chunk(exchange, delta, None) for delta in deltas]
    chunks.append(_chunk(exchange, {}, _finish_reason(exchange)))
    if exchange.asks_for_usage:
        chunks.append({**_envelope(exchange, "chat.completion.chunk"), "choices": [], "usage": _counts(exchange)})
    return chunks


def _chunk(exchange: Exchange, delta: dict[str, Any], finish_reason: str | None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return {**_envelope(exchange, "chat.completion.chunk"), "choices": [choice]}


def _pieces(exchange: Exchange) -> list[str]:
    text = (exchange.message or {})["content"]
    return [text[start : start + 9] for start in range(0, len(text), 9)]


def _tool_call_deltas(exchange: Exchange) -> list[dict[str, Any]]:
    if "tool_calls" not in (exchange.message or {}):
        return []
    call = exchange.tool_call()
    name, arguments = call["function"]["name"], call["function"]["arguments"]
    head = {"index": 0, "id": call["id"], "type": "function", "function": {"name": name, "arguments": ""}}
    parts = [arguments[start : start + 12] for start in range(0, len(arguments), 12)]
    tail = [{"index": 0, "function": {"arguments": part}} for part in parts]
    return [{"tool_calls": [piece]} for piece in [head, *tail]]
