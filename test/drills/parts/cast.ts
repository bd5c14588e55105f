import { insertRow } from '../../../src/platform/database/tables.js';
import { newId } from '../../../src/platform/ids.js';
import { FacilitatorAssignment } from '../../../src/sessions/facilitators/facilitator-assignment.entity.js';
import {
  aPerson,
  aPublishedVersion,
  aRun,
  fromNow,
  type Site,
  someLearners,
  type TestPerson,
  type TestRun,
} from '../../support/builders.js';
import { type Act, type Ledger, newKey } from './ledger.js';

type Read = (path: string, who: TestPerson) => Promise<Record<string, unknown> | undefined>;

interface Seat {
  person: TestPerson;
  enrolment: Act;
}

interface Held {
  run: TestRun;
  facilitator: TestPerson;
}

const sizes = { learners: 200, runs: 12, places: 8, onRegister: 20, atDoor: 60 };

/** The people of a drill, and what each of them does next. */
export class Cast {
  private readonly wishes: { person: TestPerson; run: TestRun }[];
  private readonly mayLeave: Act[] = [];
  private readonly onRegister: Seat[] = [];
  private readonly atDoor: Seat[] = [];
  private addresses = 0;

  private constructor(
    readonly learners: readonly TestPerson[],
    runs: readonly TestRun[],
    private readonly register: Held,
    private readonly door: Held,
  ) {
    this.wishes = shuffled(runs.flatMap((run) => learners.map((person) => ({ person, run }))));
  }

  /** Learners who want letters, runs with few places, and two sessions that are about to begin. */
  static async enter(site: Site): Promise<Cast> {
    const learners = await someLearners(site, sizes.learners);
    await site.sql.transaction(async (tx) => {
      // They said so from the first; the builders do not know it.
      await tx.query('set local session_replication_role = replica');
      await tx.query('update safe_contact set channels = $1', [{ inApp: { allowed: true }, email: { allowed: true } }]);
    });
    const versionId = (await aPublishedVersion(site)).id;
    const runs: TestRun[] = [];
    for (let nth = 0; nth < sizes.runs; nth++)
      runs.push(await aRun(site, { versionId, capacity: sizes.places, starts: [fromNow(site, { days: 10 + nth })] }));
    return new Cast(learners, runs, await aboutToBegin(site), await aboutToBegin(site));
  }

  /** The places of the sessions that are about to begin, asked for as everybody does. */
  async takePlaces(ledger: Ledger, once: (act: Act) => Promise<boolean>): Promise<void> {
    const [some, others] = [this.learners.slice(0, sizes.onRegister), this.learners.slice(-sizes.atDoor)];
    for (const [people, run, seats] of [
      [some, this.register, this.onRegister],
      [others, this.door, this.atDoor],
    ] as const) {
      for (const person of people) {
        const enrolment = ledger.enter(enrol(person, run.run));
        if (!(await once(enrolment))) throw new Error('Somebody got no place before anything was broken');
        seats.push({ person, enrolment });
      }
    }
  }

  /** What somebody does next; nothing where they could not find out how. */
  async next(ledger: Ledger, read: Read): Promise<Act | undefined> {
    const dice = Math.random();
    if (dice < 0.35) return this.enrol() ?? this.write();
    if (dice < 0.45) return this.withdraw(ledger) ?? this.write();
    if (dice < 0.7) return this.write();
    if (dice < 0.85) return this.mark();
    if (dice < 0.92) return (await this.checkIn(read)) ?? this.write();
    return this.signUp();
  }

  /** What somebody only looks at. */
  look(): { path: string; who?: TestPerson } {
    const path = oneOf(['/prospectus', '/me/enrolments', '/me/agenda', '/journal-entries']);
    return path === '/prospectus' ? { path } : { path, who: oneOf(this.learners) };
  }

  private enrol(): Act | undefined {
    const wish = this.wishes.pop();
    if (!wish) return undefined;
    const act = enrol(wish.person, wish.run);
    this.mayLeave.push(act);
    return act;
  }

  private withdraw(ledger: Ledger): Act | undefined {
    const nth = this.mayLeave.findIndex(({ id }) => id !== undefined);
    const [enrolment] = nth < 0 ? [] : this.mayLeave.splice(nth, 1);
    if (!enrolment?.id || ledger.acknowledged < 20) return undefined;
    return {
      kind: 'withdraw',
      method: 'POST',
      path: `/enrolments/${enrolment.id}/withdrawal`,
      key: newKey(),
      person: enrolment.person,
      body: {},
      names: [enrolment.id],
    };
  }

  private write(): Act {
    const person = oneOf(this.learners);
    return {
      kind: 'journal',
      method: 'POST',
      path: '/journal-entries',
      key: newKey(),
      person,
      body: { title: 'A quiet day', blocks: [{ text: 'It rained, and I went all the same.' }] },
      names: [person.id],
    };
  }

  private mark(): Act {
    const rows = shuffled(this.onRegister)
      .slice(0, 3)
      .map(({ enrolment }) => ({ enrolmentId: enrolment.id, state: 'present', clientEventId: newKey() }));
    return {
      kind: 'register',
      method: 'PUT',
      path: `/sessions/${this.register.run.sessionIds[0]}/register`,
      key: newKey(),
      person: this.register.facilitator,
      body: { rows },
      names: rows.map(({ clientEventId }) => clientEventId),
    };
  }

  private async checkIn(read: Read): Promise<Act | undefined> {
    const seat = this.atDoor.pop();
    if (!seat) return undefined;
    const session = this.door.run.sessionIds[0];
    const shown = await read(`/sessions/${session}/check-in-code`, this.door.facilitator);
    if (!shown) {
      this.atDoor.push(seat);
      return undefined;
    }
    return {
      kind: 'check-in',
      method: 'POST',
      path: `/sessions/${session}/check-in`,
      key: newKey(),
      person: seat.person,
      body: { code: shown['code'] },
      names: [seat.enrolment.id ?? ''],
    };
  }

  private signUp(): Act {
    const email = `robin-${++this.addresses}@${signUpDomain}`;
    return {
      kind: 'sign-up',
      method: 'POST',
      path: '/auth/sign-up',
      key: newKey(),
      body: { email, chosenName: 'Robin' },
      names: [email],
    };
  }
}

export const signUpDomain = 'sign-up.example.org';

const enrol = (person: TestPerson, run: TestRun): Act => ({
  kind: 'enrol',
  method: 'POST',
  path: `/runs/${run.id}/enrolments`,
  key: newKey(),
  person,
  body: { confirmTimeClash: true },
  names: [`${person.id} ${run.id}`],
});

/** A session in ten minutes, and who holds it. */
async function aboutToBegin(site: Site): Promise<Held> {
  const facilitator = await aPerson(site, { name: 'Ben', roles: ['facilitator'] });
  const run = await aRun(site, { capacity: null, starts: [fromNow(site, { minutes: 10 })] });
  const now = site.clock.now();
  await site.sql.transaction((tx) =>
    insertRow(tx, FacilitatorAssignment, {
      id: newId(),
      runId: run.id,
      personId: facilitator.id,
      deliveryRole: 'learned',
      state: 'accepted',
      offeredAt: now,
      answeredAt: now,
    }),
  );
  return { run, facilitator };
}

const oneOf = <T>(all: readonly T[]): T => all[Math.floor(Math.random() * all.length)] as T;

function shuffled<T>(all: readonly T[]): T[] {
  return all
    .map((one) => ({ one, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
