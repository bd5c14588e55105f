import { KeyTree } from '../../src/platform/keys/key-tree.js';
import { newId } from '../../src/platform/ids.js';

const names = Array.from({ length: 40 }, newId);
const keysOf = (tree: KeyTree, of = names) => of.map((name) => tree.keyOf(name)?.toString('hex'));

test('every name has a key of its own, always the same, and another tree has others', () => {
  const tree = KeyTree.grow();
  const keys = keysOf(tree);
  expect(new Set(keys).size).toBe(names.length);
  expect(keysOf(KeyTree.from(tree.toBuffer()))).toEqual(keys);
  expect(keysOf(KeyTree.grow()).some((key) => keys.includes(key))).toBe(false);
});

test('a name that was forgotten has no key any more; all others keep theirs', () => {
  const tree = KeyTree.grow();
  const [gone, kept] = [names.slice(0, 15), names.slice(15)];
  const pruned = KeyTree.from(gone.reduce((left, name) => left.without(name), tree).toBuffer());
  expect(keysOf(pruned, gone).every((key) => key === undefined)).toBe(true);
  expect(keysOf(pruned, kept)).toEqual(keysOf(tree, kept));
  expect(keysOf(pruned.without(gone[0] ?? ''), kept)).toEqual(keysOf(tree, kept));
});

test('nothing that is kept leads back to what was forgotten', () => {
  const tree = KeyTree.grow();
  const forgotten = tree.keyOf(names[0] ?? '')?.toString('base64url') ?? 'none';
  const root = (JSON.parse(tree.toBuffer().toString()) as Record<string, string>)[''] ?? 'none';
  const left = JSON.parse(
    tree
      .without(names[0] ?? '')
      .toBuffer()
      .toString(),
  ) as Record<string, string>;
  expect(Object.keys(left)).toHaveLength(64);
  expect(Object.values(left)).not.toContain(forgotten);
  expect(Object.values(left)).not.toContain(root);
});
