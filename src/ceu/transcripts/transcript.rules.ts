import type { CategoryLines } from '../approvals/category.rules.js';
import {
  amountText,
  ceuText,
  type CreditKind,
  creditKinds,
  hoursText,
  printedCredit,
} from '../ledger/ce-credit.rules.js';
import { linesOf } from '../ledger/ce-ledger.queries.js';
import type { TranscriptLineDto, TranscriptTotalDto } from './transcript.dto.js';

/** An award that stands, as the ledger keeps it. */
export interface TranscriptAward extends Omit<TranscriptLineDto, 'hours' | 'ceus' | 'printed' | 'categories'> {
  credits: number;
  categories: CategoryLines;
}

/** One line of a transcript (BR-115). Sessions are not on it. */
export const lineOf = ({ credits, categories, ...award }: TranscriptAward): TranscriptLineDto => ({
  awardId: award.awardId,
  title: award.title,
  startsOn: award.startsOn,
  endsOn: award.endsOn,
  mode: award.mode,
  provider: award.provider,
  approver: award.approver,
  approvalNumber: award.approvalNumber,
  role: award.role,
  minutes: award.minutes,
  hours: hoursText(award.minutes),
  kind: award.kind,
  ceus: award.kind === 'ceu_tenths' ? ceuText(credits) : null,
  printed: printedCredit(award.kind, credits, award.approver),
  categories: linesOf(categories),
  completedOn: award.completedOn,
});

/** What each kind adds up to, by itself. */
export const totalsOf = (awards: readonly TranscriptAward[]): TranscriptTotalDto[] =>
  creditKinds
    .filter((kind) => awards.some((award) => award.kind === kind))
    .map((kind) =>
      totalOf(
        kind,
        awards.filter((award) => award.kind === kind),
      ),
    );

function totalOf(kind: CreditKind, awards: readonly TranscriptAward[]): TranscriptTotalDto {
  const categories: CategoryLines = {};
  for (const award of awards)
    for (const [category, minutes] of Object.entries(award.categories))
      categories[category] = (categories[category] ?? 0) + minutes;
  return {
    kind,
    minutes: awards.reduce((sum, { minutes }) => sum + minutes, 0),
    amount: amountText(
      kind,
      awards.reduce((sum, { credits }) => sum + credits, 0),
    ),
    categories: linesOf(categories),
  };
}
