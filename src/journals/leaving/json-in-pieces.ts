/** One JSON object, written piece by piece: its fields, and then lists that may be longer than the memory. */
export async function* jsonInPieces(
  fields: object,
  lists: Record<string, AsyncIterable<unknown>>,
): AsyncGenerator<string> {
  yield '{';
  const first = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `\n  "${name}": ${indented(JSON.stringify(value, null, 2))}`);
  yield first.join(',');
  let separator = first.length > 0 ? ',' : '';
  for (const [name, items] of Object.entries(lists)) {
    yield `${separator}\n  "${name}": `;
    yield* listInPieces(items);
    separator = ',';
  }
  yield '\n}\n';
}

async function* listInPieces(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  let written = 0;
  for await (const item of items) {
    yield `${written === 0 ? '[' : ','}\n${JSON.stringify(item, null, 2)}`;
    written += 1;
  }
  yield written === 0 ? '[]' : '\n  ]';
}

/** One level deeper; a text in JSON has no line breaks of its own. */
const indented = (json: string): string => json.replaceAll('\n', '\n  ');
