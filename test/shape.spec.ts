import { limits, measureShape } from './support/shape.js';

const shape = measureShape();

test('lines breathe', () => {
  expect(shape.longLinePercent).toBeLessThan(limits.longLinePercent);
});

test.each([
  ['file under src is over 250 lines: split it by concept', shape.longFiles],
  ['folder under src is over 25 files: cut it by topic', shape.fullFolders],
  ['class is called otherwise than its file', shape.misnamedClasses],
  ['citation names a rule that stands nowhere', shape.danglingCitations],
])('no %s', (_, found) => {
  expect(found).toEqual([]);
});
