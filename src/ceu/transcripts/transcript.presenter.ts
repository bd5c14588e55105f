import { textNamed, textOf } from '../../catalogues/catalogues.js';
import type { Letterhead } from '../../college/college.dto.js';
import type { PrintedContent } from '../../certificates/certificate.rules.js';
import { csvOf, headings } from '../../platform/csv/csv.js';
import type { TranscriptDto, TranscriptLineDto, TranscriptTotalDto } from './transcript.dto.js';

const dates = ({ startsOn, endsOn }: TranscriptLineDto): string =>
  startsOn === endsOn ? startsOn : textOf('prints.from_to', { from: startsOn, to: endsOn });
const approvalWords = ({ approver, approvalNumber }: TranscriptLineDto): string =>
  approver === null
    ? ''
    : textOf('prints.transcript.approval', {
        approver: textOf(`labels.approver.${approver}`),
        number: `${approvalNumber}`,
      });
const categoryLines = (categories: TranscriptLineDto['categories']): string[] =>
  categories.map(({ category, minutes }) =>
    textOf('prints.category_minutes', { category: category.replaceAll('_', ' '), minutes }),
  );
export const categoryWords = ({ categories }: Pick<TranscriptLineDto, 'categories'>): string =>
  categoryLines(categories).join(', ');
const totalWords = ({ kind, amount, minutes }: TranscriptTotalDto): string =>
  textOf(`prints.total.${kind}`, { amount, minutes });

const printedColumns = ['completed', 'title', 'provider', 'category', 'hours', 'credit'] as const;

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
    title: textOf('prints.from_to', {
      from: transcript.from ?? textOf('prints.transcript.from_the_beginning'),
      to: open ? textOf('prints.transcript.day_of_issue') : transcript.to,
    }),
    facts: [
      ...(recipient === null ? [] : [{ label: textOf('prints.transcript.recipient'), value: recipient }]),
      ...transcript.totals.map((total) => ({ label: textOf('prints.transcript.total'), value: totalWords(total) })),
    ],
    table: {
      columns: printedColumns.map((name) => textOf(`prints.transcript.column_${name}`)),
      widths: [14, 26, 22, 18, 9, 11],
      rows: transcript.lines.map((line) => [
        line.completedOn,
        `${line.title}\n${textOf('prints.transcript.held', {
          dates: dates(line),
          mode: textNamed(`labels.mode_in_a_sentence.${line.mode}`),
          role: line.role,
        })}`,
        `${line.provider}\n${approvalWords(line)}`.trim(),
        categoryLines(line.categories).join('\n'),
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
    headings(
      'name',
      'title',
      'started',
      'ended',
      'mode',
      'provider',
      'approver',
      'approval_number',
      'role',
      'minutes',
      'hours',
      'kind',
      'ceu',
      'credit',
      'categories',
      'completed',
      'signatory',
    ),
    lines.map((line) => [
      namePrinted,
      line.title,
      line.startsOn,
      line.endsOn,
      textNamed(`labels.mode.${line.mode}`),
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
