import { Injectable } from '@nestjs/common';
import { CollegeService } from '../../college/college.service.js';
import type { Actor } from '../../platform/actor.js';
import { Clock } from '../../platform/clock.js';
import { Database } from '../../platform/database/database.js';
import { changed } from '../../platform/database/sql.js';
import { platformRefusals } from '../../platform/errors/platform.refusals.js';
import { refuse } from '../../platform/errors/refusal.js';
import type { JournalPromptDto, JournalPromptPage, JournalPromptQuery } from './prompt.dto.js';
import { aftercareText, type Prompt, promptText, prompts } from './prompts.js';
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

  all({ model }: JournalPromptQuery): Promise<JournalPromptPage> {
    return this.page(prompts.filter((prompt) => model === undefined || prompt.model === model));
  }

  /** What is offered at a session, to those who attend or facilitate it; 404 for everybody else. */
  async at(actor: Actor, sessionId: string): Promise<JournalPromptPage> {
    const isPart =
      (await this.sessionParts.attends(actor.personId, sessionId)) ||
      (await this.sessionParts.facilitates(actor.personId, sessionId));
    if (!isPart) throw refuse(platformRefusals.not_found);
    const offered = await this.database.rows<{ id: string }>(
      'select prompt_id as id from journal_prompt_offer where session_id = $1',
      [sessionId],
    );
    return this.page(prompts.filter(({ id }) => offered.some((offer) => offer.id === id)));
  }

  /** Offers prompts at a session that the actor facilitates; 403 for those who attend it, 404 for everybody else. */
  async offer(actor: Actor, sessionId: string, promptIds: string[]): Promise<void> {
    await this.mustFacilitate(actor, sessionId);
    await this.database.command(actor, async (tx) => {
      await changed(
        tx,
        `
          insert into journal_prompt_offer (session_id, prompt_id, offered_by, offered_at)
          select $1, each, $3, $4
          from unnest($2::text[]) as each
          on conflict
          do nothing`,
        [sessionId, [...new Set(promptIds)], actor.personId, this.clock.now()],
      );
      return sessionId;
    });
  }

  async withdraw(actor: Actor, sessionId: string, promptId: string): Promise<void> {
    await this.mustFacilitate(actor, sessionId);
    await this.database.command(actor, async (tx) => {
      if (
        (await changed(tx, 'delete from journal_prompt_offer where session_id = $1 and prompt_id = $2', [
          sessionId,
          promptId,
        ])) === 0
      )
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

  private async page(found: readonly Prompt[]): Promise<JournalPromptPage> {
    return {
      items: found.map(presentPrompt),
      next: null,
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
