"""What the durability tests share: the marker, a directory, and a way to restart that ends every server again."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from harness.server import Project, Server

Start = Callable[..., Server]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests compare with what was acknowledged, not with a provider."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.no_evidence)


@pytest.fixture
def start(project: Project, tmp_path: Path) -> Iterator[Start]:
    """Starts servers of one project, by default in `tmp_path/data`; all are ended with the test."""
    started: list[Server] = []

    def begin(*options: str, data_dir: Path | None = None, wrapper: tuple[str, ...] = ()) -> Server:
        started.append(Server(data_dir or tmp_path / "data", project, *options, wrapper=wrapper))
        return started[-1]

    yield begin
    for server in started:
        server.close()
