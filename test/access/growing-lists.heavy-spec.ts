import { growingLists } from './growing-lists.js';

test('nor does it for whoever else may read the list', async () => {
  const { grown, unneeded } = await growingLists({ readers: Infinity });
  expect({ grown, unneeded }).toEqual({ grown: [], unneeded: [] });
}, 900_000);
