import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
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
import {
  type ConsentMethod,
  type ConsentPurpose,
  consentPurposes,
  consentText,
  isChannelPurpose,
  consentStateOf,
} from './consent.rules.js';
import { peopleRefusals } from '../people.refusals.js';

interface Line {
  purpose: ConsentPurpose;
  state: 'given' | 'withdrawn';
  textVersion: number;
  method: ConsentMethod;
  saidAt: Date;
  number: number;
}

const columns = 'purpose, state, text_version as "textVersion", method, said_at as "saidAt", number';

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
    const lines = await this.database.rows<Line>(
      `select distinct on (purpose) ${columns} from consent where person_id = $1 order by purpose, number desc`,
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
    return present(
      purpose,
      await this.database.row<Line>(
        `select ${columns} from consent where person_id = $1 and purpose = $2 order by number desc limit 1`,
        [actor.personId, purpose],
      ),
    );
  }

  /** Everything that I have said so far, newest first. */
  async history({ personId }: Actor, { limit, cursor }: PageQuery): Promise<Page<ConsentLineDto>> {
    const scope = { list: 'consents', of: personId };
    const [at = null, id = null] = decodeCursor(cursor, scope, 2) ?? [];
    const found = await this.database.rows<Line & { id: string }>(
      `
        select id, ${columns}
        from consent
        where person_id = $1 and ($2::timestamptz is null or (said_at, id) < ($2, $3::uuid))
        order by said_at desc, id desc
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
   * channel, which has a number and hours.
   */
  async recordConsent(actor: Actor, purpose: ConsentPurpose, given: boolean): Promise<void> {
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
    await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
    const last = await this.last(tx, actor.personId, purpose);
    if (consentStateOf(last, purpose) === (given ? 'given' : 'withdrawn')) return;
    const id = newId();
    await rows(
      tx,
      `
        insert into consent (id, person_id, purpose, number, state, text_version, method, said_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        actor.personId,
        purpose,
        (last?.number ?? 0) + 1,
        given ? 'given' : 'withdrawn',
        consentText(purpose).version,
        method,
        this.clock.now(),
      ],
    );
    await this.events.record(tx, actor, {
      type: given ? 'consent.given' : 'consent.withdrawn',
      subjectId: id,
      refs: { purpose },
    });
  }

  private last(tx: Tx, personId: string, purpose: ConsentPurpose): Promise<Line | undefined> {
    return row<Line & Record<string, unknown>>(
      tx,
      `select ${columns} from consent where person_id = $1 and purpose = $2 order by number desc limit 1`,
      [personId, purpose],
    );
  }
}

function present(purpose: ConsentPurpose, line: Line | undefined): ConsentDto {
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
      ...(state === 'given' || isChannelPurpose(purpose) ? [] : ['give']),
      ...(state === 'withdrawn' ? [] : ['withdraw']),
    ],
    version: line?.number ?? 0,
  };
}
