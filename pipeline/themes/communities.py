"""Groups of neighbouring utterances, as many runs of community detection agree on them.

Source of the method: Louvain communities (Blondel et al. 2008) on a graph of nearest neighbours,
made stable by consensus clustering (Lancichinetti & Fortunato 2012): the edges of the graph
are weighed by how often runs with other seeds, each without a tenth of the utterances, put their
two ends together, and the communities of that graph are taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sknetwork.clustering import Louvain, get_modularity
from tqdm import tqdm

from pipeline.schema import OUTLIER
from pipeline.tables import Vectors

Labels = npt.NDArray[np.int64]

#: Rows compared with the whole corpus at a time: memory stays flat with 30,000 utterances.
_CHUNK = 1024
#: An utterance has at most one in so many of the corpus as neighbours.
_SHARE = 4
#: Ties are cosines to this power: the nearest of many neighbours are what counts.
_SHARPNESS = 3
#: What each run leaves out.
_LEFT_OUT = 0.1
#: Times the graph is reweighted by agreement; after two the runs hardly differ any more.
_ROUNDS = 2
#: To have more communities, the resolution is raised by this factor, this often at most.
_FINER, _STEPS = 1.3, 12
#: Tries of the last step, of which the best by modularity is taken.
_TRIES = 8


@dataclass(frozen=True)
class Communities:
    """What was found for ``n`` utterances.

    Attributes:
        labels: shape (n,), 0 for the largest community, :data:`OUTLIER` for none.
        membership: shape (n,), the share of an utterance's ties that stay in its community, 0..1.
        stability: of each community, how well single runs, each without a tenth of the
            utterances, find it again (mean best Jaccard, 0..1).
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
    number: int | None = None,
) -> Communities:
    """Communities of unit vectors of shape (n, dimensions).

    Args:
        groups: the language of each vector; neighbours are sought in every language alike, since
            the nearest ones of all would mostly be of the same language.
        neighbours: nearest neighbours of a vector, over all languages.
        resolution: above 1 favours many small communities.
        runs: runs with different seeds in each round of the consensus.
        smallest: communities with fewer members join the one they are tied to most; those that
            are tied to nothing are none.
        seed: where the seeds of all runs come from.
        number: as many communities as this, if so many can be found; ``resolution`` is then only
            where the search begins.
    """
    graph = neighbour_graph(vectors, groups, neighbours)
    found = _consensus(graph, resolution, runs, seed)
    for _ in range(_STEPS):
        if number is None or _count(found.labels, smallest) >= number:
            break
        resolution *= _FINER
        found = _consensus(graph, resolution, runs, seed)
    labels = _renumbered(_merged(graph, found.labels, smallest, number), smallest)
    return Communities(
        labels, _membership(found.agreement, labels), _stability(labels, found.partitions)
    )


@dataclass(frozen=True)
class _Consensus:
    """What the runs agree on; ``partitions`` are those that have not heard of each other."""

    labels: Labels
    agreement: sparse.csr_matrix
    partitions: list[Labels]


def _consensus(graph: sparse.csr_matrix, resolution: float, runs: int, seed: int) -> _Consensus:
    chance = np.random.default_rng(seed)
    agreement = graph
    first: list[Labels] = []
    with tqdm(total=_ROUNDS * runs, desc="finding themes", unit="run", leave=False) as bar:
        for _ in range(_ROUNDS):
            partitions = []
            for _ in range(runs):
                partitions.append(_left_out(agreement, resolution, chance))
                bar.update()
            agreement = _weighted_by_agreement(graph, partitions)
            first = first or partitions
    tries = [_louvain(agreement, resolution, _seed(chance)) for _ in range(_TRIES)]
    best = max(tries, key=lambda labels: _modularity(agreement, labels, resolution))
    return _Consensus(best, agreement, first)


def _count(labels: Labels, smallest: int) -> int:
    """How many communities have ``smallest`` members or more."""
    return int((np.bincount(labels) >= smallest).sum())


def _merged(graph: sparse.csr_matrix, labels: Labels, smallest: int, number: int | None) -> Labels:
    """Join each community that is too small to the one it is tied to most, then, if there are
    more than ``number``, the two with the strongest mean tie until there are no more.

    What is tied to nothing stays as it is.
    """
    count = int(labels.max(initial=-1)) + 1
    inside = sparse.csr_matrix(
        (np.ones(len(labels)), (np.arange(len(labels)), labels)), shape=(len(labels), count)
    )
    ties = (inside.T @ graph @ inside).toarray()
    np.fill_diagonal(ties, 0)
    sizes = np.bincount(labels, minlength=count).astype(np.float64)
    owner = np.arange(count)
    while True:
        pairs = np.outer(sizes, sizes)
        np.fill_diagonal(pairs, 0)
        means = np.where(pairs > 0, ties / np.maximum(pairs, 1), -1)
        small = np.flatnonzero((sizes > 0) & (sizes < smallest) & (ties.max(axis=1, initial=0) > 0))
        if len(small):
            one = int(small[np.argmin(sizes[small])])
            other = int(means[one].argmax())
        elif number and (sizes >= smallest).sum() > number:
            one, other = divmod(int(means.argmax()), count)
        else:
            return np.asarray(owner[labels], dtype=np.int64)
        owner[owner == one] = other
        ties[other] += ties[one]
        ties[:, other] += ties[:, one]
        ties[one] = ties[:, one] = ties[other, other] = 0
        sizes[other] += sizes[one]
        sizes[one] = 0


