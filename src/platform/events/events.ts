import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Doer } from '../actor.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { row, type Tx } from '../database/sql.js';
import { type Change, columnsOf } from '../database/tables.js';
import { Declarations } from '../discovery/declarations.js';
import { Endings } from '../endings/endings.js';
import { newId } from '../ids.js';
import { OnDemand } from '../jobs/job.decorators.js';
import { acts, guards, reactions } from './event.decorators.js';
import { Event } from './event.entity.js';
import { hooksByStep } from './wiring.js';

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
 * The append-only record of every state change, and the source of everything asynchronous. Reactions are found by
 * `@On`; each is one job, enqueued in the same transaction and retried alone.
 */
@Injectable()
export class Events implements OnModuleInit {
  private readonly reactions = new Map<string, Map<string, ReactionOf>>();
  private guards: ReadonlyMap<string, StepHook[]> = new Map();
  private acts: ReadonlyMap<string, StepHook[]> = new Map();
  private readonly changeSets = new WeakMap<Tx, string>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly declarations: Declarations,
    private readonly endings: Endings,
  ) {}

  onModuleInit(): void {
    for (const { said, by, call } of this.declarations.find(reactions))
      for (const type of said.types) this.add(type, said.nameFor(type), { call, when: said.when ?? always }, by);
    this.guards = hooksByStep(this.declarations.find(guards));
    this.acts = hooksByStep(this.declarations.find(acts));
  }

  /** Asks every guard of the step; the first that objects throws. */
  async checkBefore(tx: Tx, step: string, subjectId: string, doer: Doer): Promise<void> {
    for (const guard of this.guards.get(step) ?? []) await guard(tx, subjectId, doer);
  }

  /** Does what higher modules add to the step, one after the other. */
  async actWithin(tx: Tx, step: string, subjectId: string, doer: Doer): Promise<void> {
    for (const act of this.acts.get(step) ?? []) await act(tx, subjectId, doer);
  }

  /** One id for all that a transaction changes, so that each person hears once; `joined` ties several together. */
  changeSetOf(tx: Tx, joined?: string): string {
    const changeSet = this.changeSets.get(tx) ?? joined ?? newId();
    this.changeSets.set(tx, changeSet);
    return changeSet;
  }

  /** Appends events, and the jobs of their reactions, in one statement of the same transaction. */
  async record(tx: Tx, doer: Doer, ...happenings: Happening[]): Promise<void> {
    await this.recordWith(tx, doer, undefined, ...happenings);
  }

  /** The same in one statement with what is changed; answers how many rows that were. */
  async recordWith(tx: Tx, doer: Doer, change: Change | undefined, ...happenings: Happening[]): Promise<number> {
    if (happenings.length === 0) return 0;
    // One instant: what happens together has no order in time. What tells before and after is the number.
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
    this.endings.noteEvents(
      tx,
      events.map(({ type, subject_id: subjectId, person_id: personId, refs }) => ({ type, subjectId, personId, refs })),
    );
    const jobs = happenings.flatMap((happening, index) =>
      [...(this.reactions.get(happening.type) ?? [])]
        .filter(([, { when }]) => when(happening))
        .map(([reaction]) => ({ event: events[index]?.id, reaction })),
    );
    const values = [
      ...(change?.values ?? []),
      JSON.stringify(events),
      ...(jobs.length > 0 ? [JSON.stringify(jobs)] : []),
    ];
    const found = await row<{ touched: number }>(tx, appending(change, jobs.length > 0), values);
    return found?.touched ?? 0;
  }

  /** Runs one reaction to one recorded event; the job behind each. */
  @OnDemand('react', 'event', 'reaction')
  async react(eventId: string, name: string): Promise<void> {
    const event = await this.database.row<RecordedEvent>(
      `
        select ${columnsOf(Event, 'e', 'id', 'at', 'type', 'actorId', 'subjectId', 'personId', 'refs')},
          e.from_state as "from", e.to_state as "to"
        from event e
        where e.id = $1`,
      [eventId],
    );
    // A reaction that no longer exists leaves nothing to do.
    if (event) await this.reactions.get(event.type)?.get(name)?.call(event);
  }

  private add(type: string, name: string, reaction: ReactionOf, by: string): void {
    const named = this.reactions.get(type) ?? new Map<string, ReactionOf>();
    if (named.has(name)) throw new Error(`Two reactions to ${type} are called ${name}; one of them is ${by}`);
    this.reactions.set(type, named.set(name, reaction));
  }
}

interface ReactionOf {
  call: Reaction;
  when: (happening: Happening) => boolean;
}

const always = () => true;

/** The values of the change come first, then the events, then the jobs. */
function appending(change: Change | undefined, withJobs: boolean): string {
  const next = (change?.values.length ?? 0) + 1;
  return `
    with ${change ? `changed as (${change.text} returning true),` : ''} appended as (
      insert into event (id, at, actor_id, request_id, type, subject_id, person_id, from_state, to_state, refs)
      select id, at, actor_id, request_id, type, subject_id, person_id, from_state, to_state, refs
      from jsonb_populate_recordset(null::event, $${next}::jsonb)
    )
    select ${change ? '(select count(*)::integer from changed)' : '0'} as touched
      ${withJobs ? `, enqueue_jobs('react', $${next + 1}::json)` : ''}`;
}
