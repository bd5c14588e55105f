import { IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import {
  type EvaluatedThing,
  evaluatedThings,
  type EvaluationState,
  evaluationStates,
  type HiddenBecause,
  hiddenBecause,
} from './evaluation.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedRunDto, NamedSessionDto } from '../../platform/names/named.dto.js';

const itemCode = /^[a-z][a-z0-9_]{1,40}$/;

/** The answer to one item. */
export class EvaluationAnswer {
  /** The item, as the form names it. @example more_hopeful */
  @Matches(itemCode) item: string;
  /** From 1, strongly disagree, to 5, strongly agree. */
  @IsInt() @Min(1) @Max(5) value: number;
}

/** What somebody thinks of a run or a session. There is no field for who they are, and none is kept. */
export class EvaluationBody {
  /** The form that was shown; an answer to another one is refused. */
  @Omittable() @IsIdField() formId?: string;
  /** The answers; leave out what you would rather not answer. */
  @NestedList(() => EvaluationAnswer, 12, { min: 1, uniqueBy: 'item' })
  answers: EvaluationAnswer[];
}

/** A statement to agree or disagree with. */
export class EvaluationItemDto {
  /** Its stable name. @example met_people */
  @Matches(itemCode) item: string;
  /** Its words. @example "I met people I can talk to" */
  @PlainText(200) text: string;
}

/** A new version of a form. The two items that every form begins with come by themselves. */
export class EvaluationFormBody {
  /** What it asks about. */
  @IsIn(evaluatedThings) about: EvaluatedThing;
  /** The college's own items; at most 10. */
  @NestedList(() => EvaluationItemDto, 10, { uniqueBy: 'item' })
  ownItems: EvaluationItemDto[];
}

/** One version of a form. It never changes; evaluations that began under it go on under it. */
export class EvaluationFormDto {
  /** Id of the form. */
  id: string;
  /** What it asks about. */
  @IsIn(evaluatedThings) about: EvaluatedThing;
  /** Which version of the form this is. */
  number: number;
  /** Its items, each answered from 1, strongly disagree, to 5, strongly agree. */
  items: EvaluationItemDto[];
}

/** Which forms to list. */
export class EvaluationFormQuery extends PageQuery {
  /** Only forms about this. */
  @Omittable() @IsIn(evaluatedThings) about?: EvaluatedThing;
}

/** Forms, the newest first. */
export class EvaluationFormPage extends PageOf(EvaluationFormDto) {}

export const evaluationActs = ['evaluate', 'read_results'] as const;

/** An invitation to evaluate a run or a session. Nothing depends on whether one does (BR-66). */
export class EvaluationInvitationDto {
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** The session, if it is about one session. */
  sessionId: string | null;
  /** The same session by name; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
  /** What is asked. */
  form: EvaluationFormDto;
  /** Whether answers are taken now. */
  @IsIn(evaluationStates) state: EvaluationState;
  /** The last day on which answers are taken; null until it is known. @example 2027-03-01 */
  closesOn: string | null;
  /** Whether I have answered. What I answered nobody can tell, neither can I. */
  given: boolean;
  /** What I may do now: `evaluate`, `read_results`. */
  @IsIn(evaluationActs, { each: true }) can: (typeof evaluationActs)[number][];
}

/** What everybody together said about one item. */
export class EvaluationItemResultDto {
  /** The item. */
  item: string;
  /** Its words. */
  text: string;
  /** How many answered it; null below the college's small number. */
  valid: number | null;
  /** How many agree or strongly agree; null below the college's small number. */
  agree: number | null;
  /** The same in whole percent; null where too few answered. */
  agreePercent: number | null;
}

/** What everybody together said about a run or a session, once nobody can answer any more. */
export class EvaluationResultsDto {
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** The session, if it is about one session. */
  sessionId: string | null;
  /** The same session by name; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
  /** Version of the form; null when nobody has answered. */
  formNumber: number | null;
  /** The last day on which answers are taken. */
  closesOn: string | null;
  /**
   * Why there are no figures: `open`, people may still answer; `too_few`, somebody could be recognised. Null when there
   * are.
   */
  @IsIn([...hiddenBecause, null]) hiddenBecause: HiddenBecause | null;
  /** How many answered; null without figures. */
  respondents: number | null;
  /** How many have or had a place; null without figures. */
  invited: number | null;
  /** The figures, in the order of the form. */
  items: EvaluationItemResultDto[];
}
