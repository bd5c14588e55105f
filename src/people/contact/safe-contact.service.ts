import { Injectable } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { refuseAfterCard } from '../../platform/access/after-card.js';
import { requireRecentSignIn } from '../../platform/access/step-up.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { row, type Tx } from '../../platform/database/sql.js';
import { columnsOf, lockRow } from '../../platform/database/tables.js';
import { refuse } from '../../platform/errors/refusal.js';
import { Endings } from '../../platform/endings/endings.js';
import { Events } from '../../platform/events/events.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { newId } from '../../platform/ids.js';
import { Person } from '../account/person.entity.js';
import { FollowsConsent } from '../consents/consent.decorators.js';
import { ConsentService } from '../consents/consent.service.js';
import { channelConsents, type ConsentPurpose } from '../consents/consent.rules.js';
import {
  allowsTheSame,
  narrowed,
  nothingSaid,
  type Preference,
  type ReachingOut,
  preferenceIn,
  reachingOut,
  tidied,
  wayToConfirm,
  widens,
} from './contact-change.rules.js';
import { ContactChangeService } from './contact-change.service.js';
import { PasswordRecoveryCodeService } from './password-recovery-code.service.js';
import { SafeContact } from './safe-contact.entity.js';
import { peopleRefusals } from '../people.refusals.js';
import { RegistrationService } from '../registration/registration.service.js';
import type { SafeChannels } from './safe-channels.dto.js';
import type { SafeContactBody, SafeContactDto, SafeContactVersionDto } from './safe-contact.dto.js';
import { wayIn } from './safe-contact.queries.js';
import { freshness, usableChannels } from './safe-contact.rules.js';

/** How somebody may be reached today. */
export interface SafeWays {
  /** Only what may be used: allowed, confirmed lately, and by e-mail only where the address is confirmed. */
  channels: SafeChannels;
  discreet: boolean;
  learnerWillInitiate: boolean;
  /** The confirmed address of the account. */
  email: string | null;
  /** Whether they have paused or left: then only what waits inside the service is left, and nobody is asked to call. */
  away: boolean;
}

const versionColumns = [
  'id',
  'channels',
  'discreet',
  'learnerWillInitiate',
  'resetByEmail',
  'confirmedAt',
  'version',
] as const;
const purposeOf = (channel: ReachingOut) => `contact_channel:${channel}` as const;

type Said = Preference & Partial<Pick<SafeContact, 'awaitsOwner'>>;

