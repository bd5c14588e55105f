import { randomUUID } from 'node:crypto';
import type { TestPerson } from '../../support/builders.js';
import type { Postgres } from './postgres.js';

/** One thing that somebody asks of the college; asked again under the same key until it is answered. */
export interface Act {
  kind: 'enrol' | 'withdraw' | 'journal' | 'sign-up' | 'register' | 'check-in';
  method: 'POST' | 'PUT';
  path: string;
  key: string;
  person?: TestPerson;
  body?: object;
  /** What has to be found afterwards, where the answer does not name it: an enrolment, an address, marks. */
  names?: readonly string[];
  /** What the answer named. */
  id?: string;
  /** When it was answered with 2xx. */
  acknowledged?: number;
  /** Refused, and rightly so after all this time: a code of the door that is too old. */
  givenUp?: boolean;
}

export interface Books {
  acknowledged: number;
  lost: string[];
  doubled: string[];
}

/** Every act that was asked for; what was answered with 2xx has to be there afterwards, exactly once. */
export class Ledger {
  private readonly acts: Act[] = [];

  enter(act: Act): Act {
    this.acts.push(act);
    return act;
  }

  of(kind: Act['kind']): Act[] {
    return this.acts.filter((act) => act.kind === kind && act.acknowledged !== undefined);
  }

  /** Asked, and not answered: they may have happened or not. */
  get open(): Act[] {
    return this.acts.filter(({ acknowledged, givenUp }) => acknowledged === undefined && !givenUp);
  }

  get acknowledged(): number {
    return this.acts.filter(({ acknowledged }) => acknowledged !== undefined).length;
  }

  /** Holds the books against the database. */
  async audit(postgres: Postgres): Promise<Books> {
    const books: Books = { acknowledged: this.acknowledged, lost: [], doubled: [] };
    const count = async (kind: Act['kind'], statement: string, expected: readonly string[], most = expected) => {
      const rows = await postgres.ask<{ name: string; times: number }>(statement, [[...new Set(most)]]);
      const times = new Map(rows.map((row) => [row.name, row.times]));
      for (const [name, wanted] of tally(expected))
        if ((times.get(name) ?? 0) < wanted) books.lost.push(`${kind} ${name}`);
      for (const [name, wanted] of tally(most)) {
        if ((times.get(name) ?? 0) > wanted) books.doubled.push(`${kind} ${name}`);
      }
    };
    const named = (kind: Act['kind']) => this.of(kind).flatMap(({ names = [] }) => [...names]);
    const asked = (kind: Act['kind']) =>
      this.acts.filter((act) => act.kind === kind).flatMap(({ names = [] }) => [...names]);
    const ids = (kind: Act['kind']) => this.of(kind).flatMap(({ id }) => id ?? []);

    await count(
      'enrol',
      'select id::text as name, 1 as times from enrolment where id = any ($1::uuid[])',
      ids('enrol'),
    );
    await count(
      'enrol',
      `
        select person_id || ' ' || run_id as name, count(*)::integer as times
        from enrolment where person_id || ' ' || run_id = any ($1) group by 1`,
      named('enrol'),
      asked('enrol'),
    );
    await count(
      'withdraw',
      `
        select subject_id::text as name, count(*)::integer as times
        from event where type = 'enrolment.withdrawn' and subject_id = any ($1::uuid[]) group by 1`,
      named('withdraw'),
      asked('withdraw'),
    );
    await count(
      'journal',
      'select id::text as name, 1 as times from journal_entry where id = any ($1::uuid[])',
      ids('journal'),
    );
    await count(
      'journal',
      `
        select author_id::text as name, count(*)::integer as times
        from journal_entry where author_id = any ($1::uuid[]) group by 1`,
      named('journal'),
      asked('journal'),
    );
    await count(
      'sign-up',
      `
        select email_canonical as name, count(*)::integer as times
        from one_time_link where email_canonical = any ($1) group by 1`,
      named('sign-up'),
      asked('sign-up'),
    );
    await count(
      'register',
      `
        select client_event_id as name, count(*)::integer as times
        from attendance_mark where client_event_id = any ($1) group by 1`,
      named('register'),
      asked('register'),
    );
    await count(
      'check-in',
      `
        select enrolment_id::text as name, count(*)::integer as times
        from attendance_mark where source = 'self' and enrolment_id = any ($1::uuid[]) group by 1`,
      named('check-in'),
      asked('check-in'),
    );
    return books;
  }
}

export const newKey = (): string => randomUUID();

function tally(names: readonly string[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of names) found.set(name, (found.get(name) ?? 0) + 1);
  return found;
}
