import type { StreamableFile } from '@nestjs/common';
import { csvFile, csvOf, headings } from '../../platform/csv/csv.js';
import type { CeShortfallDto } from './ce-figures.dto.js';
import type { CeEntryDto } from './ce-ledger.dto.js';

const ledgerColumns = [
  'entry',
  'person',
  'name',
  'type',
  'state',
  'title',
  'provider',
  'mode',
  'started',
  'ended',
  'completed',
  'approver',
  'approval_number',
  'role',
  'kind',
  'minutes_awarded',
  'minutes_reversed',
  'amount',
  'categories',
  'rounding',
  'cause',
  'reason',
  'entered',
  'kept_until',
] as const;

/** Entries as a table. What is taken back has a column of its own, so that no cell needs a minus sign. */
export const ledgerFile = (entries: readonly CeEntryDto[]): StreamableFile =>
  csvFile('ce-ledger', ({ items }) => ledgerTable(items), { items: entries });

export const shortfallFile = (people: readonly CeShortfallDto[]): StreamableFile =>
  csvFile('ce-shortfalls', ({ items }) => shortfallTable(items), { items: people });

const ledgerTable = (entries: readonly CeEntryDto[]): string =>
  csvOf(
    headings(...ledgerColumns),
    entries.map((entry) => [
      entry.id,
      entry.personId,
      entry.person?.chosenName ?? null,
      entry.entryType,
      entry.state,
      entry.title,
      entry.provider,
      entry.mode,
      entry.startsOn,
      entry.endsOn,
      entry.completedOn,
      entry.approval?.approver ?? null,
      entry.approval?.approvalNumber ?? null,
      entry.role,
      entry.kind,
      Math.max(0, entry.minutes),
      Math.max(0, -entry.minutes),
      entry.amount.replace('-', ''),
      entry.categories.map(({ category, minutes }) => `${category} ${Math.abs(minutes)}`).join('; '),
      entry.rounding,
      entry.cause,
      entry.reason,
      entry.enteredAt,
      entry.retainedUntil,
    ]),
  );

const shortfallTable = (people: readonly CeShortfallDto[]): string =>
  csvOf(
    headings('person', 'name', 'category', 'minutes', 'missing', 'to'),
    people.map(({ personId, chosenName, category, minutes, missing, to }) => [
      personId,
      chosenName,
      category,
      minutes,
      missing,
      to,
    ]),
  );
