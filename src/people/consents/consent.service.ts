import { Injectable, type OnModuleInit } from '@nestjs/common';
import { refuseAfterCard } from '../../platform/access/after-card.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, insertRow, lockRow } from '../../platform/database/tables.js';
import { type Declared, Declarations } from '../../platform/discovery/declarations.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { type ConsentEffect, effects } from './consent.decorators.js';
import type { ConsentDto, ConsentLineDto } from './consent.dto.js';
import { Consent } from './consent.entity.js';
import {
  type ConsentMethod,
  type ConsentPurpose,
  consentPurposes,
  consentText,
  isChannelPurpose,
  consentStateOf,
} from './consent.rules.js';
import { Person } from '../account/person.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { when } from '../../platform/access/acts.js';

const newest = `
  select ${columnsOf(Consent, 'c')}
  from consent c
  where c.person_id = $1 and c.purpose = $2
  order by c.number desc
  limit 1`;

/** What people have agreed to, as a ledger that only grows. Withdrawing is the same call as giving (BR-142). */
@Injectable()
export class ConsentService implements OnModuleInit {
  private effects: ReadonlyMap<ConsentPurpose, Declared<unknown, ConsentEffect>> = new Map();

  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly declarations: Declarations,
  ) {}

  onModuleInit(): void {
    this.effects = this.declarations.findByName(effects, (purposes) => purposes);
  }

  /** Every purpose in plain words, and what I have said. */
  async mine({ personId }: Actor): Promise<ConsentDto[]> {
    const lines = await this.database.rows<Consent>(
      `
        select distinct on (c.purpose) ${columnsOf(Consent, 'c')}
        from consent c
        where c.person_id = $1
        order by c.purpose, c.number desc`,
      [personId],
    );
    return consentPurposes.map((purpose) =>
      present(
        purpose,
        lines.find((line) => line.purpose === purpose),
      ),
    );
  }

  async one(actor: Actor, purpose: ConsentPurpose): Promise<ConsentDto> {
    return present(purpose, await this.database.row<Consent>(newest, [actor.personId, purpose]));
  }

  /** Everything that I have said so far, newest first. */
  async history({ personId }: Actor, { limit, cursor }: PageQuery): Promise<Page<ConsentLineDto>> {
    const scope = { list: 'consents', of: personId };
    const [at = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<Consent>(
      `
        select ${columnsOf(Consent, 'c')}
        from consent c
        where c.person_id = $1 and ($2::timestamptz is null or (c.said_at, c.id) < ($2, $3::uuid))
        order by c.said_at desc, c.id desc
        limit $4`,
      [personId, at, id, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      (line) => [line.saidAt.toISOString(), line.id],
      ({ id: lineId, purpose, state, textVersion, method, saidAt }) => ({
        id: lineId,
        purpose,
        given: state === 'given',
        textVersion,
        method,
        saidAt: saidAt.toISOString(),
      }),
    );
  }

  /**
   * Gives or withdraws a consent; saying the same again changes nothing. 422 `consent_needs_details` for allowing a
   * channel, which has a number and hours; 403 `closed_after_card` for giving one.
   */
  async recordConsent(actor: Actor, purpose: ConsentPurpose, given: boolean): Promise<void> {
    if (given) refuseAfterCard(actor);
    if (given && isChannelPurpose(purpose)) throw refuse(peopleRefusals.consent_needs_details);
    await this.database.command(actor, async (tx) => {
      await this.write(tx, actor, purpose, given, 'asked');
      await this.effects.get(purpose)?.call(tx, actor, given, purpose);
      return actor.personId;
    });
  }

  /** A setting that says the same as a consent, e.g. allowing a channel. */
  async recordConsentWithSetting(tx: Tx, actor: Actor, purpose: ConsentPurpose, given: boolean): Promise<void> {
    await this.write(tx, actor, purpose, given, 'with_a_setting');
  }

  /**
   * 422 `consent_withdrawn` when the person has taken this consent back. Whether they were ever asked is the caller's
   * affair.
   */
  async refuseWithdrawn(tx: Tx, personId: string, purpose: ConsentPurpose): Promise<void> {
    if ((await this.last(tx, personId, purpose))?.state === 'withdrawn')
      throw refuse(platformRefusals.consent_withdrawn);
  }

  private async write(
    tx: Tx,
    actor: Actor,
    purpose: ConsentPurpose,
    given: boolean,
    method: ConsentMethod,
  ): Promise<void> {
    await lockRow(tx, Person, { id: actor.personId }, ['id'], 'for no key update');
    const last = await this.last(tx, actor.personId, purpose);
    if (consentStateOf(last, purpose) === (given ? 'given' : 'withdrawn')) return;
    const id = newId();
    await insertRow(tx, Consent, {
      id,
      personId: actor.personId,
      purpose,
      number: (last?.number ?? 0) + 1,
      state: given ? 'given' : 'withdrawn',
      textVersion: consentText(purpose).version,
      method,
      saidAt: this.clock.now(),
    });
    await this.events.record(tx, actor, {
      type: given ? 'consent.given' : 'consent.withdrawn',
      subjectId: id,
      // What was given is what ends: an older database knows only that line (BR-191).
      refs: { purpose, ...(last && !given && { ends: last.id }) },
    });
  }

  private last(tx: Tx, personId: string, purpose: ConsentPurpose): Promise<Consent | undefined> {
    return row<Consent>(tx, newest, [personId, purpose]);
  }
}

function present(purpose: ConsentPurpose, line: Consent | undefined): ConsentDto {
  const { version: textVersion, text, onWithdrawal } = consentText(purpose);
  const state = consentStateOf(line, purpose);
  return {
    purpose,
    text,
    textVersion,
    onWithdrawal,
    state,
    agreedTextVersion: line?.state === 'given' ? line.textVersion : null,
    method: line?.method ?? null,
    saidAt: line?.saidAt.toISOString() ?? null,
    can: [
      ...when(!(state === 'given' || isChannelPurpose(purpose)), 'give'),
      ...when(state !== 'withdrawn', 'withdraw'),
    ],
    version: line?.number ?? 0,
  };
}
