"""The same work on a Dask cluster: the same results, also when a worker dies in the middle."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.conftest import ROOT, batch, copies, finished
from tests.batch.test_whole import journal, parts, waited
from xladdin.cli import main

#: A cluster of two on loopback; each line that it is told kills one of its workers.
_CLUSTER = """
import os, signal, sys
from distributed import LocalCluster

if __name__ == "__main__":
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        for line in sys.stdin:
            worker = next(iter(cluster.workers.values()))
            os.kill(worker.pid, signal.SIGKILL)
            print("killed", flush=True)
"""


@pytest.fixture(scope="module")
def cluster(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The scheduler's address, and the process to tell when a worker shall die."""
    script = tmp_path_factory.mktemp("cluster") / "cluster.py"
    script.write_text(_CLUSTER, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, str(script)], cwd=ROOT, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process
    finally:
        process.communicate(timeout=60)  # it ends when nobody tells it anything any more


def test_a_cluster_yields_what_the_processes_yield_even_if_a_worker_dies(
    cluster: tuple[str, subprocess.Popen[str]], twenty: tuple[Path, Path], tmp_path: Path
) -> None:
    address, process = cluster
    assert process.stdin is not None
    assert process.stdout is not None
    folder, here = twenty
    running = batch(folder, "-o", tmp_path / "集群", "--scheduler", address)
    waited(running, tmp_path / "集群", 3)
    assert len(journal(tmp_path / "集群")) < 19
    process.stdin.write("kill\n")
    process.stdin.flush()
    assert process.stdout.readline() == "killed\n"
    status, _, err = finished(running)
    assert (status, "Traceback" in err) == (0, False)
    assert journal(tmp_path / "集群") == journal(here)
    assert parts(tmp_path / "集群" / "汇总.xlsx") == parts(here / "汇总.xlsx")


def test_a_scheduler_that_nobody_hears_is_told_in_a_sentence(tmp_path: Path) -> None:
    folder = copies(tmp_path / "材料", 1, forms=1)
    process = batch(folder, "-o", tmp_path / "结果", "--scheduler", "tcp://127.0.0.1:9")
    status, _, err = finished(process)
    assert status == 2
    assert "连不上调度器“tcp://127.0.0.1:9”" in err.splitlines()[-1]


def test_an_address_that_is_none_is_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copies(tmp_path / "材料", 1, forms=1)
    arguments = ["batch", str(folder), "-o", str(tmp_path / "结果"), "--scheduler", "不是地址"]
    assert main(arguments) == 2
    assert "连不上调度器“不是地址”" in capsys.readouterr().err
