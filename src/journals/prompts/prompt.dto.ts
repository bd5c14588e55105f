import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn } from 'class-validator';
import { CrisisSignpost } from '../../college/college.dto.js';
import { Omittable } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { ShortListQuery } from '../../platform/http/page-query.dto.js';
import { type PromptModel, promptModels, prompts, type Sensitivity, sensitivities } from './prompts.js';

const promptIds = prompts.map(({ id }) => id);

/** A question to reflect on, if one likes. */
export class JournalPromptDto {
  /** Stays with its words: new words get a new id. @example gibbs.feelings.1 */
  id: string;
  /** The way of reflecting that it belongs to. */
  @IsIn(promptModels) model: PromptModel;
  /** Its step in that way. */
  step: string;
  /** The question. */
  text: string;
  /** Always true: no prompt has to be answered (BR-135). */
  optional: boolean;
  /** How much it may stir up. */
  @IsIn(sensitivities) sensitivity: Sensitivity;
  /** To be shown at the end. */
  aftercare: string;
}

/** Which prompts to list. */
export class JournalPromptQuery extends ShortListQuery {
  /** Only prompts of this way of reflecting. */
  @Omittable() @IsIn(promptModels) model?: PromptModel;
}

/** Prompts in the order of their model. */
export class JournalPromptPage extends PageOf(JournalPromptDto) {
  /** Where to find help at once, if it is needed (BR-157). */
  crisisSignposts: CrisisSignpost[];
}

/** Prompts to offer at a session. */
export class PromptOfferBody {
  /** Which prompts, 1 to 20. @example ["driscoll.what.1"] */
  @IsArray() @ArrayMinSize(1) @ArrayMaxSize(20) @IsIn(promptIds, { each: true }) promptIds: string[];
}
