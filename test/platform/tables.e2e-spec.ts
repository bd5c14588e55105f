import { ClosureDay } from '../../src/college/college.entity.js';
import { Course } from '../../src/courses/catalogue/course.entity.js';
import { Database } from '../../src/platform/database/database.js';
import type { Tx } from '../../src/platform/database/sql.js';
import {
  columnsOf,
  deleteRows,
  findRow,
  findRows,
  insertRow,
  insertRows,
  lockRow,
  putRow,
  updateRows,
} from '../../src/platform/database/tables.js';
import { newId } from '../../src/platform/ids.js';
import { Term } from '../../src/sessions/terms/term.entity.js';
import { SessionSeries } from '../../src/sessions/sessions/session.entity.js';
import { openTestCollege, type TestCollege } from '../support/college.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

const inTransaction = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => college.app.get(Database).transaction(work);
const opens = new Date('2027-01-02T03:04:05.678Z');
const aTerm = (name: string): Partial<Term> => ({
  id: newId(),
  name,
  prospectusOpensAt: opens,
  bookingOpensAt: opens,
  startsOn: '2027-03-01',
  endsOn: '2027-06-30',
  maxRunsPerLearner: 3,
});

test('a row comes back as it went in: instants as Date, days as text', () =>
  inTransaction(async (tx) => {
    const term = aTerm('Spring');
    expect(await insertRow(tx, Term, term)).toBe(1);
    const found = await findRow(tx, Term, { id: term.id }, ['name', 'prospectusOpensAt', 'startsOn', 'version']);
    expect(found).toEqual({ name: 'Spring', prospectusOpensAt: opens, startsOn: '2027-03-01', version: 1 });
    expect(await lockRow(tx, Term, { id: term.id }, ['id'])).toEqual({ id: term.id });
    expect(await insertRow(tx, Term, term, { unlessThere: true })).toBe(0);
  }));

test('many rows are one statement, and a row with other columns than the first is refused, not cut', () =>
  inTransaction(async (tx) => {
    const terms = [aTerm('One'), aTerm('Two')];
    expect(await insertRows(tx, Term, terms)).toBe(2);
    expect(await insertRows(tx, Term, [])).toBe(0);
    const ids = terms.map(({ id }) => id ?? '');
    expect(await findRows(tx, Term, { id: ids }, ['name'])).toHaveLength(2);
    await expect(insertRows(tx, Term, [{ id: newId() }, aTerm('Three')])).rejects.toThrow('other columns');
    expect(await updateRows(tx, Term, { id: ids, name: 'One' }, { maxRunsPerLearner: 9 })).toBe(1);
    expect(await updateRows(tx, Term, { id: ids, name: 'Nobody' }, { maxRunsPerLearner: 9 })).toBe(0);
    await putRow(tx, Term, ['id'], { ...aTerm('Again'), id: ids[0] });
    expect(await findRow(tx, Term, { id: ids[0] }, ['name'])).toEqual({ name: 'Again' });
    await insertRow(tx, ClosureDay, { id: newId(), day: '2027-12-25', reason: 'Christmas' });
    expect(await deleteRows(tx, ClosureDay, { day: ['2027-12-25', '2027-12-26'] })).toBe(1);
  }));

test('null means none, lists of text and quotes pass, and a statement without a condition is refused', () =>
  inTransaction(async (tx) => {
    const id = newId();
    const title = `It's "quoted"; drop table course`;
    const course = {
      id,
      title,
      topic: 'x',
      audience: ['a,b', '{c}'],
      firstProposedByRole: 'learner',
      createdAt: opens,
    };
    await insertRow(tx, Course, { ...course, strand: null });
    expect(await findRow(tx, Course, { id, strand: null }, ['title', 'audience'])).toEqual({
      title,
      audience: ['a,b', '{c}'],
    });
    await expect(updateRows(tx, Course, {}, { title: 'all' })).rejects.toThrow('which rows');
    await expect(deleteRows(tx, Course, { id: undefined })).rejects.toThrow('id is undefined');
  }));

test('columns are listed under the names of the properties; no class but an entity has any', () => {
  expect(columnsOf(SessionSeries, 's', 'everyWeeks', 'startTime')).toBe(
    's.every_weeks as "everyWeeks", s.start_time::text as "startTime"',
  );
  expect(() => columnsOf(class Nothing {}, 'n')).toThrow('Nothing is no entity');
  expect(() => columnsOf(Term, 't', 'nmae' as 'name')).toThrow('term has no column for nmae');
});
