import { hash } from 'node:crypto';
import { newReadable } from '../platform/readable.js';
import type { StateTable } from '../platform/states/state-table.js';

/** What the college prints. */
export const certificateKinds = ['attendance', 'completion', 'ceu', 'facilitator', 'transcript'] as const;
export type CertificateKind = (typeof certificateKinds)[number];

export const certificateStates = ['issued', 'reissued', 'withdrawn'] as const;
export type CertificateState = (typeof certificateStates)[number];

/** Reissued: a newer one stands in its place. */
export const certificateMoves = {
  issued: ['reissued', 'withdrawn'],
  reissued: [],
  withdrawn: [],
} as const satisfies StateTable<CertificateState>;

/** All that anybody may learn who holds the paper. */
export const verifications = [
  'valid',
  'expired',
  'suspended',
  'inactive',
  'revoked',
  'superseded',
  'withdrawn',
] as const;
export type Verification = (typeof verifications)[number];
export const verificationOf: Record<CertificateState, Verification> = {
  issued: 'valid',
  reissued: 'superseded',
  withdrawn: 'withdrawn',
};

/** A table over the width of the page. */
export interface PrintedTable {
  columns: string[];
  /** How wide each column is, in shares of their sum. */
  widths: number[];
  /** Cells may hold several lines. */
  rows: string[][];
}

/** What is printed, as it was on the day of issue. Later edits of a name, a course or a letterhead do not change it. */
export interface PrintedContent {
  namePrinted: string;
  /** The title as it was: of the course, or of the certification. */
  title: string;
  /** Further lines in order, e.g. dates, way of meeting, hours, approval number. */
  facts: { label: string; value: string }[];
  /** Lines with columns, e.g. of a transcript. */
  table?: PrintedTable;
  providerName: string;
  providerLines: string[];
  signatory: string | null;
  signatoryTitle: string | null;
  /** `YYYY-MM-DD` */
  issuedOn: string;
}

/** SHA-256 over the content in a fixed order of fields. */
export const contentHashOf = (kind: CertificateKind, content: PrintedContent): string => {
  const { namePrinted, title, facts, table, providerName, providerLines, signatory, signatoryTitle, issuedOn } =
    content;
  const inOrder = [
    kind,
    namePrinted,
    title,
    facts.map(({ label, value }) => [label, value]),
    providerName,
    providerLines,
    signatory,
    signatoryTitle,
    issuedOn,
    ...(table ? [table.columns, table.rows] : []),
  ];
  return hash('sha256', JSON.stringify(inOrder));
};

const initials: Record<CertificateKind, string> = {
  attendance: 'A',
  completion: 'C',
  ceu: 'E',
  facilitator: 'F',
  transcript: 'T',
};

/**
 * A number for the telephone, e.g. `A-2026-7K3M-9QXD`: without letters that look alike, and without telling how many
 * there are.
 */
export const newNumber = (initial: string, year: string): string =>
  `${initial}-${year}-${newReadable(4)}-${newReadable(4)}`;

export const newCertificateNumber = (kind: CertificateKind, year: string): string => newNumber(initials[kind], year);
