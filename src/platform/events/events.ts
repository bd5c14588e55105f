import { Injectable } from '@nestjs/common';
import type { Doer } from '../actor.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { rows, type Tx } from '../database/sql.js';
import { newId } from '../ids.js';

/** What happened: ids and state names only; never a name, a free text or anything about health. */
export interface Happening {
  /** `<noun>.<past participle>`, e.g. `enrolment.withdrawn` */
  type: string;
  subjectId: string;
  /** The person whom it concerns, when that is not the doer. */
  personId?: string;
  from?: string;
  to?: string;
  /** Ids, dates and state names that a reaction needs. */
  refs?: Record<string, string | number | boolean | null | string[]>;
}

export interface RecordedEvent extends Happening {
  id: string;
  at: Date;
  actorId: string | null;
}

export type Reaction = (event: RecordedEvent) => Promise<void>;
/** What a higher module adds to a step, in the same transaction. */
export type StepHook = (tx: Tx, subjectId: string, doer: Doer) => Promise<void>;

/**
 * The append-only record of every state change, and the source of everything asynchronous. Reactions are wired in
 * `src/app/reactions.ts`; each is one job, enqueued in the same transaction and retried alone.
 */
@Injectable()
export class Events {
  private readonly reactions = new Map<string, Map<string, Reaction>>();
  private readonly guards = new Map<string, StepHook[]>();
  private readonly acts = new Map<string, StepHook[]>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Wires a reaction. `name` is stable: jobs that wait in the database carry it. */
  on(type: string, name: string, reaction: Reaction): void {
    const wired = this.reactions.get(type) ?? new Map<string, Reaction>();
    if (wired.has(name)) throw new Error(`Two reactions to ${type} are called ${name}`);
    this.reactions.set(type, wired.set(name, reaction));
  }

  /** Wires a guard of a higher module, which may refuse the step and changes nothing. */
  before(step: string, guard: StepHook): void {
    add(this.guards, step, guard);
  }

  /** Wires what a higher module does as part of the step, in the same transaction. */
  within(step: string, act: StepHook): void {
    add(this.acts, step, act);
  }

  /** Asks every guard of the step; the first that objects throws. */
  async checkBefore(tx: Tx, step: string, subjectId: string, doer: Doer): Promise<void> {
    for (const guard of this.guards.get(step) ?? []) await guard(tx, subjectId, doer);
  }

  /** Does what higher modules add to the step, one after the other. */
  async actWithin(tx: Tx, step: string, subjectId: string, doer: Doer): Promise<void> {
    for (const act of this.acts.get(step) ?? []) await act(tx, subjectId, doer);
  }

  /** Appends events, and the jobs of their reactions, in one statement of the same transaction. */
  async record(tx: Tx, doer: Doer, ...happenings: Happening[]): Promise<void> {
    if (happenings.length === 0) return;
    // One instant: what happens together has no order in time.
    const at = this.clock.now();
    const events = happenings.map((happening) => ({
      id: newId(),
      at,
      actor_id: doer.personId,
      request_id: doer.call.requestId,
      type: happening.type,
      subject_id: happening.subjectId,
      person_id: happening.personId ?? doer.personId,
      from_state: happening.from ?? null,
      to_state: happening.to ?? null,
      refs: happening.refs ?? {},
    }));
    const jobs = events.flatMap(({ id, type }) =>
      [...(this.reactions.get(type)?.keys() ?? [])].map((reaction) => ({ event: id, reaction })),
    );
    await rows(
      tx,
      `
        with appended as (
          insert into event (id, at, actor_id, request_id, type, subject_id, person_id, from_state, to_state, refs)
          select id, at, actor_id, request_id, type, subject_id, person_id, from_state, to_state, refs
          from jsonb_populate_recordset(null::event, $1::jsonb)
        )
        select enqueue_job('react', job, null, null)
        from json_array_elements($2::json) as job`,
      [JSON.stringify(events), JSON.stringify(jobs)],
    );
  }

  /** Runs one reaction to one recorded event; called by the job runner. */
  async react(eventId: string, name: string): Promise<void> {
    const event = await this.database.row<RecordedEvent>(
      `
        select id, at, type, actor_id as "actorId", subject_id as "subjectId", person_id as "personId",
          from_state as "from", to_state as "to", refs
        from event
        where id = $1`,
      [eventId],
    );
    // A reaction that no longer exists leaves nothing to do.
    if (event) await this.reactions.get(event.type)?.get(name)?.(event);
  }
}

function add(hooks: Map<string, StepHook[]>, step: string, hook: StepHook): void {
  hooks.set(step, [...(hooks.get(step) ?? []), hook]);
}
