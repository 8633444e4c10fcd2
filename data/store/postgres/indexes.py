"""The indexes that find vectors: one over all, and one of each category that has many.

Over all alone would pass most of a shop where a category is asked that lies far from the query; of categories
alone every one would be searched where none is asked. Knows the table of vectors; does not know items.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from psycopg import Connection

MANY = 2000  # rows from which on an index finds some sooner than scoring each
# With a narrower search for neighbours (pgvector's 64) parts of some indexes over all were never reached: one
# query in a hundred found nothing right
INDEX = """
CREATE INDEX IF NOT EXISTS %I ON armario.vectors USING hnsw ((vector::halfvec(%s)) halfvec_ip_ops)
WITH (m = 16, ef_construction = 200) WHERE vector_dims(vector) = %s%s
"""
NAME = "concat_ws('_', 'near', {dim}, left(encode(sha256(convert_to({shelf}, 'UTF8')), 'hex'), 16))"
# The statements that make them, written by the server, which knows how names are quoted, and the megabytes
# that they take meanwhile. An index is of one length: after all were deleted, vectors may have another
INDEXES = f"""
WITH shelves AS (
    SELECT NULL AS shelf, vector_dims(vector) AS dim, count(*) FROM armario.vectors GROUP BY dim
    UNION ALL
    SELECT shelf, vector_dims(vector) AS dim, count(*) FROM armario.vectors GROUP BY shelf, dim
)
SELECT format(%s, {NAME.format(dim="dim", shelf="shelf")}, dim, dim, ' AND shelf = ' || quote_literal(shelf)),
       least(64 + count * (2 * dim + {{row_bytes}}) / 1000000, {{most}})
FROM shelves WHERE count > {MANY}
"""
ROW_BYTES = 1400  # of a row beside its numbers, while an index is made
BUILD_MEMORY = 2000  # megabytes; an index that takes more is finished on disk, which takes longer
# How many rows an index has, by the length of vectors and the category; none where there is no such index
SIZE = f"""
SELECT reltuples FROM pg_class
WHERE oid = to_regclass('armario.' || {NAME.format(dim="%s::integer", shelf="%s::text")})
"""
KNOWN = r"SELECT indexname FROM pg_indexes WHERE schemaname = 'armario' AND indexname LIKE 'near\_%'"
PATIENCE = "1s"  # for readers; others who come wait as well
LOCKED, FULL = "55P03", "53100"  # PostgreSQL's words for a lock that is held too long, and a full disk


def make(link: Connection[Any]) -> None:
    """Make the indexes that are not there yet."""
    asked = INDEXES.format(row_bytes=ROW_BYTES, most=BUILD_MEMORY)
    for statement, megabytes in link.execute(asked.encode(), [INDEX]).fetchall():
        link.execute(f"SET maintenance_work_mem = '{megabytes}MB'".encode())
        try:
            link.execute(statement.encode())
        except Exception as error:
            if getattr(error, "sqlstate", "") != FULL:
                raise
            # Containers have 64 MB that processes may share; one process alone needs none
            link.execute("SET max_parallel_maintenance_workers = 0")
            link.execute(statement.encode())
    link.execute("RESET maintenance_work_mem; RESET max_parallel_maintenance_workers")


def drop(link: Connection[Any]) -> None:
    """Drop the indexes, so that many vectors are put sooner; where somebody reads just now, they stay."""
    names = ", ".join(f"armario.{name}" for (name,) in link.execute(KNOWN).fetchall())
    if not names:
        return
    try:
        with link.transaction():
            link.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'; DROP INDEX {names}".encode())
    except Exception as error:
        if getattr(error, "sqlstate", "") != LOCKED:
            raise
