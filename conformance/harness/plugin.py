"""The fixtures of the cases, and the rule that a case without evidence fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .evidence import Evidence
from .provider import FakeProvider
from .server import Project, Server


@pytest.fixture(autouse=True)
def evidence(request: pytest.FixtureRequest) -> Iterator[Evidence]:
    """What this case compared. A case that compared nothing about a subject fails, even if nothing else did."""
    collected = Evidence()
    yield collected
    report = getattr(request.node, "call_report", None)
    if report is None or not report.passed or request.node.get_closest_marker("no_evidence"):
        return
    missing = collected.missing()
    if missing:
        pytest.fail(f"this case compared nothing with a log about: {', '.join(missing)}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Keeps the outcome of the call where the fixture above finds it."""
    report = yield
    if report.when == "call":
        item.call_report = report  # type: ignore[attr-defined]
    return report


@pytest.fixture
def project() -> Project:
    return Project()


@pytest.fixture
def server(tmp_path: Path, project: Project) -> Iterator[Server]:
    """A server of this case alone, so that all it shows was sent by this case."""
    running = Server(tmp_path / "data", project)
    yield running
    if running.process.poll() is None:
        assert running.stop() == 0, f"the server did not stop cleanly:\n{running.errors()}"
    running.close()


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    running = FakeProvider()
    yield running
    running.close()
