import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { columnsOf, deleteRows, insertRows } from '../../platform/database/tables.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import { shortPage } from '../../platform/http/pagination.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import type { JournalPromptDto, JournalPromptPage, JournalPromptQuery } from './prompt.dto.js';
import { aftercareText, type Prompt, promptText, prompts } from './prompts.js';
import { JournalPromptOffer } from './journal-prompt-offer.entity.js';
import { SessionParts } from '../sharing/session-parts.js';

/**
 * Prompts, and which of them facilitators offer at a session. Whether anybody looked, answered or passed by is kept
 * nowhere (BR-128, BR-135).
 */
@Injectable()
export class JournalPromptService {
  constructor(
    private readonly database: Database,
    private readonly college: CollegeService,
    private readonly sessionParts: SessionParts,
    private readonly clock: Clock,
  ) {}

  all(query: JournalPromptQuery): Promise<JournalPromptPage> {
    return this.page(
      prompts.filter(({ model }) => query.model === undefined || model === query.model),
      query,
    );
  }

  /** What is offered at a session, to those who attend or facilitate it; 404 for everybody else. */
  async at(actor: Actor, sessionId: string, page = new ShortListQuery()): Promise<JournalPromptPage> {
    const isPart =
      (await this.sessionParts.attends(actor.personId, sessionId)) ||
      (await this.sessionParts.facilitates(actor.personId, sessionId));
    if (!isPart) throw refuse(platformRefusals.not_found);
    const offered = await this.database.rows<Pick<JournalPromptOffer, 'promptId'>>(
      `select ${columnsOf(JournalPromptOffer, 'o', 'promptId')} from journal_prompt_offer o where o.session_id = $1`,
      [sessionId],
    );
    return this.page(
      prompts.filter(({ id }) => offered.some(({ promptId }) => promptId === id)),
      page,
    );
  }

  /** Offers prompts at a session that the actor facilitates; 403 for those who attend it, 404 for everybody else. */
  async offer(actor: Actor, sessionId: string, promptIds: string[]): Promise<void> {
    await this.mustFacilitate(actor, sessionId);
    await this.database.command(actor, async (tx) => {
      const offeredAt = this.clock.now();
      await insertRows(
        tx,
        JournalPromptOffer,
        [...new Set(promptIds)].map((promptId) => ({ sessionId, promptId, offeredBy: actor.personId, offeredAt })),
        { unlessThere: true },
      );
      return sessionId;
    });
  }

  async withdraw(actor: Actor, sessionId: string, promptId: string): Promise<void> {
    await this.mustFacilitate(actor, sessionId);
    await this.database.command(actor, async (tx) => {
      if ((await deleteRows(tx, JournalPromptOffer, { sessionId, promptId })) === 0)
        throw refuse(platformRefusals.not_found);
      return sessionId;
    });
  }

  private async mustFacilitate(actor: Actor, sessionId: string): Promise<void> {
    if (await this.sessionParts.facilitates(actor.personId, sessionId)) return;
    throw refuse(
      (await this.sessionParts.attends(actor.personId, sessionId))
        ? platformRefusals.forbidden
        : platformRefusals.not_found,
    );
  }

  private async page(found: readonly Prompt[], query: ShortListQuery): Promise<JournalPromptPage> {
    return {
      ...shortPage(found.map(presentPrompt), query),
      crisisSignposts: (await this.college.current()).crisisSignposts,
    };
  }
}

const presentPrompt = (prompt: Prompt): JournalPromptDto => ({
  id: prompt.id,
  model: prompt.model,
  step: prompt.step,
  text: promptText(prompt),
  optional: true,
  sensitivity: prompt.sensitivity,
  aftercare: aftercareText(prompt),
});