def neighbour_graph(vectors: Vectors, groups: Sequence[str], neighbours: int) -> sparse.csr_matrix:
    """Each vector tied to its nearest ones in every group; symmetric, shape (n, n)."""
    own = np.asarray(groups)
    count = len(own)
    if count < 2:
        return sparse.csr_matrix((count, count))
    # In a small corpus everything would be everything's neighbour, and all of it one theme.
    neighbours = min(neighbours, max(2, count // _SHARE))
    members = [np.flatnonzero(own == group) for group in sorted(set(groups))]
    # A group too small to offer its share would be tied to everything.
    large = [m for m in members if len(m) * len(members) > neighbours] or [np.arange(count)]
    each = max(1, round(neighbours / len(large)))
    ties = [tie for indices in large for tie in _nearest(vectors, indices, each)]
    rows, columns, cosines = (np.concatenate(part) for part in zip(*ties, strict=True))
    weights = np.maximum(cosines, 1e-3).astype(np.float64) ** _SHARPNESS
    graph = sparse.csr_matrix((weights, (rows, columns)), shape=(count, count))
    return graph.maximum(graph.T).tocsr()


def _nearest(
    vectors: Vectors, candidates: npt.NDArray[np.intp], count: int
) -> Iterator[tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], Vectors]]:
    """Every vector's ``count`` nearest among ``candidates``, itself left out: from, to, cosine."""
    for start in range(0, len(vectors), _CHUNK):
        cosines = vectors[start : start + _CHUNK] @ vectors[candidates].T
        rows = np.arange(start, start + len(cosines))
        cosines[candidates[None, :] == rows[:, None]] = -np.inf
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :count]
        near = np.take_along_axis(cosines, order, axis=1)
        kept = np.isfinite(near)
        yield (
            np.broadcast_to(rows[:, None], order.shape)[kept],
            candidates[order][kept],
            near[kept],
        )


def _seed(chance: np.random.Generator) -> int:
    return int(chance.integers(1 << 31))


def _louvain(graph: sparse.csr_matrix, resolution: float, seed: int) -> Labels:
    if graph.nnz == 0:
        return np.arange(graph.shape[0])
    # not the library's Leiden: that draws from C's own rand(), which nobody seeds
    model = Louvain(resolution=resolution, shuffle_nodes=True, random_state=seed)
    return np.asarray(model.fit_predict(graph), dtype=np.int64)


def _left_out(graph: sparse.csr_matrix, resolution: float, chance: np.random.Generator) -> Labels:
    """Communities of a run without some of the nodes; those are :data:`OUTLIER`."""
    labels = np.full(graph.shape[0], OUTLIER, dtype=np.int64)
    kept = np.flatnonzero(chance.random(len(labels)) >= _LEFT_OUT)
    labels[kept] = _louvain(graph[kept][:, kept], resolution, _seed(chance))
    return labels


def _modularity(graph: sparse.csr_matrix, labels: Labels, resolution: float) -> float:
    return float(get_modularity(graph, labels, resolution=resolution)) if graph.nnz else 0.0


def _weighted_by_agreement(
    graph: sparse.csr_matrix, partitions: Sequence[Labels]
) -> sparse.csr_matrix:
    """The graph's edges, weighted by the share of partitions that keep their ends together."""
    edges = graph.tocoo()
    together, both = np.zeros(edges.nnz), np.zeros(edges.nnz)
    for labels in partitions:
        left, right = labels[edges.row], labels[edges.col]
        present = (left != OUTLIER) & (right != OUTLIER)
        both += present
        together += present & (left == right)
    weights = edges.data * together / np.maximum(both, 1)
    agreement = sparse.csr_matrix((weights, (edges.row, edges.col)), shape=graph.shape)
    agreement.eliminate_zeros()
    return agreement


def _renumbered(labels: Labels, smallest: int) -> Labels:
    """Numbers by size, then by first member; what is still below ``smallest`` is outliers."""
    numbers, first, sizes = np.unique(labels, return_index=True, return_counts=True)
    order = sorted(range(len(numbers)), key=lambda i: (-sizes[i], first[i]))
    kept = [i for i in order if sizes[i] >= smallest]
    renumbered = np.full(len(labels), OUTLIER, dtype=np.int64)
    for number, i in enumerate(kept):
        renumbered[labels == numbers[i]] = number
    return renumbered


def _membership(graph: sparse.csr_matrix, labels: Labels) -> npt.NDArray[np.float64]:
    """The share of each node's ties that stay in its community, shape (n,); 0 for outliers."""
    edges = graph.tocoo()
    inside = (labels[edges.row] == labels[edges.col]) & (labels[edges.row] != OUTLIER)
    kept = np.bincount(edges.row, edges.data * inside, minlength=len(labels))
    total = np.bincount(edges.row, edges.data, minlength=len(labels))
    return np.divide(kept, total, out=np.zeros(len(labels)), where=total > 0)


def _stability(labels: Labels, partitions: Iterable[Labels]) -> list[float]:
    count = int(labels.max(initial=OUTLIER)) + 1
    found = np.array([_best_jaccards(labels, other, count) for other in partitions])
    return [float(value) for value in found.mean(axis=0)] if len(found) else []


def _best_jaccards(labels: Labels, run: Labels, count: int) -> npt.NDArray[np.float64]:
    """For each community the Jaccard index with the one of a run that resembles it most."""
    present = run != OUTLIER
    inside = present & (labels != OUTLIER)
    width = int(run.max(initial=0)) + 1
    shared = sparse.coo_matrix(
        (np.ones(inside.sum()), (labels[inside], run[inside])), shape=(count, width)
    ).toarray()
    own = np.bincount(labels[inside], minlength=count)[:, None]
    sizes = np.bincount(run[present], minlength=width)[None, :]
    found: npt.NDArray[np.float64] = (shared / np.maximum(own + sizes - shared, 1)).max(axis=1)
    return found
