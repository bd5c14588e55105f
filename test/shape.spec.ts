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
  ['table is without an entity', shape.tablesWithoutEntity],
  ['import inside platform goes against its order', shape.climbingImports],
  ['constructor takes more than ten parameters', shape.statements.wideConstructors],
])('no %s', (_, found) => {
  expect(found).toEqual([]);
});

test('what is asked of one table gets its columns from the entity, and few texts insert', () => {
  expect(shape.statements.fromEntitiesPercent).toBeGreaterThanOrEqual(limits.fromEntitiesPercent);
  expect(shape.statements.inserts.length).toBeLessThanOrEqual(limits.inserts);
});

test('no test forbids so few digits that an identifier may happen to hold them', () => {
  expect(shape.chancePatterns).toEqual([]);
});
