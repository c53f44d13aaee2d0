"""What the LRS costs, as ratios against the limits of the same machine in the same run.

The whole product is served as in earnest (projection of progress, CORS, checks); beside it an empty Flask view on the
same kind of server, and the driver inserting the same rows. Prints a table; `--statements 10000 1000000` also
tells how costs grow. A run is finite, and goes to loopback only.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from load import Door, Measured, ask, drive, repeated
from population import (
    COURSES,
    LEARNERS,
    VERBS,
    actor,
    compact,
    course,
    registration,
    statement_id,
    statements,
)
from stage import KEY, SECRET, Run, database, prepare, serving
from yardsticks import raw_inserts

PAGE = "50"


@dataclass
class Bench:
    """One store under load: where it is, how full, and what was found."""

    lrs: Door
    empty: Door
    seconds: float
    filled: int = 0
    sent: int = 0

    def fill(self, until: int) -> Measured:
        """Post statements in batches of 200 until the store holds `until` of them."""

        def batches() -> Iterator[bytes]:
            source = statements("fill", self.filled, until - self.filled)
            while batch := list(islice(source, 200)):
                yield self.lrs.request("POST", "/statements", body=compact(batch))

        found = drive(self.lrs, batches(), 4, 10_000)
        self.filled = until
        return found

    def posts(self, size: int, count: int) -> list[bytes]:
        """`count` requests with `size` new statements each."""
        first, self.sent = self.sent, self.sent + size * count
        source = statements(f"run {self.filled}", first, size * count)
        bodies = iter(lambda: list(islice(source, size)), [])
        one = size == 1
        return [
            self.lrs.request("POST", "/statements", body=compact(body[0] if one else body))
            for body in bodies
        ]

    def gets(self, make: Callable[[random.Random], dict[str, str]]) -> Iterator[bytes]:
        """Queries without end, made beforehand."""
        chance = random.Random(1)
        made = [self.lrs.request("GET", "/statements", make(chance)) for _ in range(500)]
        return repeated(made)

    def ids(self, chance: random.Random) -> dict[str, str]:
        """A query by id."""
        return {"statementId": statement_id("fill", chance.randrange(self.filled))}

    def moment(self, share: float) -> str:
        """When the statement at this share of the store was stored."""
        query = {"statementId": statement_id("fill", int((self.filled - 1) * share))}
        return str(
            json.loads(ask(self.lrs, self.lrs.request("GET", "/statements", query))[1])["stored"]
        )

    def pages(self) -> dict[str, Callable[[random.Random], dict[str, str]]]:
        """The queries for a page of 50, by name."""
        since = [self.moment(share) for share in (0.1, 0.3, 0.5, 0.7)]

        def by_activity(chance: random.Random) -> dict[str, str]:
            return {"activity": f"{course(chance.randrange(COURSES))}/units/{chance.randrange(10)}"}

        def by_agent(chance: random.Random) -> dict[str, str]:
            return {"agent": compact(actor(chance.randrange(LEARNERS))).decode()}

        queries: dict[str, Callable[[random.Random], dict[str, str]]] = {
            "agent": by_agent,
            "verb": lambda chance: {"verb": VERBS + chance.choice(["passed", "answered"])},
            "activity": by_activity,
            "activity, related": lambda chance: {
                "activity": course(chance.randrange(COURSES)),
                "related_activities": "true",
            },
            "agent, related": lambda chance: {**by_agent(chance), "related_agents": "true"},
            "registration": lambda chance: {
                "registration": registration(chance.randrange(LEARNERS), 0)
            },
            "since, ascending": lambda chance: {"since": chance.choice(since), "ascending": "true"},
            "verb, since": lambda chance: {"verb": f"{VERBS}passed", "since": chance.choice(since)},
        }
        return {
            name: (lambda chance, make=make: {**make(chance), "limit": PAGE})
            for name, make in queries.items()
        }


def measure(bench: Bench) -> dict[str, float]:
    """Every figure of one store; rates in requests or statements a second, times in milliseconds."""
    found: dict[str, float] = {}

    def load(name: str, door: Door, requests: Iterator[bytes], lines: int) -> Measured:
        measured = drive(door, requests, lines, bench.seconds)
        if measured.failures:
            sample = measured.sample.decode(errors="replace")
            raise SystemExit(f"{name}: {measured.failures} failures, such as {sample}")
        return measured

    body = compact(next(iter(statements("empty", 0, 1))))
    empty_post = repeated([bench.empty.request("POST", "/empty", body=body)])
    empty_get = repeated([bench.empty.request("GET", "/empty")])
    some = max(200, int(4000 * bench.seconds))
    load("warm up", bench.lrs, iter(bench.posts(1, 200)), 16)
    load("warm up", bench.empty, islice(empty_post, 200), 16)
    found["empty POST, 16"] = load("empty", bench.empty, empty_post, 16).rate
    found["POST single, 16"] = load("single", bench.lrs, iter(bench.posts(1, some)), 16).rate
    found["empty POST, 16"] = max(
        found["empty POST, 16"], load("empty", bench.empty, empty_post, 16).rate
    )
    found["POST single, 1"] = load("single", bench.lrs, iter(bench.posts(1, some // 4)), 1).rate
    found["batches of 50"] = 50 * load("50", bench.lrs, iter(bench.posts(50, some // 20)), 4).rate
    found["batches of 500"] = (
        500 * load("500", bench.lrs, iter(bench.posts(500, some // 100)), 4).rate
    )
    found["empty GET, 16"] = load("empty", bench.empty, empty_get, 16).rate
    found["GET by id, 16"] = load("id", bench.lrs, bench.gets(bench.ids), 16).rate
    found["empty GET, p50"] = load("empty", bench.empty, empty_get, 1).percentile(0.5)
    for name, make in bench.pages().items():
        found[f"page: {name}"] = load(name, bench.lrs, bench.gets(make), 1).percentile(0.5)
    return found


def weighed(bench: Bench, alone: Run) -> float:
    """Megabytes of a worker that serves the LRS and nothing else, after some of each workload."""
    door = replace(bench.lrs, port=alone.port)
    some = replace(bench, lrs=door, seconds=min(2.0, bench.seconds))
    for requests, lines in (
        (iter(some.posts(1, 1500)), 16),
        (iter(some.posts(50, 100)), 4),
        (iter(some.posts(500, 15)), 4),
        (some.gets(some.ids), 16),
    ):
        drive(door, requests, lines, some.seconds)
    bench.sent = some.sent
    return alone.memory()


GOALS = {
    "postgresql": {
        "POST single, 16": 0.17,
        "batches of 50": 0.7,
        "GET by id, 16": 0.35,
        "page": 5.0,
    },
    "sqlite": {"POST single, 16": 0.12, "batches of 50": 0.5, "GET by id, 16": 0.4, "page": 4.0},
}
WORKERS = {"postgresql": 2, "sqlite": 1}
THREADS = {"postgresql": 16, "sqlite": 8}
MEMORY = {"postgresql": 120, "sqlite": 160}


def rows(engine: str, found: dict[str, float]) -> Iterator[tuple[str, str, str, str, str]]:
    """The table: workload, figure, its yardstick, ratio, goal."""
    goals = GOALS[engine]
    for name, base in (
        ("POST single, 16", "empty POST, 16"),
        ("batches of 50", "raw, ours layout"),
        ("batches of 50", "raw, obvious layout"),
        ("GET by id, 16", "empty GET, 16"),
    ):
        ratio = found[name] / found[base]
        yield (
            name,
            f"{found[name]:,.0f}/s",
            f"{base}: {found[base]:,.0f}/s",
            f"{ratio:.2f}",
            f"≥ {goals[name]}",
        )
    for name in ("POST single, 1", "batches of 500"):
        yield name, f"{found[name]:,.0f}/s", "", "", ""
    base = found["empty GET, p50"]
    for name in (name for name in found if name.startswith("page: ")):
        ratio = found[name] / base
        yield (
            name,
            f"{found[name]:.2f} ms",
            f"empty GET: {base:.2f} ms",
            f"{ratio:.1f}",
            f"≤ {goals['page']:.0f}",
        )
    yield "memory of a worker", f"{found['memory']:.0f} MB", "", "", f"≤ {MEMORY[engine]} MB"
    yield "its share of it", f"{found['share']:.0f} MB", "", "", ""
    yield "of one with the LRS alone", f"{found['alone']:.0f} MB", "", "", f"≤ {MEMORY[engine]} MB"


def show(engine: str, size: int, found: dict[str, float], first: dict[str, float] | None) -> None:
    """Print the table of one store, and how its figures grew since the first one."""
    print(f"\n### {engine}, {size:,} statements\n")
    print(
        "| workload | measured | yardstick | ratio | goal | growth |\n| --- | --- | --- | --- | --- | --- |"
    )
    for name, figure, base, ratio, goal in rows(engine, found):
        growth = ""
        if first is not None and name in first:
            times = found[name] / first[name]
            growth = f"{times if name.startswith('page') else 1 / times:.2f}"
        print(f"| {name} | {figure} | {base} | {ratio} | {goal} | {growth} |", flush=True)


def run(engine: str, server: str, sizes: list[int], seconds: float, threads: int) -> None:
    """Measure one engine at each size."""
    crew = (WORKERS[engine], threads)
    first: dict[str, float] | None = None
    with tempfile.TemporaryDirectory() as name, database(engine, Path(name)) as url:
        folder = Path(name)
        prepare(url)
        with (
            serving("served:empty", server, crew, url, folder) as bare,
            serving("served:course", server, crew, url, folder) as full,
        ):
            bench = Bench(Door(full.port, "/xapi", KEY, SECRET), Door(bare.port), seconds)
            for size in sizes:
                filling = bench.fill(size)
                print(
                    f"filled to {size:,}: {len(filling.latencies)} requests, {filling.failures} failures, "
                    f"{filling.wall:.0f} s",
                    flush=True,
                )
                found = measure(bench) | {"memory": full.memory(), "share": full.share()}
                with serving("alone:lrs", server, crew, url, folder) as alone:
                    found["alone"] = weighed(bench, alone)
                found |= {f"raw, {name} layout": rate for name, rate in raw_inserts(url).items()}
                show(engine, size, found, first)
                first = first or found


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", choices=("postgresql", "sqlite"), action="append")
    options.add_argument("--server", choices=("gunicorn", "granian"), default="gunicorn")
    options.add_argument("--statements", type=int, nargs="+", default=[10_000])
    options.add_argument("--seconds", type=float, default=3.0)
    options.add_argument("--threads", type=int, help="of each worker")
    chosen = options.parse_args()
    for engine in chosen.engine or ("postgresql", "sqlite"):
        run(
            engine,
            chosen.server,
            chosen.statements,
            min(60.0, chosen.seconds),
            chosen.threads or THREADS[engine],
        )


if __name__ == "__main__":
    main()
