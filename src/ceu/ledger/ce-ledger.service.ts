import { Injectable } from '@nestjs/common';
import type { Actor, Doer } from '../../platform/actor.js';
import { refuseOwnRecord } from '../../platform/access/own-record.rules.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { append, chainOf, type NewEntry, type ReversalCause, type StoredEntry } from './ce-award.queries.js';
import type { Credit } from './ce-award.rules.js';
import { ceuRefusals } from '../ceu.refusals.js';
import type { CreditKind, CreditRole } from './ce-credit.rules.js';
import { currentEntry, toAppend } from './ce-ledger.rules.js';
import { AwardCertificateService } from './award-certificate.service.js';

/** What a new award keeps beside its minutes. */
export type AwardFacts = Omit<NewEntry, keyof Credit | 'number' | 'cause' | 'reason' | 'enteredAt' | 'enteredBy'>;

/** Minutes of one category from one event, for whoever adds up requirements. */
export interface CreditedMinutes {
  category: string;
  minutes: number;
  kind: CreditKind;
  role: CreditRole;
  /** The run at this college; null for an event elsewhere. */
  runId: string | null;
  /** The event elsewhere; null for a run at this college. */
  fingerprint: string | null;
  /** In which way it was held, e.g. `online` or `self_paced`. */
  mode: string;
  completedOn: string;
  awardId: string;
}

/** The ledger of continuing education: it only grows, and what it says is the sum of its entries. */
@Injectable()
export class CeLedgerService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly awardCertificates: AwardCertificateService,
  ) {}

  /**
   * Appends what makes a chain say `credit`: nothing, an award, a reversal, or a reversal and a new award. Answers the
   * id of the new award. Call it under the lock of the person.
   */
  async correctTo(
    tx: Tx,
    doer: Doer,
    chain: readonly StoredEntry[],
    credit: Credit | null,
    cause: ReversalCause,
    facts: AwardFacts,
    reason: string | null = null,
  ): Promise<string | undefined> {
    const current = currentEntry(chain);
    let awardId: string | undefined;
    for (const next of toAppend(chain, credit)) {
      const stamp = { enteredAt: this.clock.now(), enteredBy: doer.personId };
      if (current && next.number % 2 === 1) {
        const id = await append(tx, { ...current, ...next, ...stamp, evidence: facts.evidence, cause, reason });
        await this.events.record(tx, doer, {
          type: 'ce_award.reversed',
          subjectId: current.id,
          personId: current.personId,
          refs: { entryId: id, cause },
        });
        await this.awardCertificates.withdraw(tx, doer, chain[0]?.id ?? current.id, current, credit !== null);
      } else {
        const award = { ...facts, ...next, ...stamp, cause: null, reason: null };
        awardId = await append(tx, award);
        const { runId, claimId, approvalId } = facts;
        await this.events.record(tx, doer, {
          type: 'ce_award.given',
          subjectId: awardId,
          personId: facts.personId,
          refs: { runId, claimId, approvalId, number: next.number },
        });
        if (runId !== null) await this.awardCertificates.issue(tx, doer, chain[0]?.id ?? awardId, award);
      }
    }
    return awardId;
  }

  /**
   * Takes an award back for good, with a reason. 404 for what is not an award, 403 `ce_own_record`, 409
   * `ce_reversed_already`.
   */
  reverse(actor: Actor, entryId: string, reason: string): Promise<string> {
    return this.database.command(actor, async (tx) => {
      const [person] = await rows<{ id: string }>(
        tx,
        'select p.id from person p join ce_entry e on e.person_id = p.id where e.id = $1 for no key update of p',
        [entryId],
      );
      const chain = await chainOf(tx, entryId);
      const award = chain.find(({ id }) => id === entryId);
      if (!person || !award || award.number % 2 === 1) throw refuse(platformRefusals.not_found);
      refuseOwnRecord(actor, award.personId, ceuRefusals.ce_own_record);
      if (currentEntry(chain)?.id !== entryId) throw refuse(ceuRefusals.ce_reversed_already);
      await this.correctTo(tx, actor, chain, null, 'administrator', award, reason);
      return entryId;
    });
  }

  /**
   * The minutes that stand for one person, by category, from events that were completed within the two days (both
   * included). Each event appears under one approval only, the one with the most minutes: the same hours never count
   * twice (BR-99, 101).
   */
  minutes(tx: Tx, personId: string, from: string, to: string): Promise<CreditedMinutes[]> {
    return rows<CreditedMinutes>(
      tx,
      `
        select line.key as category, line.value::integer as minutes, w.kind, w.role, w.run_id as "runId",
          c.fingerprint, w.mode, w.completed_on::text as "completedOn", w.id as "awardId"
        from (
          select distinct on (event_id) *
          from ce_award
          where person_id = $1 and state <> 'reversed' and completed_on between $2 and $3
          order by event_id, minutes desc, approval_id
        ) w
        left join external_ce_claim c on c.id = w.claim_id
        cross join jsonb_each_text(w.categories) line
        order by w.completed_on, w.id, line.key`,
      [personId, from, to],
    );
  }
}
