/** What the college says in public about how people are together, and about what it keeps of them. */
export const collegeTextKinds = ['charter', 'privacy_notice'] as const;
export type CollegeTextKind = (typeof collegeTextKinds)[number];

/** Which text of its kind it is: a version, and how often its words in this language were written since. */
export interface TextNumber {
  version: number;
  revision: number;
}

/**
 * The number of the next text. What changes in substance is a new version, which is accepted anew; a correction or a
 * translation stays within the version that stands (BR-43, BR-223).
 */
export function nextNumber(standing: number, revisionsInLanguage: number, material: boolean): TextNumber {
  return material ? { version: standing + 1, revision: 1 } : { version: standing, revision: revisionsInLanguage + 1 };
}
