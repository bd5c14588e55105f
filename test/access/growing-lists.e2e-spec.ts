import { growingLists } from './growing-lists.js';

test('no page of any list costs more with a hundred times as much of everything, whatever is asked for', async () => {
  const { asked, grown } = await growingLists({ readers: 1 });
  expect(grown).toEqual([]);
  expect(asked).toBeGreaterThan(120);
}, 600_000);
