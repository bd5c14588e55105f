import { statementFor } from '../../src/platform/database/statement.js';

const list = `
  select e.id from entry e
  where ($1 or e.owner = $2)
    and ($3::text is null or e.state = $3)
    and (not $4 or e.read_at is null)
    and ($5::date is not null or e.ends_at > $6)
    and ($5::date is null or e.day >= $5 and e.name <> ')')
    and ($7::timestamptz is null or (e.at, e.id) < ($7, $8::uuid))
  order by e.at desc, e.id desc
  limit $9`;
const flat = (text: string) => text.replace(/\s+/g, ' ').trim();

test('what is not asked for is left out of the text, and its values with it', () => {
  const { text, values } = statementFor(list, [true, 'me', null, false, null, 'now', undefined, undefined, 51]);
  expect(flat(text)).toBe(
    `select e.id from entry e where true and true and true and (e.ends_at > $1) and true and true ` +
      'order by e.at desc, e.id desc limit 51',
  );
  expect(values).toEqual(['now']);
});

test('what is asked for stays, with the types that it was given', () => {
  const { text, values } = statementFor(list, [false, 'me', 'open', true, '2027-01-01', 'now', 'then', 'id', 6]);
  expect(flat(text)).toBe(
    `select e.id from entry e where (e.owner = $1) and (e.state = $2::text) and (e.read_at is null) and true ` +
      `and (e.day >= $3::date and e.name <> ')') and ((e.at, e.id) < ($4::timestamptz, $5::uuid)) ` +
      'order by e.at desc, e.id desc limit 6',
  );
  expect(values).toEqual(['me', 'open', '2027-01-01', 'then', 'id']);
});

test('a flag that is not known decides nothing', () => {
  const { text, values } = statementFor('select from a where ($1 or a.id = $2)', [null, 'x']);
  expect(flat(text)).toBe('select from a where ($1 or a.id = $2)');
  expect(values).toEqual([null, 'x']);
});

test('one inside another is looked at as well', () => {
  const nested = 'select from a where ($1::text is null or a.state = $1 or ($2::uuid is null or a.id = $2))';
  expect(statementFor(nested, ['open', null]).text).toBe('select from a where (a.state = $1::text or true)');
  expect(statementFor(nested, [null, 'id']).text).toBe('select from a where true');
});

test('a text without any is sent as it is, under one name', () => {
  const values = [1, 2];
  const sent = statementFor('select $1, $2', values);
  expect(sent).toEqual({ text: 'select $1, $2', values, name: expect.any(String) });
  expect(statementFor('select $1, $2', values).name).toBe(sent.name);
});

test('each set of filters has a name of its own, and after many of one text the rest have none', () => {
  const names = Array.from({ length: 40 }, (_, limit) => statementFor('select from b limit $1', [limit]).name);
  expect(new Set(names.slice(0, 32)).size).toBe(32);
  expect(names.slice(32).every((name) => name === undefined)).toBe(true);
  expect(statementFor('select from b limit $1', [0]).name).toBe(names[0]);
});
