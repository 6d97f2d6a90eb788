"""The harness itself: a case that proves nothing must fail, however green it looks."""

from pathlib import Path

import pytest

from harness.evidence import SUBJECTS, Evidence, Logged
from harness.provider import FakeProvider

pytestmark = pytest.mark.no_evidence
pytest_plugins = "pytester"
CONFORMANCE = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _harness_is_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(CONFORMANCE))


def check(pytester: pytest.Pytester, body: str, passed: int, errors: int) -> None:
    """Runs a case of this body under the suite's own plugin, in a directory of its own."""
    pytester.makeini("[pytest]\nmarkers = no_evidence: no log")
    pytester.makepyfile(f"from harness.evidence import Logged, SUBJECTS\nimport pytest\n{body}")
    outcome = pytester.runpytest_subprocess("-p", "harness.plugin")
    outcome.assert_outcomes(passed=passed, errors=errors)


COMPARES = "for s in {subjects}: evidence.compare(s, 1, Logged(1, 'a log'))"


def test_a_case_without_comparisons_fails(pytester: pytest.Pytester) -> None:
    check(pytester, "def test_nothing(): pass", passed=1, errors=1)


@pytest.mark.parametrize("left_out", SUBJECTS)
def test_a_case_that_leaves_out_one_subject_fails(pytester: pytest.Pytester, left_out: str) -> None:
    subjects = [subject for subject in SUBJECTS if subject != left_out]
    body = COMPARES.format(subjects=subjects)
    check(pytester, f"def test_four(evidence):\n    {body}", passed=1, errors=1)


def test_a_case_that_compares_all_subjects_passes(pytester: pytest.Pytester) -> None:
    body = COMPARES.format(subjects="SUBJECTS")
    check(pytester, f"def test_all(evidence):\n    {body}", passed=1, errors=0)


def test_a_value_that_differs_from_the_log_fails() -> None:
    with pytest.raises(AssertionError, match="exchange 1 says 2"):
        Evidence().compare("tokens", 1, Logged(2, "exchange 1"))


def test_a_value_from_nowhere_is_no_evidence() -> None:
    with pytest.raises(TypeError):
        Evidence().compare("tokens", 1, 1)  # type: ignore[arg-type]


def test_no_two_providers_answer_alike() -> None:
    first, second = FakeProvider(), FakeProvider()
    try:
        assert first.token != second.token
    finally:
        first.close()
        second.close()
