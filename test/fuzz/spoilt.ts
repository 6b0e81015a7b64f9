import fc from 'fast-check';

/** What breaks programs: at the edges of numbers and text, of the wrong type, deep, with odd names. */
const JUNK = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    2 ** 53,
    2 ** 31,
    '',
    ' ',
    'NaN',
    '\0',
    'a\0b',
    '\ud800',
    "'; --",
    '../..',
    '𝔘nicode ⚖',
    'x'.repeat(20_000),
    [],
    [[[[[[[[[[]]]]]]]]]],
    {},
    [null],
    JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": 1}}'),
    { toString: null, length: -1 },
  ),
);

const ODD_KEYS = ['__proto__', 'constructor', 'toString', '', '\0', 'purser_x', 'type', 'id'];

/** The values with one thing in them replaced, taken away or added; JSON, like them. */
export function spoilt(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const change = fc.record({
    at: fc.nat(),
    what: fc.constantFrom('replace', 'remove', 'add'),
    junk: JUNK,
    key: fc.oneof(fc.constantFrom(...ODD_KEYS), fc.string()),
  });
  return fc.tuple(values, change).map(([value, { at, what, junk, key }]) => {
    const holder = { value: structuredClone(value) };
    const places = placesIn(holder);
    const place = places[at % places.length]!;
    if (what === 'remove') remove(place);
    else if (what === 'add') add(place, key, junk);
    else set(place.holder, place.key, junk);
    return holder.value;
  });
}

interface Place {
  readonly holder: object;
  readonly key: string;
}

function placesIn(holder: object): Place[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? placesIn(value as object) : []),
  ]);
}

function remove({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (!('value' in holder)) Reflect.deleteProperty(holder, key);
}

function add({ holder, key }: Place, name: string, junk: unknown): void {
  const target = (holder as Record<string, unknown>)[key];
  if (Array.isArray(target)) target.push(junk);
  else if (typeof target === 'object' && target !== null) set(target, name, junk);
}

/** As JSON.parse does: `__proto__` too becomes a field. */
function set(holder: object, key: string, value: unknown): void {
  Object.defineProperty(holder, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
