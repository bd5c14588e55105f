import { textNamed, textOf } from '../../catalogues/catalogues.js';
import type { StoredEntry } from './ce-award.queries.js';
import { hoursText, printedCredit } from './ce-credit.rules.js';
import { categoryWords } from '../transcripts/transcript.presenter.js';
import { linesOf } from './ce-ledger.queries.js';

/** The lines of a certificate of continuing education (BR-107, 114, 115). */
export function awardFacts(award: Omit<StoredEntry, 'id'>): { label: string; value: string }[] {
  const { approval } = award;
  return [
    {
      label: textOf('prints.award.credit'),
      value: printedCredit(award.kind, award.credits, approval?.approver ?? null),
    },
    {
      label: textOf('prints.dates'),
      value:
        award.startsOn === award.endsOn
          ? award.startsOn
          : textOf('prints.from_to', { from: award.startsOn, to: award.endsOn }),
    },
    { label: textOf('prints.way_of_meeting'), value: textNamed(`labels.mode.${award.mode}`) },
    { label: textOf('prints.award.contact_hours'), value: hoursText(award.minutes) },
    { label: textOf('prints.award.categories'), value: categoryWords({ categories: linesOf(award.categories) }) },
    ...(award.role === 'presenter'
      ? [{ label: textOf('prints.award.role'), value: textOf('prints.award.presenter') }]
      : []),
    ...(approval
      ? [
          {
            label: textOf('prints.award.approval'),
            value: textOf('prints.award.approval_number', { name: approval.name, number: approval.approvalNumber }),
          },
        ]
      : []),
    ...(approval?.certificateText ? [{ label: textOf('prints.award.note'), value: approval.certificateText }] : []),
  ];
}
