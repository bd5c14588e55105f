import { newId } from '../../src/platform/ids.js';
import { GrownKeys } from '../../src/platform/keys/grown-keys.js';
import { KeyTree } from '../../src/platform/keys/key-tree.js';

/** A tree that counts how often a key has to grow. */
function counted() {
  const tree = KeyTree.grow();
  let grown = 0;
  const counting = Object.create(tree, {
    keyOf: { value: (name: string) => (grown++, tree.keyOf(name)) },
  }) as KeyTree;
  return { tree: counting, grownKeys: () => grown };
}

test('a key grows once while its tree is remembered, and is the one that the tree has', () => {
  const keys = new GrownKeys(10);
  const { tree, grownKeys } = counted();
  keys.remember(tree);
  const name = newId();
  const first = keys.keyOf(tree, name);
  expect(first).toEqual(tree.keyOf(name));
  const before = grownKeys();
  expect(keys.keyOf(tree, name)).toEqual(first);
  expect(grownKeys()).toBe(before);
});

test('what is forgotten is not found again, while whoever has a key keeps theirs', () => {
  const keys = new GrownKeys(10);
  const { tree, grownKeys } = counted();
  keys.remember(tree);
  const name = newId();
  keys.keyOf(tree, name);
  const held = keys.keyOf(tree, name);
  keys.forget(tree);
  expect(held).toEqual(tree.keyOf(name));
  const before = grownKeys();
  keys.keyOf(tree, name);
  keys.keyOf(tree, name);
  expect(grownKeys()).toBe(before + 2);
});

test('a tree that forgot a name has no key of it, whatever the tree before it had', () => {
  const keys = new GrownKeys(10);
  const tree = KeyTree.grow();
  const name = newId();
  const pruned = tree.without(name);
  keys.remember(tree);
  keys.remember(pruned);
  expect(keys.keyOf(tree, name)).toBeDefined();
  expect(keys.keyOf(pruned, name)).toBeUndefined();
});

test('the oldest makes room, and the others stay', () => {
  const keys = new GrownKeys(3);
  const { tree, grownKeys } = counted();
  keys.remember(tree);
  const names = [1, 2, 3, 4].map(newId);
  for (const name of names) keys.keyOf(tree, name);
  expect(grownKeys()).toBe(4);
  for (const name of names.slice(1)) keys.keyOf(tree, name);
  expect(grownKeys()).toBe(4);
  keys.keyOf(tree, names[0] ?? '');
  expect(grownKeys()).toBe(5);
});
