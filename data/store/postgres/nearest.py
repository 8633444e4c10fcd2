"""The questions for what is near a vector: all that pass a filter scored, or some by the indexes of vectors.

Knows tables and conditions; does not know connections.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.store.postgres.conditions import Condition, condition
from data.store.records import ANY, Filter

SPARE = 20  # more than are wanted by vectors in half precision, of which the whole ones tell the best
CARDS = """
SELECT id, card, score FROM armario.items JOIN ({scored}) AS scored USING (id)
ORDER BY score DESC, id LIMIT %s
"""
# Vectors are of unit length: <#>, which is less the cosine, takes less than <=>
EXACTLY = """
SELECT vectors.id, -(vector <#> %b) AS score FROM armario.vectors {join} WHERE {said}
ORDER BY score DESC, vectors.id LIMIT %s
"""
NEARLY = """
SELECT near.id, -(vector <#> %b) AS score FROM (
    SELECT found.id, vector FROM ({found}) AS found {join} WHERE {said} ORDER BY far LIMIT %s
) AS near
"""
# In order, each by its own index: so they are merged row by row, for as long as too few pass
SHELF = """
(SELECT id, vector, vector::halfvec({dim}) <#> %b::halfvec({dim}) AS far FROM armario.vectors
 WHERE {said} ORDER BY far)
"""
JOIN = "JOIN armario.items USING (id)"


def exactly(
    vector: np.ndarray, count: int, category: str | None, where: Filter, shelves: Sequence[int]
) -> Condition:
    """The closest of all that pass a filter: id, card and score."""
    if where == ANY:
        join, said, values = "", "shelf = ANY (%s)", [[*shelves]]
    else:
        join, (said, values) = JOIN, condition(category, where)
    scored = EXACTLY.format(join=join, said=said)
    return CARDS.format(scored=scored), [vector, *values, count, count]


def nearly(
    vector: np.ndarray, count: int, where: Filter, indexed: Sequence[int], others: Sequence[int]
) -> Condition:
    """The closest by the indexes of some shelves, beside those of others: id, card and score."""
    shelves = [f"shelf = {shelf}" for shelf in indexed]
    if others:
        shelves.append(f"shelf IN ({', '.join(map(str, others))})")
    found = " UNION ALL ".join(SHELF.format(dim=vector.size, said=said) for said in shelves)
    said, values = condition(None, where, indexed=False)
    scored = NEARLY.format(found=found, join="" if where == ANY else JOIN, said=said)
    near = [vector] * len(shelves)
    return CARDS.format(scored=scored), [vector, *near, *values, count + SPARE, count]
