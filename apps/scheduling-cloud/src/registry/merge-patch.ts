type Json = Readonly<Record<string, unknown>>;

/** The document after a JSON merge patch (RFC 7396): null takes a field away, lists are replaced. */
export function mergePatch(document: Json, patch: Json): Json {
  const merged = new Map(Object.entries(document));
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) merged.delete(field);
    else if (isJson(value)) merged.set(field, mergePatch(jsonIn(merged.get(field)), value));
    else merged.set(field, value);
  }
  return Object.fromEntries(merged);
}

function jsonIn(value: unknown): Json {
  return isJson(value) ? value : {};
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
