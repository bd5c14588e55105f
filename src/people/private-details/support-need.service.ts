import { Injectable } from '@nestjs/common';
import { textOf } from '../../catalogues/catalogues.js';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { rows, type Tx } from '../../platform/database/sql.js';
import { columnsOf, deleteRows, findRow, insertRow, lockRow, updateRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Endings } from '../../platform/endings/endings.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { laterUnlessDamaged } from '../../platform/keys/sealing.js';
import { FollowsConsent } from '../consents/consent.decorators.js';
import { ConsentService } from '../consents/consent.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { Person } from '../account/person.entity.js';
import { PrivateTextService } from './private-text.service.js';
import type { SupportNeedBody, SupportNeedChange, SupportNeedDto } from './support-need.dto.js';
import { SupportNeed } from './support-need.entity.js';

/** Support needs `s`; the condition follows. */
const needs = `select ${columnsOf(SupportNeed, 's')} from support_need s`;
const atMost = 20;
const placeOf = (id: string) => `support_need ${id}`;

/** What helps people to take part: their own words, sealed, and shared only as far as they say so. */
@Injectable()
export class SupportNeedService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly endings: Endings,
    private readonly consents: ConsentService,
    private readonly texts: PrivateTextService,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  async mine({ personId }: Actor): Promise<SupportNeedDto[]> {
    const found = await this.database.rows<SupportNeed>(
      `${needs} where s.person_id = $1 order by s.id limit ${atMost}`,
      [personId],
    );
    const mine: SupportNeedDto[] = [];
    for (const need of found) mine.push(await this.presentNeed(need));
    return mine;
  }

  /** 404 for anybody else's. */
  async one({ personId }: Actor, id: string): Promise<SupportNeedDto> {
    const found = await this.database.row<SupportNeed>(`${needs} where s.id = $1 and s.person_id = $2`, [id, personId]);
    if (!found) throw refuse(platformRefusals.not_found);
    return this.presentNeed(found);
  }

  /** 404 for anybody else's. */
  async mustBeMine(tx: Tx, { personId }: Actor, id: string): Promise<void> {
    if (!(await findRow(tx, SupportNeed, { id, personId }, ['id']))) throw refuse(platformRefusals.not_found);
  }

  /**
   * Marking one as shared is a consent, unless that was withdrawn: 422 `consent_withdrawn`. 422
   * `too_many_support_needs` beyond 20.
   */
  async add(
    actor: Actor,
    { kind, text, shareWithFacilitators = false, from, to = null }: SupportNeedBody,
  ): Promise<string> {
    return this.database.command(actor, async (tx) => {
      await lockRow(tx, Person, { id: actor.personId }, ['id'], 'for no key update');
      if ((await tx.countBy(SupportNeed, { personId: actor.personId })) >= atMost)
        throw refuse(peopleRefusals.too_many_support_needs, { values: { most: atMost } });
      if (shareWithFacilitators) await this.agreeToShare(tx, actor);
      const id = newId();
      const { keyId, sealed } = await this.texts.seal(tx, actor.personId, placeOf(id), text);
      await insertRow(tx, SupportNeed, {
        id,
        personId: actor.personId,
        kind,
        keyId,
        sealed,
        shared: shareWithFacilitators,
        fromOn: from ?? (await this.today(tx)),
        toOn: to,
        addedAt: this.clock.now(),
      });
      await this.events.record(tx, actor, { type: 'support_need.added', subjectId: id });
      return id;
    });
  }

  /** Undefined leaves a field as it is. 404 for anybody else's, refusals as above. */
  async change(
    actor: Actor,
    id: string,
    { kind, text, shareWithFacilitators, from, to }: SupportNeedChange,
  ): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const need = await lockRow(tx, SupportNeed, { id, personId: actor.personId }, [
        'kind',
        'keyId',
        'sealed',
        'shared',
        'fromOn',
        'toOn',
      ]);
      if (!need) throw refuse(platformRefusals.not_found);
      if (shareWithFacilitators && !need.shared) await this.agreeToShare(tx, actor);
      const { keyId, sealed } =
        text === undefined ? need : await this.texts.seal(tx, actor.personId, placeOf(id), text);
      await updateRows(
        tx,
        SupportNeed,
        { id },
        {
          kind: kind ?? need.kind,
          keyId,
          sealed,
          shared: shareWithFacilitators ?? need.shared,
          fromOn: from ?? need.fromOn,
          toOn: to === undefined ? need.toOn : to,
        },
      );
      if (need.shared && shareWithFacilitators === false) this.endings.note(tx, 'support_need_unshared', id);
      await this.events.record(tx, actor, { type: 'support_need.changed', subjectId: id });
      return id;
    });
  }

  /** 404 for anybody else's. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      if ((await deleteRows(tx, SupportNeed, { id, personId: actor.personId })) === 0)
        throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'support_need.removed', subjectId: id });
      return id;
    });
  }

  /** What these people share with facilitators today, by person; for the page of a roster. */
  async shared(tx: Tx, personIds: readonly string[]): Promise<Map<string, string[]>> {
    const found = await rows<SupportNeed>(
      tx,
      `
        ${needs}
        where s.person_id = any ($1)
          and s.shared
          and consent_stands(s.person_id, 'share_needs_with_facilitators')
          and s.from_on <= $2
          and (s.to_on is null or s.to_on >= $2)
        order by s.person_id, s.id
        limit 4000`,
      [personIds, await this.today(tx)],
    );
    const byPerson = new Map<string, string[]>();
    for (const need of found)
      byPerson.set(need.personId, [
        ...(byPerson.get(need.personId) ?? []),
        (await laterUnlessDamaged(this.texts.open(need.personId, placeOf(need.id), need))) ?? textOf('records.damaged'),
      ]);
    return byPerson;
  }

  /** Taking the consent back ends all sharing at once. */
  @FollowsConsent('share_needs_with_facilitators')
  async endSharing(tx: Tx, { personId }: Actor, given: boolean): Promise<void> {
    if (!given) await this.endAllSharing(tx, personId);
  }

  /** Facilitators see none of this person's needs any more. */
  async endAllSharing(tx: Tx, personId: string): Promise<void> {
    await updateRows(tx, SupportNeed, { personId, shared: true }, { shared: false });
  }

  private async agreeToShare(tx: Tx, actor: Actor): Promise<void> {
    await this.consents.refuseWithdrawn(tx, actor.personId, 'share_needs_with_facilitators');
    await this.consents.recordConsentWithSetting(tx, actor, 'share_needs_with_facilitators', true);
  }

  private async today(tx: Tx): Promise<string> {
    return dateAt(this.clock.now(), (await this.college.current(tx)).timeZone);
  }

  private async presentNeed(need: SupportNeed): Promise<SupportNeedDto> {
    const { id, personId, kind, shared, fromOn, toOn, version } = need;
    const text = await laterUnlessDamaged(this.texts.open(personId, placeOf(id), need));
    return {
      id,
      kind,
      text: text ?? '',
      damaged: text === undefined,
      shareWithFacilitators: shared,
      from: fromOn,
      to: toOn,
      can: ['change', 'remove'],
      version,
    };
  }
}
