import { jsonInPieces } from '../../src/journals/leaving/json-in-pieces.js';

async function* each(...items: unknown[]): AsyncGenerator {
  yield* items;
}

async function written(fields: object, lists: Record<string, AsyncIterable<unknown>>): Promise<string> {
  let text = '';
  for await (const piece of jsonInPieces(fields, lists)) text += piece;
  return text;
}

const blocks = [{ kind: 'text', text: 'a "quoted"\nline' }];

test.each([
  ['fields and lists', { id: 'one', blocks, left: undefined }, { reads: [{ at: 1 }, { at: 2 }], comments: [] }],
  ['fields alone', { id: 'one', nothing: null }, {}],
  ['lists alone', {}, { reads: [1], comments: ['a'] }],
  ['nothing', {}, {}],
])('what is written piece by piece reads as one object: %s', async (_, fields, lists) => {
  const text = await written(
    fields,
    Object.fromEntries(Object.entries(lists).map(([name, items]) => [name, each(...items)])),
  );
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ ...fields, ...lists })));
});

test('its fields are laid out as a person would lay them out', async () => {
  const text = await written({ id: 'one', blocks }, {});
  expect(text).toBe(`${JSON.stringify({ id: 'one', blocks }, null, 2)}\n`);
});
