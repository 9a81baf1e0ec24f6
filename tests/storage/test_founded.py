"""What tests stand on is what a programme would stand on: an organization that lay ready is one that was migrated."""

import pytest
from psycopg.sql import SQL, Identifier

from server.storage.engine import Kind
from server.storage.postgres.founding import keys_of
from tests.founded import READY
from tests.postgres import PostgresGround
from tests.served import Served

pytestmark = pytest.mark.parametrize("ground", ["postgres"], indirect=True)
"""On files the empty ones are copied whole."""

WHAT_STANDS = """
SELECT 'schema', nspname, pg_get_userbyid(nspowner), nspacl::text FROM pg_namespace WHERE nspname = %(schema)s
UNION ALL
SELECT 'relation', relname || ' ' || relkind::text, pg_get_userbyid(relowner), relacl::text
FROM pg_class WHERE relnamespace = %(schema)s::regnamespace
UNION ALL
SELECT 'column', relname || '.' || attnum || ' ' || attname, format_type(atttypid, atttypmod),
       concat_ws(' ', attnotnull, attcollation::regcollation, pg_get_expr(adbin, adrelid))
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE relnamespace = %(schema)s::regnamespace
UNION ALL
SELECT 'index', indexname, indexdef, NULL FROM pg_indexes WHERE schemaname = %(schema)s
UNION ALL
SELECT 'constraint', conname, pg_get_constraintdef(oid), NULL
FROM pg_constraint WHERE connamespace = %(schema)s::regnamespace
UNION ALL
SELECT 'default rights', defaclobjtype::text, pg_get_userbyid(defaclrole), defaclacl::text
FROM pg_default_acl WHERE defaclnamespace = %(schema)s::regnamespace
ORDER BY 1, 2, 3, 4
"""
"""Everything the catalogue knows of a schema."""


def what_stands(ground: PostgresGround, schema: str, tag: str) -> list[tuple[str, ...]]:
    """Of this schema, without its name."""
    with ground.line() as line:
        rows = line.execute(WHAT_STANDS.encode(), {"schema": schema}).fetchall()
        applied = line.execute(
            SQL("SELECT name, sha256 FROM {} ORDER BY name").format(Identifier(schema, "migration"))
        ).fetchall()
    return [tuple(str(value).replace(tag, "<tag>") for value in row) for row in [*rows, *applied]]


def is_there(ground: PostgresGround, schema: str) -> bool:
    with ground.line() as line:
        return line.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (schema,)).fetchone() is not None


@pytest.mark.parametrize("kind", ["city", "site"])
def test_one_that_lay_ready_is_to_the_last_right_what_the_migrations_make(
    served: Served, ground: PostgresGround, kind: Kind
):
    ready = f"f727_{READY[kind]}"
    assert is_there(ground, ready)
    moved_in = served.found(kind)
    assert not is_there(ground, ready)
    migrated = served.found(kind)

    for schema_of in (str, keys_of):
        [one, other] = (what_stands(ground, schema_of(f"f727_{made.tag}"), made.tag) for made in (moved_in, migrated))
        assert len(other) > 5
        assert one == other
