import { hash } from 'node:crypto';
import type { CourseVersion } from './course-version.entity.js';

/** What a co-production group writes. */
export const contentFields = [
  'summary',
  'levelText',
  'outcomes',
  'sessionPlans',
  'materials',
  'contentWarnings',
  'categoryMinutes',
  'whatToExpect',
  'whatYouCanSkip',
  'minimumAge',
  'eligibilityRules',
  'deliveryModes',
  'capacityDefault',
  'cohortMinimum',
  'maxLearnersPerFacilitator',
  'feeCents',
] as const satisfies readonly (keyof CourseVersion)[];
export type Content = Pick<CourseVersion, (typeof contentFields)[number]>;

/**
 * What a sign-off stands for (BR-4): outcomes, session plans, materials, warnings, and what counts towards continuing
 * education.
 */
export const signedFields = [
  'outcomes',
  'sessionPlans',
  'materials',
  'contentWarnings',
  'categoryMinutes',
] as const satisfies readonly (keyof Content)[];
export type SignedContent = Pick<Content, (typeof signedFields)[number]>;

/** A new version before anybody wrote in it. */
export const blankContent = (
  defaults: Pick<Content, 'capacityDefault' | 'cohortMinimum' | 'maxLearnersPerFacilitator'>,
): Content => ({
  summary: '',
  levelText: null,
  outcomes: [],
  sessionPlans: [],
  materials: [],
  contentWarnings: null,
  categoryMinutes: [],
  whatToExpect: '',
  whatYouCanSkip: '',
  minimumAge: null,
  eligibilityRules: [],
  deliveryModes: [],
  feeCents: 0,
  ...defaults,
});

/** The content alone, out of anything that carries it. */
export function contentOf(version: Content): Content {
  return Object.fromEntries(contentFields.map((field) => [field, version[field]])) as unknown as Content;
}

/** The content after an edit: what the wish leaves out stays; sessions are numbered in their order. */
export function edited(now: Content, wish: Partial<Content>): Content {
  const written = Object.fromEntries(
    contentFields.flatMap((field) => (wish[field] === undefined ? [] : [[field, plain(wish[field])]])),
  );
  const next = { ...contentOf(now), ...written };
  return {
    ...next,
    sessionPlans: [...next.sessionPlans]
      .sort((a, b) => a.order - b.order)
      .map((plan, index) => ({ ...plan, order: index + 1 })),
  };
}

/** The files that the materials name, in whatever form, each once. */
export function fileIdsOf({ materials }: Pick<Content, 'materials'>): string[] {
  const forms = materials.flatMap((material) => [material, ...(material.alternativeFormats ?? [])]);
  return [...new Set(forms.flatMap(({ fileId }) => fileId ?? []))];
}

/** SHA-256 of the signed content in its canonical form: neither the order of fields nor white space changes it. */
export function contentHash(content: SignedContent): string {
  return hash('sha256', JSON.stringify(signedFields.map((field) => canonical(content[field]))));
}

function canonical(value: unknown): unknown {
  if (typeof value === 'string') return value.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, part]) => part !== undefined && part !== null)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => [name, canonical(part)]);
}

/** As it will come back from the database: no class instances, no undefined. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
