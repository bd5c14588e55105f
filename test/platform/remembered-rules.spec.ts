import { jest } from '@jest/globals';
import { getMetadataStorage, IsInt, Max, validate } from 'class-validator';
import { rememberRules } from '../../src/platform/http/remembered-rules.js';

class Wish {
  @IsInt()
  @Max(3)
  count = 0;
}
class SmallWish extends Wish {
  @Max(1)
  override count = 0;
}

const wish = <T extends Wish>(Kind: new () => T, count: number): T => Object.assign(new Kind(), { count });
const faults = async (input: Wish) =>
  (await validate(input, { whitelist: true, forbidNonWhitelisted: true })).flatMap(({ constraints = {} }) =>
    Object.keys(constraints),
  );

test('the rules of a class are looked up once, by its class alone, and still refuse', async () => {
  const storage = getMetadataStorage();
  const lookup = jest.spyOn(storage, 'getTargetValidationMetadatas');
  rememberRules(storage);
  rememberRules(storage);

  expect(await faults(wish(Wish, 2))).toEqual([]);
  expect(await faults(wish(Wish, 4))).toEqual(['max']);
  expect(await faults(wish(SmallWish, 2))).toEqual(['max']);
  expect(await faults(wish(SmallWish, 1))).toEqual([]);

  expect(lookup.mock.calls.map(([dto]) => dto)).toEqual([Wish, SmallWish]);
  for (const [, , , , groups] of lookup.mock.calls) expect(groups).toBeUndefined();
});

test('what is looked up does not depend on the rest that the library says, as no validation here has groups', () => {
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(Wish, '', true, true, undefined);
  expect(rules).toBe(storage.getTargetValidationMetadatas(Wish, '', false, false, undefined));
  expect(rules.map(({ propertyName }) => propertyName)).toEqual(['count', 'count']);
});
