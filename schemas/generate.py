"""Makes JSON Schema and TypeScript from the Structs, so that the phone and the server cannot disagree."""

import json
from typing import Any

import msgspec

from schemas.codes import LABELS, TAXONOMY_VERSION
from schemas.commands import COMMANDS
from schemas.matrix import CARE, FIELDS, SCOPES, projection
from schemas.problems import PROBLEMS
from schemas.records import RECORDS
from schemas.records.earlier import EARLIER
from schemas.records.taxonomy import FIRST_FILE
from schemas.wire import BATCH, BATCH_BYTES, PAGE, PROTOCOL, WIRE

Schema = dict[str, Any]


def _components() -> dict[str, Schema]:
    types = [*RECORDS.values(), *(kind.args for kind in COMMANDS.values()), *WIRE, *EARLIER]
    _, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    return dict(sorted(components.items()))


def json_schema() -> str:
    """One JSON Schema document with a definition per record, command and message, and the tables beside them."""
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Field 727",
        "x-records": {name: struct.__name__ for name, struct in RECORDS.items()},
        "x-commands": {
            name: {
                "arguments": kind.args.__name__,
                "v": kind.v,
                "nature": kind.nature,
                "roles": sorted(kind.roles),
                "where": sorted(kind.where),
            }
            for name, kind in COMMANDS.items()
        },
        "x-classes": FIELDS,
        "x-care": sorted(CARE),
        "x-projections": {
            kind: {
                scope: {record: fields for record in FIELDS if (fields := projection(kind, scope, record))}
                for scope in scopes
            }
            for kind, scopes in SCOPES.items()
        },
        "x-codes": LABELS,
        "x-problems": {
            code: {"advice": kind.advice, "status": kind.status, "meaning": kind.meaning}
            for code, kind in PROBLEMS.items()
        },
        "$defs": _components(),
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _union(options: list[Schema], indent: str) -> str:
    return " | ".join(dict.fromkeys(_type(option, indent) for option in options))


def _array(schema: Schema, indent: str) -> str:
    if "prefixItems" in schema:
        return f"readonly [{', '.join(_type(item, indent) for item in schema['prefixItems'])}]"
    item = _type(schema.get("items", {}), indent)
    return f"readonly ({item})[]" if " " in item else f"readonly {item}[]"


def _object(schema: Schema, indent: str) -> str:
    if "properties" in schema:
        return _fields(schema, indent)
    value = _type(schema.get("additionalProperties", {}), indent)
    names = schema.get("propertyNames", {}).get("enum")
    if names:
        return f"Readonly<Partial<Record<{' | '.join(map(json.dumps, sorted(names)))}, {value}>>>"
    return f"Readonly<Record<string, {value}>>"


SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def _type(schema: Schema, indent: str) -> str:
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[1])
    if "enum" in schema:
        return " | ".join(json.dumps(value) for value in schema["enum"])
    if "const" in schema:
        return json.dumps(schema["const"])
    if "anyOf" in schema:
        return _union(schema["anyOf"], indent)
    kind = schema.get("type")
    if kind == "array":
        return _array(schema, indent)
    if kind == "object":
        return _object(schema, indent)
    return SCALARS.get(str(kind), "unknown")


def _fields(schema: Schema, indent: str) -> str:
    required = set(schema.get("required", ()))
    lines = [
        f"{indent}  readonly {name}{'' if name in required else '?'}: {_type(inner, indent + '  ')};"
        for name, inner in schema["properties"].items()
    ]
    return "{\n" + "\n".join(lines) + f"\n{indent}}}"


def _interfaces() -> list[str]:
    parts = []
    for name, schema in _components().items():
        summary = schema.get("description", "").split("\n", 1)[0]
        parts.append(f"/** {summary} */\nexport interface {name} {_fields(schema, '')}")
    return parts


def _numbers() -> dict[str, int]:
    return {
        "PROTOCOL": PROTOCOL,
        "BATCH": BATCH,
        "BATCH_BYTES": BATCH_BYTES,
        "PAGE": PAGE,
        "TAXONOMY_VERSION": TAXONOMY_VERSION,
    }


def _codes() -> list[str]:
    return [
        f"export const {name.upper()} = {json.dumps(list(labels))} as const;\n"
        f"export type {''.join(word.title() for word in name.split('_'))}Code = (typeof {name.upper()})[number];"
        for name, labels in LABELS.items()
    ]


def first_edition() -> str:
    """The first edition for the desk, which has it with it."""
    edition = FIRST_FILE.read_text(encoding="utf-8").strip()
    return (
        "// Made by `python -m schemas` from schemas/first_edition.json. Do not edit: change that and run it again.\n"
        'import type { Taxonomy } from "../../../schema";\n\n'
        "/** What an edition says, whoever set it and when. */\n"
        'export type Said = Omit<Taxonomy, "id" | "number" | "set_at" | "by" | "name">;\n\n'
        f"export const FIRST_EDITION: Said = {edition};\n"
    )


def typescript() -> str:
    """The same types for the phone: interfaces, code lists, and the table from a command's name to its arguments."""
    records = "\n".join(f"  readonly {name}: {struct.__name__};" for name, struct in RECORDS.items())
    commands = "\n".join(f"  readonly '{name}': {kind.args.__name__};" for name, kind in COMMANDS.items())
    natures = "\n".join(f"  '{name}': '{kind.nature}'," for name, kind in COMMANDS.items())
    # Most are of the first version, and every phone carries this list.
    versions = "\n".join(f"  '{name}': {kind.v}," for name, kind in COMMANDS.items() if kind.v > 1)
    parts = [
        "// Made by `python -m schemas` from schemas/*.py. Do not edit: change the Structs and run it again.",
        *(f"export const {name} = {value};" for name, value in _numbers().items()),
        *_codes(),
        *_interfaces(),
        f"export interface RecordTypes {{\n{records}\n}}",
        f"export interface CommandArgs {{\n{commands}\n}}",
        "export type CommandType = keyof CommandArgs;",
        f"export const NATURE: Readonly<Record<CommandType, 'fact' | 'intent'>> = {{\n{natures}\n}};",
        f"export const VERSION: Readonly<Partial<Record<CommandType, number>>> = {{\n{versions}\n}};",
    ]
    return "\n\n".join(parts) + "\n"
