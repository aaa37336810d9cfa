"""Shortest ways on a network of streets, compiled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hamgam.engine.solving.compiled import compiled


@compiled
def shortest_ways(
    first: NDArray[np.int64],
    target: NDArray[np.int64],
    minutes: NDArray[np.float64],
    source: int,
) -> NDArray[np.float64]:
    """(nodes,) minutes of the shortest way from a node to every other, infinite where there is
    none: Dijkstra (1959) with a binary heap.

    The arcs that leave node k are `first[k]` to `first[k + 1]` of `target` and `minutes`. An arc
    puts at most one entry on the heap, so the heap has room for all. O(arcs · log arcs).
    """
    best = np.full(len(first) - 1, np.inf)
    keys = np.empty(len(target) + 1)
    nodes = np.empty(len(target) + 1, np.int64)
    best[source] = 0.0
    keys[0], nodes[0], size = 0.0, source, 1
    while size > 0:
        key, node = keys[0], nodes[0]
        size -= 1
        sink(keys, nodes, size)
        if key > best[node]:
            continue
        for arc in range(first[node], first[node + 1]):
            there = key + minutes[arc]
            if there < best[target[arc]]:
                best[target[arc]] = there
                rise(keys, nodes, size, there, target[arc])
                size += 1
    return best


@compiled
def rise(
    keys: NDArray[np.float64], nodes: NDArray[np.int64], at: int, key: float, node: int
) -> None:
    """Put an entry at the end of the heap, and let it rise to its place."""
    while at > 0 and keys[(at - 1) // 2] > key:
        keys[at], nodes[at] = keys[(at - 1) // 2], nodes[(at - 1) // 2]
        at = (at - 1) // 2
    keys[at], nodes[at] = key, node


@compiled
def sink(keys: NDArray[np.float64], nodes: NDArray[np.int64], size: int) -> None:
    """Put the entry behind the heap of this size on its top, and let it sink to its place."""
    key, node, at = keys[size], nodes[size], 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and keys[child + 1] < keys[child]:
            child += 1
        if keys[child] >= key:
            break
        keys[at], nodes[at] = keys[child], nodes[child]
        at = child
    keys[at], nodes[at] = key, node