/** How people may safely be reached. Nothing is safe until its owner says so. */
@Injectable()
export class SafeContactService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly endings: Endings,
    private readonly registrations: RegistrationService,
    private readonly college: CollegeService,
    private readonly clock: Clock,
    private readonly consents: ConsentService,
    private readonly changes: ContactChangeService,
    private readonly recoveryCodes: PasswordRecoveryCodeService,
  ) {}

  /**
   * Replaces my preference. What it takes away is gone at once; what it adds to an earlier one waits until it is
   * confirmed on a way that was safe before (BR-149). All of it needs a proof (BR-189). What was safe when stays on record.
   * Whoever closes the way to a new password by e-mail with it gets codes to keep on paper: they are the answer, which is
   * null otherwise (BR-214).
   * 403 `closed_after_card` where it would add something.
   */
  async replaceMine(
    actor: Actor,
    { channels, discreet = true, learnerWillInitiate = false, resetByEmail }: SafeContactBody,
  ): Promise<string[] | null> {
    requireRecentSignIn(actor, this.clock.now());
    let recoveryCodes: string[] | null = null;
    await this.database.command(actor, async (tx) => {
      const last = await this.lockNewest(tx, actor.personId);
      const before = last?.resetByEmail ?? true;
      const wish = { channels: tidied(channels), discreet, learnerWillInitiate, resetByEmail: resetByEmail ?? before };
      if (widens(last ?? nothingSaid, wish) || (before && !wish.resetByEmail)) refuseAfterCard(actor);
      await this.changes.drop(tx, actor, 'safe_contact');
      const now = last && widens(last, wish) ? narrowed(last, wish) : wish;
      const { channels: usable, away } = await this.allowedWays(tx, actor.personId);
      if (last === null || now === wish || !isDeepStrictEqual(preferenceIn(last), now))
        await this.write(tx, actor, actor.personId, now, null);
      if (last && now !== wish) {
        const way = wayToConfirm(last.channels, now.channels, usable.email !== undefined, away);
        await this.changes.askForChange(tx, actor, { kind: 'safe_contact', way, stillSafe: now.channels, wish });
      }
      recoveryCodes = before && !now.resetByEmail ? await this.recoveryCodes.renew(tx, actor) : null;
      await this.registrations.activateIfComplete(tx, actor);
      return actor.personId;
    });
    return recoveryCodes;
  }

  /**
   * "It is still so": one call, without saying it all again (BR-148); after a restore with a proof, 401 `sign_in_again`
   * (BR-191). 422 `safe_contact_missing` before the first time.
   */
  async confirm(actor: Actor): Promise<void> {
    await this.database.command(actor, async (tx) => {
      const last = await this.lockNewest(tx, actor.personId);
      if (last === null) throw refuse(peopleRefusals.safe_contact_missing);
      if (last.awaitsOwner) requireRecentSignIn(actor, this.clock.now());
      await this.write(tx, actor, actor.personId, preferenceIn(last), null);
      return actor.personId;
    });
  }

  /**
   * Adds a version; the caller holds the person's lock. The database refuses a wider one without its confirmed change.
   */
  async write(tx: Tx, actor: Actor, personId: string, now: Said, changeId: string | null): Promise<void> {
    const last = await this.last(tx, personId);
    const id = newId();
    await tx.insert(SafeContact, {
      ...now,
      id,
      personId,
      changeId,
      version: (last?.version ?? 0) + 1,
      confirmedAt: this.clock.now(),
    });
    for (const { purpose, given } of channelConsents(last?.channels ?? {}, now.channels))
      await this.consents.recordConsentWithSetting(tx, { ...actor, personId }, purpose, given);
    await this.events.record(tx, actor, { type: 'safe_contact.said', subjectId: id, personId });
    if (widens(now, last ? preferenceIn(last) : nothingSaid)) this.endings.note(tx, 'contact_narrowed', personId);
    if (last && !allowsTheSame(preferenceIn(last), now))
      await this.events.record(tx, actor, { type: 'safe_contact.changed', subjectId: id, personId });
  }

  /**
   * My preference as it stands, and whether it is time to confirm it (BR-148). Nothing is safe while I have said
   * nothing. Codes are shown to whoever just got them.
   */
  mine(actor: Actor, passwordRecoveryCodes: string[] | null = null): Promise<SafeContactDto> {
    return this.database.transaction(async (tx) => {
      const last = await this.last(tx, actor.personId);
      const waiting = await this.changes.waiting(tx, actor.personId, 'safe_contact');
      return {
        channels: last?.channels ?? {},
        discreet: last?.discreet ?? true,
        learnerWillInitiate: last?.learnerWillInitiate ?? false,
        resetByEmail: last?.resetByEmail ?? true,
        passwordRecoveryCodes,
        confirmedAt: last?.confirmedAt.toISOString() ?? null,
        ...freshness(last, await this.college.policy(tx), this.clock.now()),
        waiting: waiting ? this.changes.presentChange(waiting) : null,
        version: last?.version ?? 0,
      };
    });
  }

  /** Everything that I have said so far, newest first. */
  async history(actor: Actor, { limit, cursor }: PageQuery): Promise<Page<SafeContactVersionDto>> {
    const scope = { list: 'safe-contact-history', of: actor.personId };
    const [before = null] = decodeCursor(cursor, scope, 1) ?? [];
    const found = await this.database.rows<Pick<SafeContact, (typeof versionColumns)[number]>>(
      `
        select ${columnsOf(SafeContact, 's', ...versionColumns)}
        from safe_contact s
        where s.person_id = $1 and ($2::integer is null or s.version < $2)
        order by s.version desc
        limit $3`,
      [actor.personId, before, limit + 1],
    );
    return pageOf(
      found,
      limit,
      scope,
      ({ version }) => [version],
      (said) => ({ ...said, confirmedAt: said.confirmedAt.toISOString() }),
    );
  }

  /** How a person may be reached today; while they are away, by nothing but what waits inside the service (BR-192). */
  async ways(tx: Tx, personId: string): Promise<SafeWays> {
    const allowed = await this.allowedWays(tx, personId);
    return allowed.away ? { ...allowed, channels: { inApp: { allowed: true } } } : allowed;
  }

  /** What the person allows, also while they are away: by this a change of it is confirmed (BR-149). */
  async allowedWays(tx: Tx, personId: string): Promise<SafeWays> {
    const last = await this.last(tx, personId);
    const { email = null, away = false } = (await row<Pick<SafeWays, 'email' | 'away'>>(tx, wayIn, [personId])) ?? {};
    const { onlyInApp } = freshness(last, await this.college.policy(tx), this.clock.now());
    const { email: mail, ...others } = usableChannels(last?.channels ?? {}, onlyInApp);
    return {
      channels: { ...others, ...(email !== null && { email: mail }) },
      discreet: last?.discreet ?? true,
      learnerWillInitiate: last?.learnerWillInitiate ?? false,
      email,
      away,
    };
  }

  /** What a person said last; null while they have said nothing. */
  last(tx: Tx, personId: string): Promise<SafeContact | null> {
    return tx.findOne(SafeContact, { where: { personId }, order: { version: 'DESC' } });
  }

  private async lockNewest(tx: Tx, personId: string): Promise<SafeContact | null> {
    await lockRow(tx, Person, { id: personId }, ['id'], 'for no key update');
    return this.last(tx, personId);
  }

  /** Taking the consent to a channel back ends it at once, with the same proof as giving it (BR-142, BR-189). */
  @FollowsConsent(...reachingOut.map(purposeOf))
  async endChannel(tx: Tx, actor: Actor, given: boolean, purpose: ConsentPurpose): Promise<void> {
    const channel = reachingOut.find((one) => purposeOf(one) === purpose);
    if (given || channel === undefined) return;
    requireRecentSignIn(actor, this.clock.now());
    const last = await this.lockNewest(tx, actor.personId);
    await this.changes.drop(tx, actor, 'safe_contact');
    if (last === null || last.channels[channel]?.allowed !== true) return;
    const channels = { ...last.channels, [channel]: { ...last.channels[channel], allowed: false } };
    const { awaitsOwner } = last;
    await this.write(tx, actor, actor.personId, { ...preferenceIn(last), channels, awaitsOwner }, null);
  }
}
