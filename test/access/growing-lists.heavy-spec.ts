import { growingLists } from './growing-lists.js';

test('nor does it for whoever else may read the list', async () => {
  expect((await growingLists({ readers: Infinity })).grown).toEqual([]);
}, 900_000);
