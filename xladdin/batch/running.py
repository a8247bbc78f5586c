"""Run tasks on any ``concurrent.futures.Executor``: a pool of processes, or a cluster."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for
from threading import Thread, Timer
from time import monotonic
from typing import Any

from msgspec import Struct

from xladdin.batch.result import Result
from xladdin.batch.work import Task, check, stamp
from xladdin.errors import InputError
from xladdin.sources.bounds import bound

#: How many tasks wait for each worker: enough to keep it busy, few enough to bound the memory.
_AHEAD = 3
#: The number of filings after which a worker is replaced, to bound what it can hoard.
_FILINGS_PER_WORKER = 200
#: Seconds that a scheduler has to answer.
_PATIENCE = 5


class Workers(Struct, frozen=True):
    """A source of workers: ``start`` starts ``count`` of them, and again after they broke."""

    start: Callable[[], Executor]
    count: int


@contextmanager
def processes(count: int | None = None) -> Iterator[Workers]:
    """Provide ``count`` processes on this machine, by default one for each core."""
    count = count or os.cpu_count() or 1
    # Spawned, not forked: the same everywhere, and safe beside threads.
    context = get_context("spawn")
    before = os.environ.get("PYTHONSAFEPATH")
    # Otherwise each process would look for Python modules in the current folder first.
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield Workers(lambda: ProcessPoolExecutor(count, context, _begin), count)
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """Provide the workers of a Dask scheduler, which must see the filings under the same paths.

    Raises InputError if ``distributed`` is not installed, nobody answers at the address, or the
    scheduler has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputError('没有安装集群组件，请先运行 pip install "xladdin[cluster]"。') from None
    # Its messages about workers that come and go are in English, for administrators.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        client: Any = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError):
        raise InputError(f"连不上调度器“{address}”，请检查地址和网络。") from None
    with client:
        count = len(client.scheduler_info(n_workers=-1)["workers"])
        if not count:
            raise InputError(f"调度器“{address}”下面没有工作进程，请先启动 dask worker。")
        # Not pure, as the same task again must run again.
        yield Workers(lambda: client.get_executor(pure=False), count)


def results(tasks: Iterable[Task], workers: Workers) -> Generator[Result, None, None]:
    """Yield the result of each task, in the order in which they are ready.

    If a worker dies, the tasks under way run again, each alone; one that kills its worker again has
    the reason as its result. Raises InputError if the connection to a cluster is lost.
    """
    waiting = iter(tasks)
    suspects: list[Task] = []
    while (first := next(waiting, None)) is not None:
        generation = islice(waiting, workers.count * _FILINGS_PER_WORKER - 1)
        yield from _run(chain([first], generation), workers, suspects)
    for task in suspects:
        yield _alone(task, workers)


#: Whether this process is one of ``processes``, checks one filing at a time, and may be ended.
_is_ours = False


def _check_in_time(task: Task) -> Result:
    """Run ``check``, and in a process of ours end the process after the time limit for a filing,
    because nothing else stops every loop and every wait for certain."""
    if not _is_ours:
        return check(task)
    timer = Timer(bound("filing_seconds"), os._exit, (1,))
    timer.daemon = True
    timer.start()
    try:
        return check(task)
    finally:
        timer.cancel()


def _begin() -> None:
    """Set up a worker process: ignore Ctrl-C, which the first process handles, and end with its parent."""
    global _is_ours
    _is_ours = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


def _run(
    tasks: Iterator[Task], workers: Workers, suspects: list[Task]
) -> Generator[Result, None, None]:
    """Yield results until no task is left or the pool breaks; tasks under way then go to ``suspects``."""
    running: dict[Future[Result], Task] = {}
    executor = workers.start()
    try:
        while True:
            for task in islice(tasks, workers.count * _AHEAD - len(running)):
                running[_submit(executor, task)] = task
            if not running:
                return
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                error = _error(future)
                if error is None:
                    yield future.result()
                    continue
                suspects.append(task)
                if isinstance(error, BrokenExecutor):
                    suspects += running.values()
                    return
    finally:
        for future in running:
            future.cancel()
        executor.shutdown(wait=False)


def _submit(executor: Executor, task: Task) -> Future[Result]:
    try:
        return executor.submit(_check_in_time, task)
    except BrokenExecutor as error:
        failed: Future[Result] = Future()
        failed.set_exception(error)
        return failed


def _error(future: Future[Result]) -> BaseException | None:
    """Return why a task has no result, or None. Raises InputError if it was cancelled."""
    try:
        return future.exception()
    except CancelledError:
        raise InputError(
            "与集群的连接断了；已做完的不会丢，集群恢复后加 --resume 接着做。"
        ) from None


def _alone(task: Task, workers: Workers) -> Result:
    executor = workers.start()
    try:
        begun = monotonic()
        future = _submit(executor, task)
        wait([future])
        if _error(future) is None:
            return future.result()
        limit = bound("filing_seconds")
        reason = (
            f"核对超过 {limit} 秒没有做完，没有再等；请单独核对，或看看文件是否过大、已损坏。"
            if monotonic() - begun >= limit
            else "读取时程序意外退出，可能文件过大或已损坏，请单独核对。"
        )
        return Result(task.inbox.key, stamp(task.inbox), error=reason)
    finally:
        executor.shutdown(wait=False)
