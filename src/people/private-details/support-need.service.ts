import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import { dateAt } from '../../platform/calendar.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed, row, rows, type Tx } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Events } from '../../platform/events/events.js';
import { newId } from '../../platform/ids.js';
import { FollowsConsent } from '../consents/consent.decorators.js';
import { ConsentService } from '../consents/consent.service.js';
import { peopleRefusals } from '../people.refusals.js';
import { PrivateTextService, type SealedText } from './private-text.service.js';
import type { SupportNeedBody, SupportNeedChange, SupportNeedDto } from './support-need.dto.js';
import type { SupportNeedKind } from './support-need.rules.js';

interface NeedRow extends SealedText {
  id: string;
  personId: string;
  kind: SupportNeedKind;
  shared: boolean;
  from: string;
  to: string | null;
  version: number;
}

const columns = `
    id, person_id as "personId", kind, key_id as "keyId", sealed, shared, from_on::text as "from",
    to_on::text as "to", version`;
const atMost = 20;
const placeOf = (id: string) => `support_need ${id}`;

/** What helps people to take part: their own words, sealed, and shared only as far as they say so. */
@Injectable()
export class SupportNeedService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly consents: ConsentService,
    private readonly texts: PrivateTextService,
    private readonly college: CollegeService,
    private readonly clock: Clock,
  ) {}

  async mine({ personId }: Actor): Promise<SupportNeedDto[]> {
    const found = await this.database.rows<NeedRow>(
      `select ${columns} from support_need where person_id = $1 order by id limit ${atMost}`,
      [personId],
    );
    const needs: SupportNeedDto[] = [];
    for (const need of found) needs.push(await this.presentNeed(need));
    return needs;
  }

  /** 404 for anybody else's. */
  async one({ personId }: Actor, id: string): Promise<SupportNeedDto> {
    const found = await this.database.row<NeedRow>(
      `select ${columns} from support_need where id = $1 and person_id = $2`,
      [id, personId],
    );
    if (!found) throw refuse(platformRefusals.not_found);
    return this.presentNeed(found);
  }

  /** 404 for anybody else's. */
  async mustBeMine(tx: Tx, { personId }: Actor, id: string): Promise<void> {
    if (!(await row(tx, 'select from support_need where id = $1 and person_id = $2', [id, personId])))
      throw refuse(platformRefusals.not_found);
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
      await changed(tx, 'select from person where id = $1 for no key update', [actor.personId]);
      const had = await row<{ count: number }>(
        tx,
        'select count(*)::integer as count from support_need where person_id = $1',
        [actor.personId],
      );
      if ((had?.count ?? 0) >= atMost)
        throw refuse(peopleRefusals.too_many_support_needs, { values: { most: atMost } });
      if (shareWithFacilitators) await this.agreeToShare(tx, actor);
      const id = newId();
      const { keyId, sealed } = await this.texts.seal(tx, actor.personId, placeOf(id), text);
      await rows(
        tx,
        `
          insert into support_need (id, person_id, kind, key_id, sealed, shared, from_on, to_on, added_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [
          id,
          actor.personId,
          kind,
          keyId,
          sealed,
          shareWithFacilitators,
          from ?? (await this.today(tx)),
          to,
          this.clock.now(),
        ],
      );
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
      const need = await row<NeedRow & Record<string, unknown>>(
        tx,
        `select ${columns} from support_need where id = $1 and person_id = $2 for update`,
        [id, actor.personId],
      );
      if (!need) throw refuse(platformRefusals.not_found);
      if (shareWithFacilitators && !need.shared) await this.agreeToShare(tx, actor);
      const { keyId, sealed } =
        text === undefined ? need : await this.texts.seal(tx, actor.personId, placeOf(id), text);
      await changed(
        tx,
        `
          update support_need
          set kind = $2, key_id = $3, sealed = $4, shared = $5, from_on = $6, to_on = $7
          where id = $1`,
        [
          id,
          kind ?? need.kind,
          keyId,
          sealed,
          shareWithFacilitators ?? need.shared,
          from ?? need.from,
          to === undefined ? need.to : to,
        ],
      );
      await this.events.record(tx, actor, { type: 'support_need.changed', subjectId: id });
      return id;
    });
  }

  /** 404 for anybody else's. */
  async remove(actor: Actor, id: string): Promise<void> {
    await this.database.command(actor, async (tx) => {
      if ((await changed(tx, 'delete from support_need where id = $1 and person_id = $2', [id, actor.personId])) === 0)
        throw refuse(platformRefusals.not_found);
      await this.events.record(tx, actor, { type: 'support_need.removed', subjectId: id });
      return id;
    });
  }

  /** What these people share with facilitators today, by person; for the page of a roster. */
  async shared(tx: Tx, personIds: readonly string[]): Promise<Map<string, string[]>> {
    const found = await rows<NeedRow & Record<string, unknown>>(
      tx,
      `
        select ${columns}
        from support_need
        where person_id = any ($1)
          and shared
          and consent_stands(person_id, 'share_needs_with_facilitators')
          and from_on <= $2
          and (to_on is null or to_on >= $2)
        order by person_id, id
        limit 4000`,
      [personIds, await this.today(tx)],
    );
    const byPerson = new Map<string, string[]>();
    for (const need of found)
      byPerson.set(need.personId, [
        ...(byPerson.get(need.personId) ?? []),
        await this.texts.open(need.personId, placeOf(need.id), need),
      ]);
    return byPerson;
  }

  /** Taking the consent back ends all sharing at once. */
  @FollowsConsent('share_needs_with_facilitators')
  async endSharing(tx: Tx, { personId }: Actor, given: boolean): Promise<void> {
    if (!given) await changed(tx, 'update support_need set shared = false where person_id = $1 and shared', [personId]);
  }

  private async agreeToShare(tx: Tx, actor: Actor): Promise<void> {
    await this.consents.refuseWithdrawn(tx, actor.personId, 'share_needs_with_facilitators');
    await this.consents.recordConsentWithSetting(tx, actor, 'share_needs_with_facilitators', true);
  }

  private async today(tx: Tx): Promise<string> {
    return dateAt(this.clock.now(), (await this.college.current(tx)).timeZone);
  }

  private async presentNeed(need: NeedRow): Promise<SupportNeedDto> {
    const { id, personId, kind, shared, from, to, version } = need;
    return {
      id,
      kind,
      text: await this.texts.open(personId, placeOf(id), need),
      shareWithFacilitators: shared,
      from,
      to,
      can: ['change', 'remove'],
      version,
    };
  }
}
