import type { StoredEntry } from './ce-award.queries.js';
import { hoursText, printedCredit } from './ce-credit.rules.js';
import { categoryWords, modeWords } from '../transcripts/transcript.presenter.js';
import { linesOf } from './ce-ledger.queries.js';

/** The lines of a certificate of continuing education (BR-107, 114, 115). */
export function awardFacts(award: Omit<StoredEntry, 'id'>): { label: string; value: string }[] {
  const { approval } = award;
  return [
    { label: 'Credit', value: printedCredit(award.kind, award.credits, approval?.approver ?? null) },
    {
      label: 'Dates',
      value: award.startsOn === award.endsOn ? award.startsOn : `${award.startsOn} to ${award.endsOn}`,
    },
    { label: 'Way of meeting', value: modeWords(award.mode) },
    { label: 'Contact hours', value: hoursText(award.minutes) },
    { label: 'Categories', value: categoryWords({ categories: linesOf(award.categories) }) },
    ...(award.role === 'presenter' ? [{ label: 'Role', value: 'Presenter' }] : []),
    ...(approval ? [{ label: 'Approval', value: `${approval.name}, number ${approval.approvalNumber}` }] : []),
    ...(approval?.certificateText ? [{ label: 'Note', value: approval.certificateText }] : []),
  ];
}
