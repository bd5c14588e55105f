import type { Letterhead } from '../../college/college.dto.js';
import type { PrintedContent } from '../../certificates/certificate.rules.js';
import { csvOf } from '../../platform/csv/csv.js';
import type { TranscriptDto, TranscriptLineDto, TranscriptTotalDto } from './transcript.dto.js';

const modes: Record<string, string> = {
  in_person: 'In person',
  online: 'Online',
  hybrid: 'In person and online',
  drop_in: 'Drop-in',
  self_paced: 'Self-paced',
};
export const modeWords = (mode: string): string => modes[mode] ?? mode;

const dates = ({ startsOn, endsOn }: TranscriptLineDto): string =>
  startsOn === endsOn ? startsOn : `${startsOn} to ${endsOn}`;
const approvalWords = ({ approver, approvalNumber }: TranscriptLineDto): string =>
  approver === null ? '' : `${approver.replaceAll('_', ' ').toUpperCase()} ${approvalNumber}`;
export const categoryWords = ({ categories }: Pick<TranscriptLineDto, 'categories'>): string =>
  categories.map(({ category, minutes }) => `${category.replaceAll('_', ' ')} ${minutes} min`).join(', ');
const totalWords = ({ kind, amount, minutes }: TranscriptTotalDto): string =>
  `${amount} ${kind === 'ceu_tenths' ? 'CEU' : 'CE hours'} (${minutes} minutes)`;

/** The paper that a transcript is printed on. */
export interface TranscriptPaper {
  letterhead: Letterhead;
  issuedOn: string;
  /** For whom it leaves the college; null for the learner. */
  recipient: string | null;
  /** Whether it covers everything up to the day of issue. Then it reads the same until something new is credited. */
  open: boolean;
}

/** A transcript as it is frozen and printed (BR-115). The two kinds of credit have a total each. */
export function printedTranscript(
  transcript: TranscriptDto,
  { letterhead, issuedOn, recipient, open }: TranscriptPaper,
): PrintedContent {
  return {
    namePrinted: transcript.namePrinted,
    title: `${transcript.from ?? 'From the beginning'} to ${open ? 'the day of issue' : transcript.to}`,
    facts: [
      ...(recipient === null ? [] : [{ label: 'For', value: recipient }]),
      ...transcript.totals.map((total) => ({ label: 'Total', value: totalWords(total) })),
    ],
    table: {
      columns: ['Completed', 'Title and dates', 'Provider and approval', 'Category', 'Hours', 'Credit'],
      widths: [14, 26, 22, 18, 9, 11],
      rows: transcript.lines.map((line) => [
        line.completedOn,
        `${line.title}\n${dates(line)}, ${modeWords(line.mode).toLowerCase()}${line.role === 'presenter' ? ', as presenter' : ''}`,
        `${line.provider}\n${approvalWords(line)}`.trim(),
        categoryWords(line).replaceAll(', ', '\n'),
        line.hours,
        line.printed,
      ]),
    },
    providerName: transcript.providerName,
    providerLines: letterhead.lines ?? [],
    signatory: transcript.signatory,
    signatoryTitle: transcript.signatoryTitle,
    issuedOn,
  };
}

/** A transcript as a table. */
export const transcriptFile = ({ lines, namePrinted, signatory }: TranscriptDto): string =>
  csvOf(
    [
      'name',
      'title',
      'started',
      'ended',
      'mode',
      'provider',
      'approver',
      'approval number',
      'role',
      'minutes',
      'hours',
      'kind',
      'CEU',
      'credit',
      'categories',
      'completed',
      'signatory',
    ],
    lines.map((line) => [
      namePrinted,
      line.title,
      line.startsOn,
      line.endsOn,
      modeWords(line.mode),
      line.provider,
      line.approver,
      line.approvalNumber,
      line.role,
      line.minutes,
      line.hours,
      line.kind,
      line.ceus,
      line.printed,
      categoryWords(line),
      line.completedOn,
      signatory,
    ]),
  );
