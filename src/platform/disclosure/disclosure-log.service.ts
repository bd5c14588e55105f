import { Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../actor.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { AppError, refuse } from '../errors/refusal.js';
import { newId } from '../ids.js';
import { type Disclosure, type PersonalRecord, peopleThemselves } from './personal-record.js';
import { idsAskedFor } from './record-ids.js';

export const readOutcomes = ['read', 'refused'] as const;
export type ReadOutcome = (typeof readOutcomes)[number];

/** What a service read about other people, where its route cannot tell. */
export interface Read {
  kind: string;
  /** What for. A code of ours, never somebody's own words. */
  reason: string;
  /** Ids of the people. */
  subjects: readonly string[];
}

/**
 * Who read whose record, when, in which role and what for (BR-163), and what a member of staff was called then
 * (BR-217). Each row stands on its own, before the answer is
 * sent; what cannot be recorded is not shown: 503 `read_not_recorded`. Reading one's own record is nobody's business
 * and leaves no row.
 */
@Injectable()
export class DisclosureLogService {
  private readonly log = new Logger('DisclosureLog');

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** For what a route's `@Discloses` cannot see: the service that reads names the people itself. */
  recordReading(actor: Actor, { kind, reason, subjects }: Read): Promise<void> {
    return this.ofRecords(actor, { kind, reason, owners: peopleThemselves }, 'read', subjects);
  }

  /** One row for the records with these ids, whoever they belong to, and for the people who are named beside them. */
  async ofRecords(
    actor: Actor,
    record: PersonalRecord,
    outcome: ReadOutcome,
    ids: readonly string[],
    named: readonly string[] = [],
  ): Promise<void> {
    if (outcome === 'read' && ids.length === 0 && named.length === 0) return;
    await this.write(actor, record, outcome, `${ownersOf(record)} union all ${theNamed}`, ids, named);
  }

  /**
   * One row for people who are named in an answer that is no record of theirs. Whose record it changed (`changed`, with
   * these ids) is left out: that stands in the event log.
   */
  async ofNames(
    actor: Actor,
    reading: Pick<PersonalRecord, 'kind' | 'reason'>,
    named: readonly string[],
    changed?: PersonalRecord,
    ids: readonly string[] = [],
  ): Promise<void> {
    const others = changed ? `${theNamed} except ${ownersOf(changed)}` : theNamed;
    await this.write(actor, reading, 'read', others, ids, named);
  }

  private async write(
    actor: Actor,
    { kind, reason }: Pick<PersonalRecord, 'kind' | 'reason'>,
    outcome: ReadOutcome,
    whose: string,
    ids: readonly string[],
    named: readonly string[],
  ): Promise<void> {
    try {
      await this.database.rows(insertion(whose), [
        ids,
        newId(),
        this.clock.now(),
        actor.personId,
        rolesUsed(actor),
        kind,
        reason,
        outcome,
        ids.length === 1 ? ids[0] : null,
        actor.call.requestId,
        named,
      ]);
    } catch (error) {
      this.log.error('A reading could not be recorded, so nothing was shown', error);
      throw refuse(platformRefusals.read_not_recorded, { retryAfter: 5 });
    }
  }

  /** A refusal is recorded whether the record exists or not, so that the time it takes does not tell. */
  async refusedWith(error: unknown, request: FastifyRequest, disclosure?: Disclosure): Promise<void> {
    if (!disclosure || !request.actor || !(error instanceof AppError) || ![403, 404].includes(error.status)) return;
    const { record, ids } = disclosure;
    await this.ofRecords(request.actor, record, 'refused', idsAskedFor(request, ids));
  }
}

/** Being a learner is not what somebody reads another person's record as, unless it is all they are. */
function rolesUsed({ roles }: Actor): string[] {
  const staff = [...roles].filter((role) => role !== 'learner').sort();
  return staff.length > 0 ? staff : [...roles];
}

/** Ids of the records stand in $1, of the named in $11; both are always told. */
const theNamed = 'select named.id from unnest($11::uuid[]) named (id) where $1::uuid[] is not null';
const ownersOf = ({ owners }: PersonalRecord): string => `select of_record.id from (${owners}) of_record (id)`;

const insertion = (whose: string): string => `
  insert into record_read (
    id, at, reader_id, reader_name, acting_roles, kind, reason, outcome, record_id, subject_ids, request_id
  )
  select $2::uuid, $3::timestamptz, $4::uuid,
    case when not $5::text[] <@ '{learner}' then (select p.chosen_name from person p where p.id = $4::uuid) end,
    $5::text[], $6::text, $7::text, $8::text, $9::uuid, found.others, $10::text
  from (
    select coalesce(array_agg(distinct whose.id) filter (where whose.id <> $4::uuid), '{}') as others,
      coalesce(bool_or(whose.id = $4::uuid), false) as own
    from (${whose}) as whose (id)
    where whose.id is not null
  ) as found
  where cardinality(found.others) > 0 or ($8 = 'refused' and not found.own)`;
