import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { decodeCursor } from '../../platform/http/cursor.js';
import type { PageQuery } from '../../platform/http/page-query.dto.js';
import { type Page, pageOf } from '../../platform/http/pagination.js';
import { canEndCard, cardOpensAt, cardStateOf, staffSeesCard, tellingRefusal } from '../sign-in/password-card.rules.js';
import { PasswordCard } from '../sign-in/password.entity.js';
import type { CardSignInDto, CardStaffDto, MyPasswordCardDto, PasswordCardDto } from './password-card.dto.js';
import { when } from '../../platform/access/acts.js';

interface Found extends PasswordCard {
  chosenName: string | null;
  makerName: string | null;
  secondName: string | null;
}

const cards = `
  select ${columnsOf(PasswordCard, 'c')}, p.chosen_name as "chosenName", maker.chosen_name as "makerName",
    second.chosen_name as "secondName"
  from password_card c
  join person p on p.id = c.person_id
  join person maker on maker.id = c.made_by
  left join person second on second.id = c.confirmed_by`;

/** The sign-ins by a card, as JSON. `card` is a column. */
const signInsBy = (card: string): string => `
  (
    select coalesce(json_agg(to_json(s) order by s."startedAt" desc), '[]')
    from (
      select b.id, b.device, b.started_at as "startedAt", b.last_used_at as "lastUsedAt", b.ended_at as "endedAt"
      from sign_in b
      where b.card_id = ${card}
      order by b.started_at desc
      limit 200
    ) s
  ) as "signIns"`;

/** Cards for accounts in use, as staff see them and as their owners do. */
@Injectable()
export class PasswordCardQueryService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What waits for a second person, oldest first. */
  async waiting(actor: Actor, query: PageQuery): Promise<Page<PasswordCardDto>> {
    const scope = { list: 'password-cards' };
    const [at = null, id = null] = decodeCursor(query.cursor, scope, 2) ?? [];
    const found = await this.database.rows<Found>(
      `
        ${cards}
        where c.needs_second
          and c.confirmed_at is null
          and c.used_at is null
          and c.ended_at is null
          and c.expires_at > $4
          and ($1::timestamptz is null or (date_trunc('milliseconds', c.made_at), c.id) > ($1, $2::uuid))
        order by date_trunc('milliseconds', c.made_at), c.id
        limit $3`,
      [at, id, query.limit + 1, this.clock.now()],
    );
    return pageOf(
      found,
      query.limit,
      scope,
      (card) => [card.madeAt.toISOString(), card.id],
      (card) => this.presentForStaff(actor, card),
    );
  }

  /** What was just done to one; 404 for an unknown one. */
  async one(actor: Actor, id: string): Promise<PasswordCardDto> {
    return this.presentForStaff(actor, await this.find(id));
  }

  /** As `one`, where nothing was done to it: 404 for who must not see it. */
  async seen(actor: Actor, id: string): Promise<PasswordCardDto> {
    const card = await this.find(id);
    if (!staffSeesCard(card, actor.personId, this.clock.now())) throw refuse(platformRefusals.not_found);
    return this.presentForStaff(actor, card);
  }

  /** Every card that was made for my account in use, newest first. */
  async mine(actor: Actor): Promise<MyPasswordCardDto[]> {
    const found = await this.database.rows<Found & { signIns: CardSignInDto[] }>(
      `
        select card.*, ${signInsBy('card.id')}
        from (${cards}) card
        where card."personId" = $1
        order by card."madeAt" desc, card.id desc
        limit 50`,
      [actor.personId],
    );
    return found.map((card) => ({
      ...this.present(card, this.mayEnd(card)),
      signIns: card.signIns.map(presentSignIn),
    }));
  }

  /** One of them; 404 for any other. */
  async oneOfMine(actor: Actor, id: string): Promise<MyPasswordCardDto> {
    const card = (await this.mine(actor)).find((each) => each.id === id);
    if (!card) throw refuse(platformRefusals.not_found);
    return card;
  }

  private async find(id: string): Promise<Found> {
    const found = await this.database.row<Found>(`${cards} where c.id = $1`, [id]);
    if (!found) throw refuse(platformRefusals.not_found);
    return found;
  }

  private mayEnd(card: Found): PasswordCardDto['can'] {
    return canEndCard(card, this.clock.now()) ? ['end'] : [];
  }

  private presentForStaff({ personId: me }: Actor, card: Found): PasswordCardDto {
    const now = this.clock.now();
    const another = me !== card.madeBy && me !== card.personId;
    const can = [
      ...when(cardStateOf(card, now) === 'waiting' && another, 'confirm'),
      ...when(!tellingRefusal(card, me, now), 'tell'),
      ...this.mayEnd(card),
    ];
    return { ...this.present(card, can), personId: card.personId, chosenName: card.chosenName };
  }

  private present(card: Found, can: PasswordCardDto['can']): Omit<PasswordCardDto, 'personId' | 'chosenName'> {
    const staff = (id: string, chosenName: string | null): CardStaffDto => ({ id, chosenName });
    return {
      id: card.id,
      state: cardStateOf(card, this.clock.now()),
      madeBy: staff(card.madeBy, card.makerName),
      madeAt: card.madeAt.toISOString(),
      confirmedBy: card.confirmedBy ? staff(card.confirmedBy, card.secondName) : null,
      confirmedAt: card.confirmedAt?.toISOString() ?? null,
      expiresAt: card.expiresAt.toISOString(),
      usedAt: card.usedAt?.toISOString() ?? null,
      toldAt: card.toldAt?.toISOString() ?? null,
      opensAt: cardOpensAt(card)?.toISOString() ?? null,
      endedAt: card.endedAt?.toISOString() ?? null,
      can,
      version: card.version,
    };
  }
}

const presentSignIn = ({ startedAt, lastUsedAt, endedAt, ...rest }: CardSignInDto): CardSignInDto => ({
  ...rest,
  startedAt: new Date(startedAt).toISOString(),
  lastUsedAt: new Date(lastUsedAt).toISOString(),
  endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
});
