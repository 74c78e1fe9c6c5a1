"""Groups of neighbouring utterances, as many runs of community detection agree on them.

Source of the method: Louvain communities (Blondel et al. 2008) on a graph of nearest neighbours,
made stable by consensus clustering (Lancichinetti & Fortunato 2012): the graph's edges are weighted
by how often their two ends were put together, and the communities of that graph are taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
import numpy.typing as npt

from pipeline.schema import OUTLIER
from pipeline.tables import Vectors

Labels = npt.NDArray[np.int64]

#: Rows compared with the whole corpus at a time: memory stays flat with 30,000 utterances.
_CHUNK = 1024
#: An utterance has at most one in so many of the corpus as neighbours.
_SHARE = 5
#: Times the graph is reweighted by agreement; after two the runs hardly differ any more.
_ROUNDS = 2


@dataclass(frozen=True)
class Communities:
    """What was found for ``n`` utterances.

    Attributes:
        labels: shape (n,), 0 for the largest community, :data:`OUTLIER` for none.
        membership: shape (n,), the share of an utterance's ties that stay in its community, 0..1.
        stability: of each community, how well single runs find it again (mean best Jaccard, 0..1).
    """

    labels: Labels
    membership: npt.NDArray[np.float64]
    stability: list[float]


def find_communities(
    vectors: Vectors,
    groups: Sequence[str],
    *,
    neighbours: int,
    resolution: float,
    runs: int,
    smallest: int,
    seed: int,
) -> Communities:
    """Communities of unit vectors of shape (n, dimensions).

    Args:
        groups: the language of each vector; neighbours are sought in every language alike, since
            the nearest ones of all would mostly be of the same language.
        neighbours: nearest neighbours of a vector, over all languages.
        resolution: above 1 favours many small communities.
        runs: runs with different seeds in each round of the consensus.
        smallest: communities with fewer members are none.
        seed: the first of the seeds.
    """
    graph = neighbour_graph(vectors, groups, neighbours)
    partitions: list[Labels] = []
    agreement = graph
    for round_number in range(_ROUNDS):
        first = seed + round_number * runs
        partitions = [_louvain(agreement, resolution, first + run) for run in range(runs)]
        agreement = _weighted_by_agreement(graph, partitions)
    labels = _renumbered(_louvain(agreement, resolution, seed), smallest)
    return Communities(labels, _membership(agreement, labels), _stability(labels, partitions))


def neighbour_graph(vectors: Vectors, groups: Sequence[str], neighbours: int) -> nx.Graph:
    """Each vector tied to its nearest ones in every group, by cosine; n nodes in their order."""
    own = np.asarray(groups)
    # In a small corpus everything would be everything's neighbour, and all of it one theme.
    neighbours = min(neighbours, max(2, len(own) // _SHARE))
    members = [np.flatnonzero(own == group) for group in sorted(set(groups))]
    # A group too small to offer its share would be tied to everything.
    large = [indices for indices in members if len(indices) > neighbours] or [np.arange(len(own))]
    each = max(1, round(neighbours / len(large)))
    graph = nx.Graph()
    graph.add_nodes_from(range(len(vectors)))
    for indices in large:
        for node, near, cosine in _nearest(vectors, indices, each):
            graph.add_edge(node, near, weight=max(cosine, 1e-6))
    return graph


def _nearest(
    vectors: Vectors, candidates: npt.NDArray[np.intp], count: int
) -> Iterator[tuple[int, int, float]]:
    """Every vector's ``count`` nearest among ``candidates``, itself left out."""
    for start in range(0, len(vectors), _CHUNK):
        cosines = vectors[start : start + _CHUNK] @ vectors[candidates].T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, : count + 1]
        for row, positions in enumerate(order):
            near = [(int(candidates[i]), float(cosines[row, i])) for i in positions]
            others = [(index, cosine) for index, cosine in near if index != start + row]
            yield from ((start + row, index, cosine) for index, cosine in others[:count])


def _louvain(graph: nx.Graph, resolution: float, seed: int) -> Labels:
    found = nx.community.louvain_communities(
        graph, weight="weight", resolution=resolution, seed=seed
    )
    labels = np.zeros(len(graph), dtype=np.int64)
    for number, nodes in enumerate(found):
        labels[list(nodes)] = number
    return labels


def _weighted_by_agreement(graph: nx.Graph, partitions: Sequence[Labels]) -> nx.Graph:
    """The graph's edges, weighted by the share of partitions that keep their ends together."""
    edges = np.array(graph.edges, dtype=np.int64).reshape(-1, 2)
    together = np.zeros(len(edges))
    for labels in partitions:
        together += labels[edges[:, 0]] == labels[edges[:, 1]]
    agreement = nx.Graph()
    agreement.add_nodes_from(graph)
    for (node, near), share in zip(edges.tolist(), together / len(partitions), strict=True):
        if share > 0:
            agreement.add_edge(node, near, weight=share * graph[node][near]["weight"])
    return agreement


def _renumbered(labels: Labels, smallest: int) -> Labels:
    """Numbers by size, then by first member; communities below ``smallest`` are outliers."""
    numbers, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(numbers)), key=lambda i: (-sizes[i], first[i]))
    kept = [i for i in order if sizes[i] >= smallest]
    renumbered = np.full(len(labels), OUTLIER, dtype=np.int64)
    for number, i in enumerate(kept):
        renumbered[labels == numbers[i]] = number
    return renumbered


def _membership(graph: nx.Graph, labels: Labels) -> npt.NDArray[np.float64]:
    inside = np.zeros(len(labels))
    total = np.zeros(len(labels))
    for node, near, weight in graph.edges(data="weight"):
        same = labels[node] == labels[near] != OUTLIER
        for end in (node, near):
            total[end] += weight
            inside[end] += weight * same
    return np.divide(inside, total, out=np.zeros_like(inside), where=total > 0)


def _stability(labels: Labels, partitions: Sequence[Labels]) -> list[float]:
    found = []
    for number in range(int(labels.max(initial=OUTLIER)) + 1):
        members = labels == number
        found.append(float(np.mean([_best_jaccard(members, other) for other in partitions])))
    return found


def _best_jaccard(members: npt.NDArray[np.bool_], partition: Labels) -> float:
    """The Jaccard index of a set with the community that resembles it most."""
    inside = np.bincount(partition[members], minlength=int(partition.max()) + 1)
    sizes = np.bincount(partition, minlength=len(inside))
    return float(np.max(inside / (members.sum() + sizes - inside)))
